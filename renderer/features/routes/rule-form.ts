import {
  clientNames,
  modelTiers,
  requestKinds,
  type Action,
  type Condition,
  type Rule,
  type Strategy,
  type TargetSpec,
} from '../../../shared/domain/rule.ts';

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
}

export interface TargetField {
  readonly provider: string;
  readonly model: string;
  readonly maxOutputTokens: string;
  readonly weight: string;
  /** What the dialog does not edit (timeouts, effort) is kept. */
  readonly rest: Partial<TargetSpec>;
}

export interface RuleForm {
  readonly id: string;
  readonly enabled: boolean;
  readonly name: string;
  readonly conditions: readonly ConditionField[];
  /** A `not` with several keys means "not all of these"; it has no row of its own and is kept. */
  readonly keptNot: Condition | null;
  readonly action: 'targets' | 'native' | 'refuse';
  readonly strategy: Strategy;
  readonly targets: readonly TargetField[];
  readonly refuse: string;
}

export function emptyField(key: ConditionKey): ConditionField {
  return { key, negated: false, chosen: [], words: '', from: '', to: '' };
}

export function emptyTarget(provider = '', model = ''): TargetField {
  return { provider, model, maxOutputTokens: '', weight: '', rest: {} };
}

export function newForm(id: string): RuleForm {
  return {
    id,
    enabled: true,
    name: '',
    conditions: [],
    keptNot: null,
    action: 'targets',
    strategy: 'failover',
    targets: [emptyTarget()],
    refuse: '',
  };
}

export function formOf(rule: Rule): RuleForm {
  const { not, ...when } = rule.when;
  const single = not === undefined ? [] : fieldsOf(not, true);
  const isSingle = single.length === 1 && not?.not === undefined;
  return {
    ...newForm(rule.id),
    enabled: rule.enabled,
    name: rule.name ?? '',
    conditions: [...fieldsOf(when, false), ...(isSingle ? single : [])],
    keptNot: isSingle ? null : (not ?? null),
    ...actionFields(rule.then),
  };
}

function actionFields(action: Action): Partial<RuleForm> {
  if ('native' in action) return { action: 'native' };
  if ('refuse' in action) return { action: 'refuse', refuse: action.refuse };
  return { action: 'targets', strategy: action.strategy, targets: action.targets.map(targetField) };
}

function targetField(target: TargetSpec): TargetField {
  const { provider, model, maxOutputTokens, weight, ...rest } = target;
  return {
    provider,
    model,
    maxOutputTokens: numberText(maxOutputTokens),
    weight: numberText(weight),
    rest,
  };
}

function fieldsOf(when: Condition, negated: boolean): ConditionField[] {
  return conditionKeys.flatMap((key) => {
    const field = fieldOf(key, when);
    return field === null ? [] : [{ ...field, negated: field.negated !== negated }];
  });
}

/** `negated` of a flag carries its value: `thinking: false` is "not thinking". */
function fieldOf(key: ConditionKey, when: Condition): ConditionField | null {
  const empty = emptyField(key);
  if (key === 'toolNames') return wordsField(empty, when.tools?.has);
  const value = when[key];
  if (value === undefined) return null;
  if (typeof value === 'boolean') return { ...empty, negated: !value };
  if (Array.isArray(value))
    return conditionInputs[key] === 'choices'
      ? { ...empty, chosen: value }
      : wordsField(empty, value);
  return 'from' in value ? { ...empty, ...value } : rangeField(empty, value);
}

function wordsField(
  empty: ConditionField,
  words: readonly string[] | undefined,
): ConditionField | null {
  return words === undefined ? null : { ...empty, words: words.join(', ') };
}

function rangeField(
  empty: ConditionField,
  range: { readonly min?: number | undefined; readonly max?: number | undefined },
): ConditionField | null {
  if (range.min === undefined && range.max === undefined) return null;
  return { ...empty, from: numberText(range.min), to: numberText(range.max) };
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** Where something is wrong: `name`, `refuse`, `targets`, `condition.0`, `target.1.model`; the dialog words it. */
export type FormProblems = Readonly<
  Record<
    string,
    | 'errorName'
    | 'errorTargets'
    | 'errorProvider'
    | 'errorModel'
    | 'errorRefuse'
    | 'errorValues'
    | 'errorRange'
    | 'errorTime'
    | 'errorNumber'
    | 'errorOneNot'
  >
>;

export type ReadForm =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly problems: FormProblems };

/** The rule that the form describes, or everything that is wrong with it at once. */
export function readForm(form: RuleForm): ReadForm {
  const problems: Record<string, FormProblems[string]> = {};
  const note = (where: string, problem: FormProblems[string]): void => {
    problems[where] = problem;
  };
  if (form.name.trim() === '') note('name', 'errorName');
  const when = readConditions(form, note);
  const then = readAction(form, note);
  if (Object.keys(problems).length > 0 || then === null) return { ok: false, problems };
  const rule: Rule = { id: form.id, name: form.name.trim(), enabled: form.enabled, when, then };
  return { ok: true, rule };
}

type Note = (where: string, problem: FormProblems[string]) => void;

/**
 * A condition has one `not`, so "neither a nor b" of two lists cannot be said in one rule (`not: {a, b}` is "not
 * both"). Flags are negated by their own value and do not count.
 */
function readConditions(form: RuleForm, note: Note): Condition {
  const when: Condition = {};
  let not = form.keptNot;
  form.conditions.forEach((field, place) => {
    const where = `condition.${String(place)}`;
    const problem = problemOf(field);
    if (problem !== null) {
      note(where, problem);
      return;
    }
    const part = conditionOf(field);
    if (!field.negated || conditionInputs[field.key] === 'flag') merge(when, part);
    else if (not === null) not = part;
    else note(where, 'errorOneNot');
  });
  return not === null ? when : { ...when, not };
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
    case 'words':
      return key === 'toolNames' ? { tools: { has: wordsOf(field) } } : { [key]: wordsOf(field) };
    case 'range':
      return { [key]: range };
    case 'times':
      return { time: { from: field.from, to: field.to } };
    case 'flag':
      return { [key]: !field.negated };
  }
}

function wordsOf(field: ConditionField): string[] {
  return field.words
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;

function problemOf(field: ConditionField): FormProblems[string] | null {
  switch (conditionInputs[field.key]) {
    case 'choices':
      return field.chosen.length === 0 ? 'errorValues' : null;
    case 'words':
      return wordsOf(field).length === 0 ? 'errorValues' : null;
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

function readAction(form: RuleForm, note: Note): Action | null {
  if (form.action === 'native') return { native: true };
  if (form.action === 'refuse') {
    if (form.refuse.trim() === '') note('refuse', 'errorRefuse');
    return { refuse: form.refuse.trim() };
  }
  if (form.targets.length === 0) note('targets', 'errorTargets');
  const isWeighted = form.strategy === 'weighted';
  const targets = form.targets.map((target, place) => {
    const at = (name: string): string => `target.${String(place)}.${name}`;
    if (target.provider === '') note(at('provider'), 'errorProvider');
    if (target.model.trim() === '') note(at('model'), 'errorModel');
    const maxOutputTokens = readCount(target.maxOutputTokens, () =>
      note(at('maxOutputTokens'), 'errorNumber'),
    );
    const weight = isWeighted
      ? readCount(target.weight, () => note(at('weight'), 'errorNumber'))
      : null;
    const { provider } = target;
    return {
      ...target.rest,
      provider,
      model: target.model.trim(),
      ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
      ...(weight === null ? {} : { weight }),
    };
  });
  return { strategy: form.strategy, targets };
}

function readCount(text: string, onProblem: () => void): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (/^[1-9]\d*$/.test(trimmed)) return Number(trimmed);
  onProblem();
  return null;
}
