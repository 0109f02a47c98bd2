import { ok } from '../../../shared/base/result.ts';
import type { LabRequest, LabRun } from '../../../shared/domain/lab.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';

export interface LabHandlersDependencies {
  /** The id of the run, which goes on by itself. */
  readonly start: (request: LabRequest) => Promise<string>;
  readonly cancel: (runId: string) => void;
  readonly runs: () => readonly LabRun[];
}

export function labHandlers(dependencies: LabHandlersDependencies): Handlers<Contract>['lab'] {
  return {
    start: async (request) => ok({ runId: await dependencies.start(request) }),
    cancel: ({ runId }) => {
      dependencies.cancel(runId);
      return ok(null);
    },
    runs: () => ok(dependencies.runs()),
  };
}
