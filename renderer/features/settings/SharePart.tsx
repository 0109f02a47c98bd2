import { useState } from 'react';
import type { ReactNode } from 'react';
import { transfer } from '../../../shared/i18n/transfer.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders, useStatus } from '../../stores/context.tsx';
import { useSharing } from '../../stores/share.ts';
import { Note } from '../../ui/Note.tsx';
import { Select } from '../../ui/Select.tsx';
import { ShareButtons } from '../../ui/ShareButtons.tsx';
import { SettingRow } from './SettingRow.tsx';

/** Hands a profile with its providers, or one provider, to somebody else: never with a key. */
export function SharePart(): ReactNode {
  const t = useMessages(transfer);
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
  const sharing = useSharing(kind, id);
  return (
    <>
      <SettingRow label={t('shareTitle')} hint={t('shareHint')}>
        <Select label={t('shareWhat')} value={chosen} options={options} onChange={setPicked} />
        <ShareButtons id={id} {...sharing} onFailure={setFailure} />
      </SettingRow>
      {failure === null ? null : <Note tone="bad">{t('shareFailed', { reason: failure })}</Note>}
    </>
  );
}
