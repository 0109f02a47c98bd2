import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { settings } from '../../../shared/i18n/settings.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences, useStatus } from '../../stores/context.tsx';
import { State } from '../../ui/State.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Mono } from '../../ui/Values.tsx';
import { SettingRow } from './SettingRow.tsx';

/** Where the gateway listens, what costs are compared with, and whether the app starts by itself. */
export function GatewayPart(): ReactNode {
  const t = useMessages(settings);
  const address = useStatus((state) => state.status?.address ?? null);
  const launchAtLogin = usePreferences((state) => state.preferences.launchAtLogin);
  const change = usePreferences((state) => state.change);
  const baseline = useBaseline();
  return (
    <>
      <SettingRow label={t('port')} hint={t('portHint')}>
        {address === null ? (
          <State glyph="bad">{t('portSilent')}</State>
        ) : (
          <>
            <Mono>{address.port}</Mono>
            <State glyph="ok">{t('portListening', { host: address.host })}</State>
          </>
        )}
      </SettingRow>
      <SettingRow label={t('baseline')} hint={t('baselineHint')}>
        <Mono>{baseline ?? '—'}</Mono>
      </SettingRow>
      <SettingRow label={t('login')}>
        <Switch
          checked={launchAtLogin}
          label={t('login')}
          onChange={(on) => void change({ launchAtLogin: on })}
        />
        <span className="xs t2">{t('loginText')}</span>
      </SettingRow>
    </>
  );
}

function useBaseline(): string | null {
  const api = useApi();
  const [model, setModel] = useState<string | null>(null);
  useEffect(() => {
    let isShown = true;
    void settled(api.app.exportConfiguration()).then((reply) => {
      if (isShown && reply.ok) setModel(reply.value.baseline.model);
    });
    return () => {
      isShown = false;
    };
  }, [api]);
  return model;
}
