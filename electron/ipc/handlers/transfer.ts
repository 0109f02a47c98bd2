import { ok } from '../../../shared/base/result.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { ImportDesk } from '../../app/import-desk.ts';
import { refuse } from '../serve.ts';

export interface TransferHandlersDependencies {
  readonly desk: ImportDesk;
  /** null when the user cancelled. */
  readonly chooseFile: () => Promise<string | null>;
  /** Providers and keys came; lists and status show them. */
  readonly onChange: () => void;
}

export function transferHandlers(
  dependencies: TransferHandlersDependencies,
): Handlers<Contract>['transfer'] {
  const { desk, chooseFile, onChange } = dependencies;
  return {
    preview: async () => {
      const file = await chooseFile();
      if (file === null) return ok(null);
      const preview = await desk.preview(file);
      return preview.ok ? preview : refuse('invalid-input', preview.error);
    },
    apply: async ({ previewId }) => {
      const result = await desk.apply(previewId);
      if (!result.ok) return refuse('not-found', result.error);
      onChange();
      return result;
    },
    takeOffer: () => ok(desk.takeOffer()),
    share: ({ kind, id }) => {
      const shared = desk.share(kind, id);
      return shared.ok ? shared : refuse('not-found', shared.error);
    },
    discard: ({ previewId }) => {
      desk.discard(previewId);
      return ok(null);
    },
  };
}
