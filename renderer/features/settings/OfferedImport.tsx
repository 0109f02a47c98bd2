import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ImportOffer } from '../../../shared/domain/transfer.ts';
import { transfer } from '../../../shared/i18n/transfer.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { ImportDialog } from './ImportDialog.tsx';

type Shown = ImportOffer | { readonly done: true };

/** What a link that was opened would add, on whatever page the person is. Taken only when confirmed. */
export function OfferedImport(): ReactNode {
  const t = useMessages(transfer);
  const api = useApi();
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const take = (): void => {
      void settled(api.transfer.takeOffer()).then((reply) => {
        if (reply.ok && reply.value !== null) setShown(reply.value);
      });
    };
    // One may have come before there was a window.
    take();
    return api.transfer.offered(take);
  }, [api]);
  if (shown === null) return null;
  const close = (): void => setShown(null);
  if ('done' in shown || !shown.ok) {
    return (
      <Dialog
        title={t('linkTitle')}
        closeLabel={t('close')}
        onClose={close}
        footer={<Button onClick={close}>{t('close')}</Button>}
      >
        {'done' in shown ? (
          <Note tone="ok">{t('done')}</Note>
        ) : (
          <Note tone="bad">{t('importFailed', { reason: shown.reason })}</Note>
        )}
      </Dialog>
    );
  }
  const { preview } = shown;
  const { previewId } = preview;
  return (
    <ImportDialog
      key={previewId}
      preview={preview}
      onCancel={() => {
        close();
        void settled(api.transfer.discard({ previewId }));
      }}
      onAdd={async () => {
        const reply = await settled(api.transfer.apply({ previewId }));
        if (reply.ok) setShown({ done: true });
        else setShown({ ok: false, reason: reply.error.message });
      }}
    />
  );
}
