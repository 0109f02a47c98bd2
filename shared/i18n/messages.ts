import type { Language } from '../domain/preferences.ts';

/** Plural forms by CLDR category; `other` is compulsory. Chosen by the value of `{count}`. */
export interface PluralForms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
export type MessageText = string | PluralForms;

/** One feature's strings in every language. A key missing in one language does not compile. */
export type Catalog<K extends string> = Readonly<
  Record<Language, Readonly<Record<K, MessageText>>>
>;

export function defineMessages<K extends string>(catalog: {
  readonly en: Readonly<Record<K, MessageText>>;
  readonly ko: Readonly<Record<NoInfer<K>, MessageText>>;
  readonly ar: Readonly<Record<NoInfer<K>, MessageText>>;
}): Catalog<K> {
  return catalog;
}

export type Values = Readonly<Record<string, string | number>>;

/** The message with its `{name}` places filled. A place without a value stays visible, so that it is found. */
export function translate<K extends string>(
  catalog: Catalog<K>,
  language: Language,
  key: K,
  values: Values = {},
): string {
  const template = pick(catalog[language][key], language, values);
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : String(value);
  });
}

/** The template with its places still in it, for callers that fill them with elements. */
export function template<K extends string>(
  catalog: Catalog<K>,
  language: Language,
  key: K,
  values: Values = {},
): string {
  return pick(catalog[language][key], language, values);
}

function pick(text: MessageText, language: Language, values: Values): string {
  if (typeof text === 'string') return text;
  const count = Number(values['count'] ?? 0);
  return text[new Intl.PluralRules(language).select(count)] ?? text.other;
}
