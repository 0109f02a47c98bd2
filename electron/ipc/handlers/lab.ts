import { ok } from '../../../shared/base/result.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { LabPart } from '../../app/endpoint-part.ts';
import { refuse } from '../serve.ts';

export function labHandlers(lab: LabPart): Handlers<Contract>['lab'] {
  return {
    start: (request) => {
      const started = lab.start(request);
      return started.ok
        ? ok({ runId: started.value })
        : refuse('conflict', 'Another test is running');
    },
    cancel: ({ runId }) => {
      lab.cancel(runId);
      return ok(null);
    },
    runs: async () => ok(await lab.runs()),
  };
}
