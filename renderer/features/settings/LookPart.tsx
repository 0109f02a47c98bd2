import type { ReactNode } from 'react';
import { densities, themes } from '../../../shared/domain/preferences.ts';
import { settings } from '../../../shared/i18n/settings.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { Select } from '../../ui/Select.tsx';
import { SettingRow } from './SettingRow.tsx';

/** Each language under its own name, so that a person finds theirs in any of them. */
const languageNames = [
  { value: 'en', label: 'English' },
  { value: 'ko', label: '한국어' },
  { value: 'ar', label: 'العربية' },
] as const;

export function LookPart(): ReactNode {
  const t = useMessages(settings);
  const preferences = usePreferences((state) => state.preferences);
  const change = usePreferences((state) => state.change);
  return (
    <>
      <SettingRow label={t('language')}>
        <Select
          label={t('language')}
          value={preferences.language}
          options={[{ value: 'system', label: t('languageSystem') }, ...languageNames]}
          onChange={(language) => void change({ language })}
        />
      </SettingRow>
      <SettingRow label={t('theme')}>
        <Segment
          label={t('theme')}
          value={preferences.theme}
          choices={themes.map((theme) => ({ value: theme, label: t(`theme-${theme}`) }))}
          onChange={(theme) => void change({ theme })}
        />
      </SettingRow>
      <SettingRow label={t('density')}>
        <Segment
          label={t('density')}
          value={preferences.density}
          choices={densities.map((density) => ({ value: density, label: t(`density-${density}`) }))}
          onChange={(density) => void change({ density })}
        />
      </SettingRow>
    </>
  );
}
