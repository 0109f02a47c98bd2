import {
  clientNames,
  modelTiers,
  requestKinds,
  type Condition,
} from '../../../shared/domain/rule.ts';
import { numberText, type Note, type Problem } from './form-problems.ts';

/** The keys of `when` that the dialog edits, in the order of config.md. */
export const conditionKeys = [
  'kind',
  'model',
  'tier',
  'inputTokens',
  'thinking',
  'effort',
  'toolNames',
  'tools',
  'images',
  'stream',
  'project',
  'client',
  'time',
  'tag',
] as const;
export type ConditionKey = (typeof conditionKeys)[number];

/** How a condition is filled in: chosen from a list, typed, two bounds, two times, or just present. */
export const conditionInputs: Readonly<
  Record<ConditionKey, 'choices' | 'words' | 'range' | 'times' | 'flag'>
> = {
  kind: 'choices',
  model: 'words',
  tier: 'choices',
  inputTokens: 'range',
  thinking: 'flag',
  effort: 'words',
  toolNames: 'words',
  tools: 'range',
  images: 'flag',
  stream: 'flag',
  project: 'words',
  client: 'choices',
  time: 'times',
  tag: 'flag',
};

export const conditionChoices: Readonly<Partial<Record<ConditionKey, readonly string[]>>> = {
  kind: requestKinds,
  tier: modelTiers,
  client: clientNames,
};

/** One row of the dialog. All inputs are kept, so that changing one does not lose another. */
export interface ConditionField {
  readonly key: ConditionKey;
  readonly negated: boolean;
  readonly chosen: readonly string[];
  readonly words: string;
  /** Lower bound or start time as typed. */
  readonly from: string;
  readonly to: string;
  /** A flag that was written as `not: {images: true}` is written so again. */
  readonly isInNot?: boolean;
}

/** A `when` as rows. `except` is a `not` of several: the rule passes over requests for which all of its rows hold. */
export interface ConditionGroup {
  readonly conditions: readonly ConditionField[];
  readonly except: ConditionGroup | null;
}

export const emptyGroup: ConditionGroup = { conditions: [], except: null };

export function emptyField(key: ConditionKey): ConditionField {
  return { key, negated: false, chosen: [], words: '', from: '', to: '' };
}

export function groupOf({ not, ...when }: Condition): ConditionGroup {
  const rows = fieldsOf(when);
  if (not === undefined) return { conditions: rows, except: null };
  const inner = fieldsOf(not);
  const [single] = inner;
  if (single === undefined || inner.length > 1 || not.not !== undefined)
    return { conditions: rows, except: groupOf(not) };
  const row = { ...single, negated: !single.negated };
  const isFlag = conditionInputs[row.key] === 'flag';
  return { conditions: [...rows, isFlag ? { ...row, isInNot: true } : row], except: null };
}

function fieldsOf(when: Condition): ConditionField[] {
  return conditionKeys.flatMap((key) => {
    const field = fieldOf(key, when);
    return field === null ? [] : [field];
  });
}

/** `negated` of a flag carries its value: `thinking: false` is "not thinking". */
function fieldOf(key: ConditionKey, when: Condition): ConditionField | null {
  const empty = emptyField(key);
  if (key === 'toolNames') {
    const names = when.tools?.has;
    return names === undefined ? null : { ...empty, words: joinWords(names) };
  }
  const value = when[key];
  if (value === undefined) return null;
  if (typeof value === 'boolean') return { ...empty, negated: !value };
  if (Array.isArray(value))
    return conditionInputs[key] === 'choices'
      ? { ...empty, chosen: value }
      : { ...empty, words: joinWords(value) };
  if ('from' in value) return { ...empty, ...value };
  const range = value as { readonly has?: unknown; readonly min?: number; readonly max?: number };
  const isOpen = range.min === undefined && range.max === undefined;
  if (isOpen && range.has !== undefined) return null;
  return { ...empty, from: numberText(range.min), to: numberText(range.max) };
}

/** What the rows say. Everything that is wrong is noted, each at its row. */
export function readGroup(group: ConditionGroup, note: Note, prefix = ''): Condition {
  const when: Condition = {};
  let not = readExcept(group.except, note, prefix);
  const late: ConditionField[] = [];
  group.conditions.forEach((field, place) => {
    const where = `${prefix}condition.${String(place)}`;
    const problem = problemOf(field);
    const isFlag = conditionInputs[field.key] === 'flag';
    if (problem !== null) note(where, problem);
    else if (field.isInNot === true) late.push(field);
    else if (isFlag || !field.negated) merge(when, conditionOf(field));
    // A condition has one `not`, so "neither a nor b" of two lists cannot be said in one rule.
    else if (not !== null) note(where, 'errorOneNot');
    else not = conditionOf(field);
  });
  for (const field of late) {
    if (not === null) not = conditionOf({ ...field, negated: !field.negated });
    else merge(when, conditionOf(field));
  }
  return not === null ? when : { ...when, not };
}

function readExcept(except: ConditionGroup | null, note: Note, prefix: string): Condition | null {
  if (except === null) return null;
  if (except.conditions.length === 0 && except.except === null)
    note(`${prefix}except`, 'errorExcept');
  return readGroup(except, note, `${prefix}except.`);
}

function merge(when: Condition, part: Condition): void {
  const tools = { ...when.tools, ...part.tools };
  Object.assign(when, part);
  if (Object.keys(tools).length > 0) when.tools = tools;
}

function conditionOf(field: ConditionField): Condition {
  const { key } = field;
  const range = {
    ...(field.from.trim() === '' ? {} : { min: Number(field.from) }),
    ...(field.to.trim() === '' ? {} : { max: Number(field.to) }),
  };
  switch (conditionInputs[key]) {
    case 'choices':
      return { [key]: field.chosen };
    case 'words': {
      const words = splitWords(field.words);
      return key === 'toolNames' ? { tools: { has: words } } : { [key]: words };
    }
    case 'range':
      return { [key]: range };
    case 'times':
      return { time: { from: field.from, to: field.to } };
    case 'flag':
      return { [key]: !field.negated };
  }
}

/** With commas between; a word that has one itself, or quotes, or spaces at its ends, is quoted. */
function joinWords(words: readonly string[]): string {
  const quoted = (word: string): string =>
    /[",]/.test(word) || word.trim() !== word ? `"${word.replaceAll('"', '""')}"` : word;
  return words.map(quoted).join(', ');
}

function splitWords(text: string): string[] {
  return [...text.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(?:,|$)/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.trim() ?? '')
    .filter((word) => word !== '');
}

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;

function problemOf(field: ConditionField): Problem | null {
  switch (conditionInputs[field.key]) {
    case 'choices':
      return field.chosen.length === 0 ? 'errorValues' : null;
    case 'words':
      return splitWords(field.words).length === 0 ? 'errorValues' : null;
    case 'range':
      return isRange(field.from.trim(), field.to.trim()) ? null : 'errorRange';
    case 'times':
      return clockTime.test(field.from) && clockTime.test(field.to) ? null : 'errorTime';
    case 'flag':
      return null;
  }
}

function isRange(from: string, to: string): boolean {
  if (from === '' && to === '') return false;
  const isCount = (text: string): boolean => text === '' || /^\d+$/.test(text);
  if (!isCount(from) || !isCount(to)) return false;
  return from === '' || to === '' || Number(from) <= Number(to);
}
