import { ok } from '../../../shared/base/result.ts';
import type { LaunchPlan, LaunchResult, TerminalChoice } from '../../../shared/domain/launch.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';

export interface LaunchHandlersDependencies {
  readonly plan: (folder: string) => Promise<LaunchPlan>;
  readonly start: (folder: string) => Promise<LaunchResult>;
  readonly terminals: () => Promise<readonly TerminalChoice[]>;
  readonly chooseFolder: () => Promise<string | null>;
}

export function launchHandlers(
  dependencies: LaunchHandlersDependencies,
): Handlers<Contract>['launch'] {
  return {
    plan: async ({ folder }) => ok(await dependencies.plan(folder)),
    start: async ({ folder }) => ok(await dependencies.start(folder)),
    chooseFolder: async () => ok(await dependencies.chooseFolder()),
    terminals: async () => ok(await dependencies.terminals()),
  };
}
