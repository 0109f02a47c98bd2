import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ShareText } from '../../../shared/domain/share.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { transfer } from '../../../shared/i18n/transfer.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders, useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import { Note } from '../../ui/Note.tsx';
import { Select } from '../../ui/Select.tsx';
import { download } from './download.ts';
import { SettingRow } from './SettingRow.tsx';

/** Hands a profile with its providers, or one provider, to somebody else: never with a key. */
export function SharePart(): ReactNode {
  const t = useMessages(transfer);
  const f = useMessages(frame);
  const api = useApi();
  const status = useStatus((state) => state.status);
  const views = useProviders((state) => state.views);
  const [picked, setPicked] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const options = [
    ...(status?.profiles ?? []).map(({ id, name }) => ({
      value: `profile ${id}`,
      label: t('shareProfile', { name }),
    })),
    ...views.map(({ id, resolved }) => ({
      value: `provider ${id}`,
      label: t('shareProvider', { name: resolved.name }),
    })),
  ];
  const chosen = picked ?? `profile ${status?.activeProfile ?? ''}`;
  const kind = chosen.startsWith('profile ') ? 'profile' : 'provider';
  const id = chosen.slice(kind.length + 1);
  const read = async (): Promise<ShareText | null> => {
    const reply = await settled(api.transfer.share({ kind, id }));
    setFailure(reply.ok ? null : reply.error.message);
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
      setFailure(t('shareTooLong'));
      return false;
    }
    return (await settled(api.app.copyText({ text: shared.link }))).ok;
  };
  return (
    <>
      <SettingRow label={t('shareTitle')} hint={t('shareHint')}>
        <Select label={t('shareWhat')} value={chosen} options={options} onChange={setPicked} />
        <Button icon="download" onClick={() => void save()}>
          {t('shareFile')}
        </Button>
        <CopyButton label={t('shareLink')} copiedLabel={f('copied')} copy={copy} />
      </SettingRow>
      {failure === null ? null : <Note tone="bad">{t('shareFailed', { reason: failure })}</Note>}
    </>
  );
}
