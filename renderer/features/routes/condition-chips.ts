import type { Condition } from '../../../shared/domain/rule.ts';

/** What a chip says: the condition's key, its values as data, and whether it is negated. Words are the component's. */
export type ConditionChip = {
  readonly negated: boolean;
} & (
  | { readonly key: 'kind'; readonly values: NonNullable<Condition['kind']> }
  | {
      readonly key: 'model' | 'tier' | 'effort' | 'project' | 'client' | 'toolNames';
      readonly values: readonly string[];
    }
  | {
      readonly key: 'inputTokens' | 'tools';
      readonly min: number | null;
      readonly max: number | null;
    }
  | { readonly key: 'thinking' | 'images' | 'stream' | 'tag' }
  | { readonly key: 'time'; readonly from: string; readonly to: string }
  | { readonly key: 'group'; readonly chips: readonly ConditionChip[] }
);

/** Chips in the order of config.md. `thinking: false` and `not: {thinking: true}` read alike. */
export function conditionChips(when: Condition, negated = false): readonly ConditionChip[] {
  const chips = flatChips(when, negated);
  const inner = when.not === undefined ? [] : notChips(when.not, negated);
  return [...chips, ...inner];
}

/**
 * `not: {a, b}` means "not both", so two or more keys must stay together in one chip: splitting them would say
 * "neither".
 */
function notChips(not: Condition, negated: boolean): readonly ConditionChip[] {
  const chips = conditionChips(not, false);
  if (chips.length === 1) return conditionChips(not, !negated);
  return [{ key: 'group', negated: !negated, chips }];
}

function flatChips(when: Condition, negated: boolean): readonly ConditionChip[] {
  const chips: ConditionChip[] = [];
  const flag = (key: 'thinking' | 'images' | 'stream' | 'tag'): void => {
    const value = when[key];
    if (value !== undefined) chips.push({ key, negated: negated === value });
  };
  const list = (key: 'model' | 'tier' | 'effort' | 'project' | 'client'): void => {
    const values = when[key];
    if (values !== undefined) chips.push({ key, values, negated });
  };
  if (when.kind !== undefined) chips.push({ key: 'kind', values: when.kind, negated });
  list('model');
  list('tier');
  if (when.inputTokens !== undefined)
    chips.push({ key: 'inputTokens', ...bounds(when.inputTokens), negated });
  flag('thinking');
  list('effort');
  if (when.tools !== undefined) {
    const { has } = when.tools;
    if (has !== undefined) chips.push({ key: 'toolNames', values: has, negated });
    const limits = bounds(when.tools);
    if (limits.min !== null || limits.max !== null)
      chips.push({ key: 'tools', ...limits, negated });
  }
  flag('images');
  flag('stream');
  list('project');
  list('client');
  if (when.time !== undefined) chips.push({ key: 'time', ...when.time, negated });
  flag('tag');
  return chips;
}

function bounds(range: { readonly min?: number | undefined; readonly max?: number | undefined }): {
  readonly min: number | null;
  readonly max: number | null;
} {
  return { min: range.min ?? null, max: range.max ?? null };
}

/** `≥ 60k`, `≤ 20`, `1k–60k`: symbols, so the same in every language. */
export function rangeText(
  min: number | null,
  max: number | null,
  write: (value: number) => string,
): string {
  if (min !== null && max !== null) return min === max ? write(min) : `${write(min)}–${write(max)}`;
  if (min !== null) return `≥ ${write(min)}`;
  return max === null ? '' : `≤ ${write(max)}`;
}
