import { ok } from '../../../shared/base/result.ts';
import { baselinePrice } from '../../../shared/pricing/baseline.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { RoutingController } from '../../app/routing-controller.ts';
import type { SettingsStore } from '../../app/settings-store.ts';
import type { StatusBoard } from '../../app/status-board.ts';
import { forFile } from '../../base/configuration-file.ts';
import { refuse } from '../serve.ts';

export interface AppHandlersDependencies {
  readonly board: Pick<StatusBoard, 'status'>;
  readonly routing: Pick<RoutingController, 'setRouting' | 'move'>;
  readonly settings: SettingsStore;
  readonly copyText: (text: string) => Promise<void>;
  readonly openExternal: (url: string) => Promise<void>;
}

export function appHandlers(dependencies: AppHandlersDependencies): Handlers<Contract>['app'] {
  const { board, routing, settings } = dependencies;
  return {
    status: () => ok(board.status),
    setRouting: async ({ on }) => {
      const result = await routing.setRouting(on);
      if (!result.ok) return refuse('failed', `${result.error.code}: ${result.error.detail}`);
      return ok(board.status);
    },
    setProfile: ({ profileId }) => {
      if (!settings.configuration.profiles.some((profile) => profile.id === profileId))
        return refuse('not-found', `There is no profile "${profileId}"`);
      const result = settings.updateConfiguration((configuration) => ({
        ...configuration,
        activeProfile: profileId,
      }));
      return result.ok ? ok(board.status) : refuse('failed', result.error);
    },
    copyText: async ({ text }) => {
      await dependencies.copyText(text);
      return ok(null);
    },
    openDocs: async ({ url }) => {
      await dependencies.openExternal(url);
      return ok(null);
    },
    exportConfiguration: () => ok(forFile(settings.configuration)),
    setBaseline: (baseline) => {
      if (baselinePrice(baseline, settings.configuration.providers) === null)
        return refuse('invalid-input', `${baseline.model}: its price is not known`);
      const result = settings.updateConfiguration((configuration) => ({
        ...configuration,
        baseline,
      }));
      return result.ok ? ok(result.value.baseline) : refuse('failed', result.error);
    },
    setPort: async ({ port }) => {
      const result = await routing.move(port);
      return ok(
        result.ok ? { moved: true, status: board.status } : { moved: false, reason: result.error },
      );
    },
    setPrivateRanges: ({ ranges }) => {
      const result = settings.updateConfiguration((configuration) => ({
        ...configuration,
        privateRanges: [...ranges],
      }));
      return result.ok ? ok(result.value.privateRanges) : refuse('invalid-input', result.error);
    },
  };
}
