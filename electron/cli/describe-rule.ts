import type { Action, Condition, Rule } from '../../shared/domain/rule.ts';

/** One rule as it will be read: `kind background → ollama qwen3:8b`. */
export function describeRule(rule: Rule): string {
  return `${describeCondition(rule.when)} → ${describeAction(rule.then)}`;
}

/** Conditions in words; `every request` where there are none. */
export function describeCondition(when: Condition): string {
  const parts = Object.entries(when)
    .filter(([, wanted]) => wanted !== undefined)
    .map(([key, wanted]) => describePart(key as keyof Condition, wanted));
  return parts.length === 0 ? 'every request' : parts.join(' and ');
}

function describePart(key: keyof Condition, wanted: unknown): string {
  if (key === 'not') return `not (${describeCondition(wanted as Condition)})`;
  if (Array.isArray(wanted)) return `${key} ${wanted.join(' or ')}`;
  if (typeof wanted === 'boolean') return wanted ? key : `no ${key}`;
  const { has, min, max, from, to } = wanted as {
    has?: readonly string[];
    min?: number;
    max?: number;
    from?: string;
    to?: string;
  };
  if (from !== undefined && to !== undefined) return `${key} ${from} to ${to}`;
  const limits = [
    ...(has === undefined ? [] : [`with ${has.join(' or ')}`]),
    ...(min === undefined ? [] : [`${min} or more`]),
    ...(max === undefined ? [] : [`${max} or fewer`]),
  ];
  return `${key} ${limits.length === 0 ? 'any' : limits.join(', ')}`;
}

export function describeAction(then: Action): string {
  if ('native' in then) return 'native (Anthropic, with the client’s own login)';
  if ('refuse' in then) return `refuse: ${then.refuse}`;
  const targets = then.targets.map(({ provider, model }) => `${provider} ${model}`).join(', then ');
  return then.targets.length > 1 ? `${then.strategy}: ${targets}` : targets;
}
