import { globCovers } from '../base/glob.ts';
import { inDaytime, normalFolder } from './rule-match.ts';
import { clientNames, modelTiers } from './rule.ts';
import type { Condition, Rule } from './rule.ts';

/** A rule that no request can reach; `by` is the earlier rule that takes all of it, null when it contradicts itself. */
export interface UnreachableRule {
  readonly rule: string;
  readonly index: number;
  readonly by: string | null;
}

/**
 * Enabled rules that can never be taken. Sound: a reachable rule is never named; a rule shadowed only by several
 * others together is not found.
 */
export function unreachableRules(profile: {
  readonly rules: readonly Rule[];
}): readonly UnreachableRule[] {
  const found: UnreachableRule[] = [];
  profile.rules.forEach((rule, index) => {
    if (!rule.enabled) return;
    if (contradictsItself(rule.when)) {
      found.push({ rule: rule.id, index, by: null });
      return;
    }
    const shadow = profile.rules
      .slice(0, index)
      .find((earlier) => earlier.enabled && covers(earlier.when, rule.when));
    if (shadow !== undefined) found.push({ rule: rule.id, index, by: shadow.id });
  });
  return found;
}

/** True when every request that satisfies `narrow` satisfies `wide`. */
export function covers(wide: Condition, narrow: Condition): boolean {
  return (Object.keys(wideners) as (keyof Condition)[]).every((key) => {
    const wanted = wide[key];
    if (wanted === undefined) return true;
    // The record below pairs each key with its own widener; TypeScript cannot follow that through a loop.
    return (wideners[key] as (wide: unknown, narrow: unknown) => boolean)(wanted, narrow[key]);
  });
}

function contradictsItself(when: Condition): boolean {
  const { not, ...rest } = when;
  return not !== undefined && covers(not, rest);
}

type Widener<Key extends keyof Condition> = (
  wide: NonNullable<Condition[Key]>,
  narrow: Condition[Key],
) => boolean;

/** Per key: does `wide` hold for everything that `narrow` lets through? `narrow` undefined means: anything. */
const wideners: { readonly [Key in keyof Condition]-?: Widener<Key> } = {
  kind: subset,
  model: (wide, narrow) =>
    wide.some((glob) => /^\*+$/.test(glob)) || globSubset(wide, narrow, (s) => s.toLowerCase()),
  tier: (wide, narrow) => subset(wide, narrow ?? modelTiers),
  inputTokens: rangeCovers,
  thinking: same,
  effort: subset,
  tools: (wide, narrow) =>
    rangeCovers(wide, narrow) &&
    (wide.has === undefined || globSubset(wide.has, narrow?.has, (s) => s)),
  images: same,
  stream: same,
  project: (wide, narrow) => globSubset(wide, narrow, normalFolder),
  client: (wide, narrow) => subset(wide, narrow ?? clientNames),
  time: (wide, narrow) => everyMinute((m) => !isIn(m, narrow) || inDaytime(m, wide)),
  tag: same,
  // narrow excludes at least all that wide excludes
  not: (wide, narrow) => narrow !== undefined && covers(narrow, wide),
};

function subset(wide: readonly string[], narrow: readonly string[] | undefined): boolean {
  return narrow?.every((value) => wide.includes(value)) === true;
}

function globSubset(
  wide: readonly string[],
  narrow: readonly string[] | undefined,
  normal: (glob: string) => string,
): boolean {
  if (narrow === undefined) return false;
  return narrow.every((inner) => wide.some((outer) => globCovers(normal(outer), normal(inner))));
}

function same(wide: boolean, narrow: boolean | undefined): boolean {
  return wide === narrow;
}

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Counts are never negative, so a minimum of 0 is none. */
function rangeCovers(wide: Range, narrow: Range | undefined): boolean {
  return (
    (wide.min ?? 0) <= (narrow?.min ?? 0) && (wide.max ?? Infinity) >= (narrow?.max ?? Infinity)
  );
}

const MINUTES_PER_DAY = 1440;

function everyMinute(holds: (minuteOfDay: number) => boolean): boolean {
  for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) if (!holds(minute)) return false;
  return true;
}

function isIn(minuteOfDay: number, time: Condition['time']): boolean {
  return time === undefined || inDaytime(minuteOfDay, time);
}
