import { ok } from '../../../shared/base/result.ts';
import type { ModelHealth } from '../../../shared/domain/answer-health.ts';
import type { ExchangeBodies, ExportFormat } from '../../../shared/domain/bodies.ts';
import type { ExchangeDetail, ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { Contract, TrafficPage } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import { refuse } from '../serve.ts';

export interface TrafficHandlersDependencies {
  /** Newest first; `before` is epoch ms. */
  readonly list: (limit: number, before: number | null) => Promise<readonly ExchangeRow[]>;
  readonly page: (filter: string, limit: number, before: number | null) => Promise<TrafficPage>;
  readonly whichMatch: (
    filter: string,
    exchangeIds: readonly string[],
  ) => Promise<readonly string[]>;
  readonly detail: (exchangeId: string) => Promise<ExchangeDetail | null>;
  readonly bodies: (exchangeId: string) => Promise<ExchangeBodies | null>;
  readonly export: (exchangeIds: readonly string[], format: ExportFormat) => Promise<number | null>;
  readonly deleteBodies: () => Promise<number>;
  readonly deleteEverything: () => Promise<number>;
  readonly modelHealth: (hours: number) => Promise<readonly ModelHealth[]>;
  readonly cancel: (exchangeId: string) => boolean;
  readonly watch: (active: boolean) => void;
}

export function trafficHandlers(
  dependencies: TrafficHandlersDependencies,
): Handlers<Contract>['traffic'] {
  return {
    list: async ({ limit, before }) => ok(await dependencies.list(limit, before)),
    page: async ({ filter, limit, before }) => ok(await dependencies.page(filter, limit, before)),
    whichMatch: async ({ filter, exchangeIds }) =>
      ok(await dependencies.whichMatch(filter, exchangeIds)),
    detail: async ({ exchangeId }) => {
      const detail = await dependencies.detail(exchangeId);
      return detail === null ? refuse('not-found', 'This request is no longer kept') : ok(detail);
    },
    bodies: async ({ exchangeId }) => ok(await dependencies.bodies(exchangeId)),
    export: async ({ exchangeIds, format }) =>
      ok({ written: await dependencies.export(exchangeIds, format) }),
    deleteBodies: async () => ok({ deleted: await dependencies.deleteBodies() }),
    deleteEverything: async () => ok({ deleted: await dependencies.deleteEverything() }),
    modelHealth: async ({ hours }) => ok(await dependencies.modelHealth(hours)),
    cancel: ({ exchangeId }) => ok(dependencies.cancel(exchangeId)),
    watch: ({ active }) => {
      dependencies.watch(active);
      return ok(null);
    },
  };
}
