import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { settings } from '../../../shared/i18n/settings.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences, useProviders, useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { State } from '../../ui/State.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Mono } from '../../ui/Values.tsx';
import { baselineChoices, valueOf, type BaselineChoice } from './baseline.ts';
import { PortDialog } from './PortDialog.tsx';
import { SettingRow } from './SettingRow.tsx';

/** Where the gateway listens, what costs are compared with, and whether the app starts by itself. */
export function GatewayPart(): ReactNode {
  const t = useMessages(settings);
  const launchAtLogin = usePreferences((state) => state.preferences.launchAtLogin);
  const change = usePreferences((state) => state.change);
  return (
    <>
      <SettingRow label={t('port')} hint={t('portHint')}>
        <Port />
      </SettingRow>
      <SettingRow label={t('baseline')} hint={t('baselineHint')}>
        <Baseline />
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

function Port(): ReactNode {
  const t = useMessages(settings);
  const address = useStatus((state) => state.status?.address ?? null);
  const [isOpen, setOpen] = useState(false);
  const [hasMoved, setMoved] = useState(false);
  return (
    <>
      {address === null ? (
        <State glyph="bad">{t('portSilent')}</State>
      ) : (
        <>
          <Mono>{address.port}</Mono>
          <State glyph="ok">{t('portListening', { host: address.host })}</State>
        </>
      )}
      <Button onClick={() => setOpen(true)}>{t('portChange')}</Button>
      <span role="status">{hasMoved ? <span className="xs t2">{t('portMoved')}</span> : null}</span>
      {isOpen ? (
        <PortDialog
          port={address?.port ?? null}
          onClose={() => setOpen(false)}
          onMoved={() => {
            setMoved(true);
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

/** Models whose price is known: Anthropic's own, then those of the providers that are set up. */
function Baseline(): ReactNode {
  const t = useMessages(settings);
  const api = useApi();
  const views = useProviders((state) => state.views);
  const [chosen, setChosen] = useState<BaselineChoice | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    let isShown = true;
    void settled(api.app.exportConfiguration()).then((reply) => {
      if (isShown && reply.ok) setChosen(reply.value.baseline);
    });
    return () => {
      isShown = false;
    };
  }, [api]);
  if (chosen === null) return <Mono>—</Mono>;
  const choices = baselineChoices(views, chosen);
  const pick = async (value: string): Promise<void> => {
    const { provider, model } = choices.find((choice) => valueOf(choice) === value) ?? chosen;
    const next = { provider, model };
    setChosen(next);
    const reply = await settled(api.app.setBaseline(next));
    setRefusal(reply.ok ? null : reply.error.message);
    setChosen(reply.ok ? reply.value : chosen);
  };
  return (
    <>
      <Select
        label={t('baseline')}
        mono
        value={valueOf(chosen)}
        options={choices.map((choice) => ({
          value: valueOf(choice),
          label: `${choice.model} (${choice.name})`,
        }))}
        onChange={(value) => void pick(value)}
      />
      {refusal === null ? null : <State glyph="bad">{t('notSaved', { reason: refusal })}</State>}
    </>
  );
}
