import { ok } from '../../../shared/base/result.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { ReplayDesk } from '../../app/replay-desk.ts';

export function replayHandlers(desk: ReplayDesk): Handlers<Contract>['replay'] {
  return {
    prepare: async (source) => ok(await desk.prepare(source)),
    budget: (question) => ok(desk.budget(question)),
    start: ({ budgetId }) => ok(desk.start(budgetId)),
    cancel: ({ replayId, side }) => {
      desk.cancel(replayId, side);
      return ok(null);
    },
    close: ({ replayId }) => {
      desk.close(replayId);
      return ok(null);
    },
    watch: ({ active }) => {
      desk.watch.watch(active);
      return ok(active ? desk.watch.run() : null);
    },
  };
}
