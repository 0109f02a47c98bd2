import { useState } from 'react';
import type { ReactNode } from 'react';
import { transfer } from '../../../shared/i18n/transfer.ts';
import { useMessages } from '../../i18n.tsx';
import { useSharing } from '../../stores/share.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { ShareButtons } from '../../ui/ShareButtons.tsx';

/** Hands one provider to somebody else: where it is and how it is spoken to, never its key. */
export function ShareDialog(props: {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}): ReactNode {
  const t = useMessages(transfer);
  const [failure, setFailure] = useState<string | null>(null);
  const sharing = useSharing('provider', props.id);
  return (
    <Dialog
      title={t('shareProvider', { name: props.name })}
      closeLabel={t('close')}
      onClose={props.onClose}
      footer={<Button onClick={props.onClose}>{t('close')}</Button>}
    >
      <p>{t('shareHint')}</p>
      <div className="row g3">
        <ShareButtons id={props.id} {...sharing} onFailure={setFailure} />
      </div>
      {failure === null ? null : <Note tone="bad">{t('shareFailed', { reason: failure })}</Note>}
    </Dialog>
  );
}
