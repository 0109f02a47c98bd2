import { matchesGlob } from '../base/glob.ts';
import { describeReason, type CountedRange, type MatchReason } from './match-reason.ts';
import type { RequestFacts } from './request-facts.ts';
import type { RuleVerdict } from './route-plan.ts';
import type { Condition, Rule } from './rule.ts';

/** How one condition (or a whole `when`) stands to a request, with the values that decided. */
interface Judged {
  readonly holds: boolean;
  readonly reason: MatchReason;
}
export interface Verdict extends Judged {
  readonly because: string;
}

type ConditionKey = keyof Condition;
type Check<Key extends ConditionKey> = (
  wanted: NonNullable<Condition[Key]>,
  facts: RequestFacts,
) => Judged;

/** One check per key of `when`: a key added to the schema without a check does not compile. */
const checks: { readonly [Key in ConditionKey]-?: Check<Key> } = {
  kind: (wants, { kinds: is }) => ({
    holds: wants.some((kind) => is.includes(kind)),
    reason: { code: 'kind', values: { is, wants } },
  }),
  model: (wants, { model: is }) => ({
    holds: wants.some((glob) => matchesModel(glob, is)),
    reason: { code: 'model', values: { is, wants } },
  }),
  tier: (wants, { tier: is }) => ({
    holds: wants.includes(is),
    reason: { code: 'tier', values: { is, wants } },
  }),
  inputTokens: (wanted, { inputTokens }) => ({
    holds: inRange(inputTokens, wanted),
    reason: { code: 'tokens', values: counted(inputTokens, wanted) },
  }),
  thinking: (wants, { thinking: is }) => ({
    holds: is === wants,
    reason: { code: 'thinking', values: { is, wants } },
  }),
  effort: (wants, { effort: is }) => ({
    holds: is !== null && wants.includes(is),
    reason: { code: 'effort', values: { is, wants } },
  }),
  tools: (wanted, facts) => checkTools(wanted, facts),
  images: (wants, { images: is }) => ({
    holds: is === wants,
    reason: { code: 'images', values: { is, wants } },
  }),
  stream: (wants, { stream: is }) => ({
    holds: is === wants,
    reason: { code: 'stream', values: { is, wants } },
  }),
  project: (wants, { project: is }) => ({
    holds: is !== null && wants.some((glob) => matchesFolder(glob, is)),
    reason: { code: 'project', values: { is, wants } },
  }),
  client: (wants, { client: is }) => ({
    holds: wants.includes(is),
    reason: { code: 'client', values: { is, wants } },
  }),
  time: (wanted, { minuteOfDay }) => ({
    holds: inDaytime(minuteOfDay, wanted),
    reason: { code: 'time', values: { is: clock(minuteOfDay), ...wanted } },
  }),
  tag: (wants, { tag }) => ({
    holds: (tag !== null) === wants,
    reason: { code: 'tag', values: { is: tag !== null, wants } },
  }),
  not: (wanted, facts) => {
    const inner = judge(wanted, facts);
    return {
      holds: !inner.holds,
      reason: { code: 'not', values: { excluded: inner.holds, inner: inner.reason } },
    };
  },
};

/** All keys must hold. A failure names the first key that does not; a success names every key. */
export function matchCondition(when: Condition, facts: RequestFacts): Verdict {
  const judged = judge(when, facts);
  return { ...judged, because: describeReason(judged.reason) };
}

function judge(when: Condition, facts: RequestFacts): Judged {
  const reasons: MatchReason[] = [];
  for (const key of Object.keys(checks) as ConditionKey[]) {
    const wanted = when[key];
    if (wanted === undefined) continue;
    // The record above pairs each key with its own check; TypeScript cannot follow that through a loop.
    const judged = (checks[key] as (wanted: unknown, facts: RequestFacts) => Judged)(wanted, facts);
    if (!judged.holds) return judged;
    reasons.push(judged.reason);
  }
  const [first] = reasons;
  if (first === undefined) return { holds: true, reason: { code: 'always', values: {} } };
  if (reasons.length === 1) return { holds: true, reason: first };
  return { holds: true, reason: { code: 'all', values: { of: reasons } } };
}

/** One rule's verdict; a rule that is switched off never matches and says so. */
export function matchRule(rule: Rule, facts: RequestFacts): RuleVerdict {
  const { holds, reason }: Judged = rule.enabled
    ? judge(rule.when, facts)
    : { holds: false, reason: { code: 'off', values: {} } };
  return verdictOf(rule.id, holds, reason);
}

/** A verdict with its reason as data and as the English sentence. */
export function verdictOf(rule: string, matched: boolean, reason: MatchReason): RuleVerdict {
  return { rule, matched, because: describeReason(reason), reason };
}

/** Every rule's verdict in order, for "Which rule matches?"; the first `matched` one is the one that is taken. */
export function explainRules(rules: readonly Rule[], facts: RequestFacts): readonly RuleVerdict[] {
  return rules.map((rule) => matchRule(rule, facts));
}

/** Model globs ignore case, as vendors do in their own documents. */
export function matchesModel(glob: string, model: string): boolean {
  return matchesGlob(glob.toLowerCase(), model.toLowerCase());
}

/** Folder globs: `\` counts as `/`, a trailing `/` is ignored, `~` at the start is anybody's home. */
export function matchesFolder(glob: string, folder: string): boolean {
  const pattern = normalFolder(glob);
  const path = normalFolder(folder);
  if (!pattern.startsWith('~')) return matchesGlob(pattern, path);
  const home = /^(?:\/root|\/(?:home|Users)\/[^/]+|[A-Za-z]:\/Users\/[^/]+)(?=\/|$)/.exec(path);
  return home !== null && matchesGlob(pattern.slice(1), path.slice(home[0].length));
}

export function normalFolder(path: string): string {
  const slashes = path.replaceAll('\\', '/');
  return slashes.length > 1 && slashes.endsWith('/') ? slashes.slice(0, -1) : slashes;
}

/** `from` is inside, `to` is outside; from 22:00 to 07:00 runs over midnight; equal times mean the whole day. */
export function inDaytime(
  minuteOfDay: number,
  time: { readonly from: string; readonly to: string },
): boolean {
  const from = minutes(time.from);
  const to = minutes(time.to);
  if (from === to) return true;
  if (from < to) return minuteOfDay >= from && minuteOfDay < to;
  return minuteOfDay >= from || minuteOfDay < to;
}

function checkTools(wanted: NonNullable<Condition['tools']>, facts: RequestFacts): Judged {
  const { toolNames } = facts;
  const { has } = wanted;
  if (has !== undefined && !toolNames.some((name) => has.some((glob) => matchesGlob(glob, name)))) {
    return { holds: false, reason: { code: 'tools-missing', values: { wants: has } } };
  }
  const is = toolNames.length;
  if (!inRange(is, wanted)) {
    return { holds: false, reason: { code: 'tool-range', values: counted(is, wanted) } };
  }
  return {
    holds: true,
    reason:
      has === undefined
        ? { code: 'tool-count', values: { is } }
        : { code: 'tools-offered', values: { wants: has } },
  };
}

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function inRange(value: number, { min, max }: Range): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function counted(is: number, { min, max }: Range): CountedRange {
  return { is, min: min ?? null, max: max ?? null };
}

function clock(minuteOfDay: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(Math.floor(minuteOfDay / 60))}:${pad(minuteOfDay % 60)}`;
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
