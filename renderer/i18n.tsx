import { createContext, Fragment, useCallback, useContext, useMemo } from 'react';
import type { ReactNode } from 'react';
import type { Language, Preferences } from '../shared/domain/preferences.ts';
import { languages } from '../shared/domain/preferences.ts';
import type { Catalog, Values } from '../shared/i18n/messages.ts';
import { template, translate } from '../shared/i18n/messages.ts';

const LanguageContext = createContext<Language>('en');

export function LanguageProvider(props: {
  readonly language: Language;
  readonly children: ReactNode;
}): ReactNode {
  return <LanguageContext value={props.language}>{props.children}</LanguageContext>;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

export type Translate<K extends string> = (key: K, values?: Values) => string;

/** `t(key, values)` for one catalogue in the window's language. Plural forms go by `values.count`. */
export function useMessages<K extends string>(catalog: Catalog<K>): Translate<K> {
  const language = useLanguage();
  return useCallback(
    (key: K, values?: Values) => translate(catalog, language, key, values),
    [catalog, language],
  );
}

/** A sentence whose `{places}` are filled with elements. `count` picks the plural form only. */
export function Rich<K extends string>(props: {
  readonly catalog: Catalog<K>;
  readonly id: K;
  readonly values: Readonly<Record<string, ReactNode>>;
  readonly count?: number;
}): ReactNode {
  const language = useLanguage();
  const { catalog, id, values, count } = props;
  const parts = useMemo(
    () => template(catalog, language, id, { count: count ?? 0 }).split(/\{(\w+)\}/),
    [catalog, language, id, count],
  );
  // Odd members are the names of places: split keeps what its group caught.
  return parts.map((part, index) => (
    <Fragment key={index}>{index % 2 === 0 ? part : (values[part] ?? `{${part}}`)}</Fragment>
  ));
}

/** The window's language: the chosen one, else the first of the system's that we speak, else English. */
export function resolveLanguage(
  chosen: Preferences['language'],
  system: readonly string[],
): Language {
  if (chosen !== 'system') return chosen;
  const wanted = system.map((tag) => tag.toLowerCase().split('-')[0]);
  return wanted.map((tag) => languages.find((l) => l === tag)).find((l) => l !== undefined) ?? 'en';
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}
