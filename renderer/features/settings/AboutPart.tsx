import type { ReactNode } from 'react';
import { settings } from '../../../shared/i18n/settings.ts';
import { useMessages } from '../../i18n.tsx';
import { useStatus } from '../../stores/context.tsx';
import { State } from '../../ui/State.tsx';
import { Mono } from '../../ui/Values.tsx';
import { SettingRow } from './SettingRow.tsx';

export function AboutPart(): ReactNode {
  const t = useMessages(settings);
  const status = useStatus((state) => state.status);
  if (status === null) return null;
  return (
    <>
      <SettingRow label={t('version')}>
        <Mono>{status.version}</Mono>
      </SettingRow>
      <SettingRow label={t('keychain')}>
        <State glyph={status.keychain === 'ready' ? 'ok' : 'warn'}>
          {t(`keychain-${status.keychain}`)}
        </State>
      </SettingRow>
    </>
  );
}
