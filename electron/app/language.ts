import { languages, type Language, type Preferences } from '../../shared/domain/preferences.ts';

/** The language that `system` stands for: the first of the system's that we speak, else English. */
export function chooseLanguage(
  wanted: Preferences['language'],
  systemLocales: readonly string[],
): Language {
  if (wanted !== 'system') return wanted;
  for (const locale of systemLocales) {
    const found = languages.find((language) => locale.toLowerCase().split(/[-_]/)[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
