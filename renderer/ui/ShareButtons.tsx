import type { ReactNode } from 'react';
import type { ShareText } from '../../shared/domain/share.ts';
import type { Reply } from '../../shared/ipc/descriptors.ts';
import { frame } from '../../shared/i18n/frame.ts';
import { transfer } from '../../shared/i18n/transfer.ts';
import { download } from '../format/download.ts';
import { useMessages } from '../i18n.tsx';
import { Button } from './Button.tsx';
import { CopyButton } from './Copy.tsx';

/** A profile or a provider as a file or a link; what goes wrong is told to whoever has room for it. */
export function ShareButtons(props: {
  /** The file is called after it. */
  readonly id: string;
  readonly read: () => Promise<Reply<ShareText>>;
  readonly copy: (link: string) => Promise<boolean>;
  readonly onFailure: (reason: string | null) => void;
}): ReactNode {
  const { id, onFailure } = props;
  const t = useMessages(transfer);
  const f = useMessages(frame);
  const read = async (): Promise<ShareText | null> => {
    const reply = await props.read();
    onFailure(reply.ok ? null : reply.error.message);
    return reply.ok ? reply.value : null;
  };
  const save = async (): Promise<void> => {
    const shared = await read();
    if (shared !== null) download(`${id}.switchyard.json`, shared.text);
  };
  const copy = async (): Promise<boolean> => {
    const shared = await read();
    if (shared === null) return false;
    if (shared.link === null) {
      onFailure(t('shareTooLong'));
      return false;
    }
    return props.copy(shared.link);
  };
  return (
    <>
      <Button icon="download" onClick={() => void save()}>
        {t('shareFile')}
      </Button>
      <CopyButton label={t('shareLink')} copiedLabel={f('copied')} copy={copy} />
    </>
  );
}
