import type { ReactNode } from 'react';
import { liveBodies } from '../../../shared/i18n/live-bodies.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { SettingRow } from './SettingRow.tsx';

/** Folders of whose requests only counts are kept; one more is chosen as a folder, or from a request's menu in Live. */
export function QuietProjects(): ReactNode {
  const t = useMessages(liveBodies);
  const api = useApi();
  const quiet = usePreferences((state) => state.preferences.quietProjects);
  const change = usePreferences((state) => state.change);
  const add = async (): Promise<void> => {
    const reply = await settled(api.launch.chooseFolder());
    if (!reply.ok || reply.value === null || quiet.includes(reply.value)) return;
    await change({ quietProjects: [...quiet, reply.value] });
  };
  return (
    <>
      <SettingRow label={t('quietTitle')} hint={t('quietHint')}>
        <Button onClick={() => void add()}>{t('quietAdd')}</Button>
      </SettingRow>
      {quiet.map((project) => (
        <SettingRow key={project} label={project}>
          <Button
            aria-label={t('quietRemoveNamed', { project })}
            onClick={() => void change({ quietProjects: quiet.filter((each) => each !== project) })}
          >
            {t('quietRemove')}
          </Button>
        </SettingRow>
      ))}
    </>
  );
}
