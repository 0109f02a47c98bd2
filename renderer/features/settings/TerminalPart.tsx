import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { TerminalChoice } from '../../../shared/domain/launch.ts';
import { settings } from '../../../shared/i18n/settings.ts';
import { settled, useApi } from '../../bridge.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { Select } from '../../ui/Select.tsx';
import { Mono } from '../../ui/Values.tsx';
import { SettingRow } from './SettingRow.tsx';

export function TerminalPart(): ReactNode {
  const t = useMessages(settings);
  const api = useApi();
  const chosen = usePreferences((state) => state.preferences.terminal);
  const change = usePreferences((state) => state.change);
  const [terminals, setTerminals] = useState<readonly TerminalChoice[]>([]);
  useEffect(() => {
    let isShown = true;
    void settled(api.launch.terminals()).then((reply) => {
      if (isShown && reply.ok) setTerminals(reply.value);
    });
    return () => {
      isShown = false;
    };
  }, [api]);
  const isListed = chosen === 'auto' || terminals.some(({ id }) => id === chosen);
  const options = [
    { value: 'auto', label: t('terminalAuto') },
    ...terminals
      .filter(({ id }) => id !== 'auto')
      .map(({ id, name, available }) => ({
        value: id,
        label: available ? name : t('terminalMissing', { name }),
        disabled: !available,
      })),
    ...(isListed ? [] : [{ value: chosen, label: chosen }]),
  ];
  return (
    <SettingRow
      label={t('terminal')}
      hint={
        <Rich
          catalog={settings}
          id="terminalHint"
          values={{ command: <Mono>{'claude --settings <file>'}</Mono> }}
        />
      }
    >
      <Select
        label={t('terminal')}
        value={chosen}
        options={options}
        onChange={(terminal) => void change({ terminal })}
      />
    </SettingRow>
  );
}
