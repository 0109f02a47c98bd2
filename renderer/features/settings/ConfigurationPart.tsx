import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Configuration } from '../../../shared/domain/configuration.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { settings } from '../../../shared/i18n/settings.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import { Note } from '../../ui/Note.tsx';
import { download } from '../../format/download.ts';
import { ImportPart } from './ImportPart.tsx';
import { SettingRow } from './SettingRow.tsx';
import { SharePart } from './SharePart.tsx';

export function ConfigurationPart(): ReactNode {
  const t = useMessages(settings);
  const f = useMessages(frame);
  const api = useApi();
  const open = useNavigation((state) => state.open);
  const [failure, setFailure] = useState<string | null>(null);
  const read = async (): Promise<string | null> => {
    const reply = await settled(api.app.exportConfiguration());
    setFailure(reply.ok ? null : reply.error.message);
    return reply.ok ? textOf(reply.value) : null;
  };
  const save = async (): Promise<void> => {
    const text = await read();
    if (text !== null) download('switchyard.json', text);
  };
  const copy = async (): Promise<boolean> => {
    const text = await read();
    return text !== null && (await settled(api.app.copyText({ text }))).ok;
  };
  return (
    <>
      <ImportPart />
      <SharePart />
      <SettingRow label={t('exportTitle')} hint={t('exportHint')}>
        <Button icon="download" onClick={() => void save()}>
          {t('exportAction')}
        </Button>
        <CopyButton label={f('copy')} copiedLabel={f('copied')} copy={copy} />
      </SettingRow>
      {failure === null ? null : <Note tone="bad">{t('exportFailed', { reason: failure })}</Note>}
      <SettingRow label={t('firstSteps')} hint={t('firstStepsHint')}>
        <Button onClick={() => open('first-run')}>{t('firstStepsAction')}</Button>
      </SettingRow>
    </>
  );
}

function textOf(configuration: Configuration): string {
  return `${JSON.stringify(configuration, null, 2)}\n`;
}
