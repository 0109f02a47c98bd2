import { matchesGlob } from '../base/glob.ts';
import type { RequestFacts } from './request-facts.ts';
import type { RuleVerdict } from './route-plan.ts';
import type { Condition, Rule } from './rule.ts';

/** How one condition (or a whole `when`) stands to a request, with the values that decided. */
export interface Verdict {
  readonly holds: boolean;
  readonly because: string;
}

type ConditionKey = keyof Condition;
type Check<Key extends ConditionKey> = (
  wanted: NonNullable<Condition[Key]>,
  facts: RequestFacts,
) => Verdict;

/** One check per key of `when`: a key added to the schema without a check does not compile. */
const checks: { readonly [Key in ConditionKey]-?: Check<Key> } = {
  kind: (wanted, { kinds }) => ({
    holds: wanted.some((kind) => kinds.includes(kind)),
    because: `kind is ${list(kinds)}, wants ${anyOf(wanted)}`,
  }),
  model: (wanted, { model }) => ({
    holds: wanted.some((glob) => matchesModel(glob, model)),
    because: `model is ${model === '' ? 'empty' : model}, wants ${anyOf(wanted)}`,
  }),
  tier: (wanted, { tier }) => ({
    holds: wanted.includes(tier),
    because: `tier is ${tier}, wants ${anyOf(wanted)}`,
  }),
  inputTokens: (wanted, { inputTokens }) => ({
    holds: inRange(inputTokens, wanted),
    because: `${count(inputTokens)} tokens, wants ${range(wanted)}`,
  }),
  thinking: (wanted, { thinking }) => ({
    holds: thinking === wanted,
    because: `thinking is ${onOff(thinking)}, wants ${onOff(wanted)}`,
  }),
  effort: (wanted, { effort }) => ({
    holds: effort !== null && wanted.includes(effort),
    because: `effort is ${effort ?? 'not given'}, wants ${anyOf(wanted)}`,
  }),
  tools: (wanted, facts) => checkTools(wanted, facts),
  images: (wanted, { images }) => ({
    holds: images === wanted,
    because: `${images ? 'has' : 'has no'} images or documents, wants ${wanted ? 'some' : 'none'}`,
  }),
  stream: (wanted, { stream }) => ({
    holds: stream === wanted,
    because: `streaming is ${onOff(stream)}, wants ${onOff(wanted)}`,
  }),
  project: (wanted, { project }) => ({
    holds: project !== null && wanted.some((glob) => matchesFolder(glob, project)),
    because: `project is ${project ?? 'not known'}, wants ${anyOf(wanted)}`,
  }),
  client: (wanted, { client }) => ({
    holds: wanted.includes(client),
    because: `client is ${client}, wants ${anyOf(wanted)}`,
  }),
  time: (wanted, { minuteOfDay }) => ({
    holds: inDaytime(minuteOfDay, wanted),
    because: `it is ${clock(minuteOfDay)}, wants ${wanted.from} to ${wanted.to}`,
  }),
  tag: (wanted, { tag }) => ({
    holds: (tag !== null) === wanted,
    because: `${tag === null ? 'has no' : 'has a'} subagent tag, wants ${wanted ? 'one' : 'none'}`,
  }),
  not: (wanted, facts) => {
    const inner = matchCondition(wanted, facts);
    return {
      holds: !inner.holds,
      because: inner.holds ? `excluded: ${inner.because}` : `not excluded: ${inner.because}`,
    };
  },
};

/** All keys must hold. A failure names the first key that does not; a success names every key. */
export function matchCondition(when: Condition, facts: RequestFacts): Verdict {
  const reasons: string[] = [];
  for (const key of Object.keys(checks) as ConditionKey[]) {
    const wanted = when[key];
    if (wanted === undefined) continue;
    // The record above pairs each key with its own check; TypeScript cannot follow that through a loop.
    const verdict = (checks[key] as (wanted: unknown, facts: RequestFacts) => Verdict)(
      wanted,
      facts,
    );
    if (!verdict.holds) return verdict;
    reasons.push(verdict.because);
  }
  if (reasons.length === 0) return { holds: true, because: 'no conditions: takes every request' };
  return { holds: true, because: reasons.join('; ') };
}

/** One rule's verdict; a rule that is switched off never matches and says so. */
export function matchRule(rule: Rule, facts: RequestFacts): RuleVerdict {
  if (!rule.enabled) return { rule: rule.id, matched: false, because: 'the rule is switched off' };
  const { holds, because } = matchCondition(rule.when, facts);
  return { rule: rule.id, matched: holds, because };
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

function checkTools(wanted: NonNullable<Condition['tools']>, facts: RequestFacts): Verdict {
  const { toolNames } = facts;
  const { has } = wanted;
  if (has !== undefined && !toolNames.some((name) => has.some((glob) => matchesGlob(glob, name)))) {
    return { holds: false, because: `offers none of the tools ${list(has)}` };
  }
  const because = `offers ${count(toolNames.length)} tools`;
  if (!inRange(toolNames.length, wanted)) {
    return { holds: false, because: `${because}, wants ${range(wanted)}` };
  }
  return { holds: true, because: has === undefined ? because : `offers ${anyOf(has)}` };
}

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function inRange(value: number, { min, max }: Range): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function range({ min, max }: Range): string {
  if (min !== undefined && max !== undefined) return `${count(min)} to ${count(max)}`;
  if (min !== undefined) return `${count(min)} or more`;
  return max === undefined ? 'any number' : `${count(max)} or fewer`;
}

/** 1840 -> "1,840", the same in every locale: traces are stored and compared. */
function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}

function anyOf(values: readonly string[]): string {
  return values.join(' or ');
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}

function clock(minuteOfDay: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(Math.floor(minuteOfDay / 60))}:${pad(minuteOfDay % 60)}`;
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
