import { ok } from '../../../shared/base/result.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { HarDesk } from '../../app/har-desk.ts';
import { refuse } from '../serve.ts';

export interface HarHandlersDependencies {
  readonly desk: HarDesk;
  /** null when the user cancelled. */
  readonly chooseFile: () => Promise<string | null>;
}

export function harHandlers({
  desk,
  chooseFile,
}: HarHandlersDependencies): Handlers<Contract>['har'] {
  return {
    open: async () => {
      const path = await chooseFile();
      return ok(path === null ? null : await desk.open(path));
    },
    entry: async ({ harId, exchangeId }) => {
      const entry = await desk.entry(harId, exchangeId);
      return entry === null ? refuse('not-found', 'This file is no longer open') : ok(entry);
    },
    close: async ({ harId }) => {
      await desk.close(harId);
      return ok(null);
    },
  };
}
