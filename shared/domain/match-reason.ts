import type { MoveReason, ObstacleReason } from './gateway-health.ts';
import { groupThousands } from './usd-total.ts';
import type { ClientName, ModelTier, RequestKind } from './rule.ts';

interface Because<Code extends string, Values> {
  readonly code: Code;
  readonly values: Readonly<Values>;
}
interface Wanted<T> {
  readonly is: T;
  readonly wants: readonly NonNullable<T>[];
}
interface Flag {
  readonly is: boolean;
  readonly wants: boolean;
}
export interface CountedRange {
  readonly is: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** Why a rule matched or did not, as data: `because` says it in English, `shared/i18n/reasons.ts` in the user's language. */
export type MatchReason =
  | Because<'kind', { is: readonly RequestKind[]; wants: readonly RequestKind[] }>
  | Because<'model', Wanted<string>>
  | Because<'tier', Wanted<ModelTier>>
  | Because<'tokens', CountedRange>
  | Because<'thinking', Flag>
  | Because<'effort', Wanted<string | null>>
  | Because<'tools-missing', { wants: readonly string[] }>
  | Because<'tools-offered', { wants: readonly string[] }>
  | Because<'tool-count', { is: number }>
  | Because<'tool-range', CountedRange>
  | Because<'images', Flag>
  | Because<'stream', Flag>
  | Because<'project', Wanted<string | null>>
  | Because<'client', Wanted<ClientName>>
  | Because<'time', { is: string; from: string; to: string }>
  | Because<'tag', Flag>
  /** What a rule excludes: `excluded` when the inner condition holds. */
  | Because<'not', { excluded: boolean; inner: MatchReason }>
  | Because<'all', { of: readonly MatchReason[] }>
  | Because<'always', object>
  | Because<'off', object>
  | Because<'explicit-model', { provider: string; model: string }>
  /** The user sent it again to this target. */
  | Because<'replayed', { provider: string; model: string }>
  | Because<'tagged', { provider: string; model: string }>
  | Because<'tagged-unknown', { provider: string }>
  /** Not about a rule: near a rule's limit the whole prompt was counted, or could not be in time. */
  | Because<'tokens-counted', { estimate: number; counted: number }>
  | Because<'tokens-not-counted', { estimate: number }>
  /** Not about a rule, but about a target of the rule that was taken. `seconds`: when it may be asked again. */
  | Because<'target-skipped', { target: string; why: ObstacleReason; seconds: number | null }>
  | Because<'conversation-kept', { target: string }>
  | Because<'conversation-moved', { from: string; to: string; why: MoveReason }>;

const noteCodes = [
  'tokens-counted',
  'tokens-not-counted',
  'target-skipped',
  'conversation-kept',
  'conversation-moved',
] as const satisfies readonly MatchReason['code'][];
export type NoteCode = (typeof noteCodes)[number];

/** True for what stands in a trace without being a rule's verdict. */
export function isNote(reason: MatchReason | undefined): boolean {
  return noteCodes.some((code) => code === reason?.code);
}

type ReasonOf<Code extends MatchReason['code']> = Extract<MatchReason, { readonly code: Code }>;
/** One entry per code: a code without its own does not compile. */
export type ReasonTable<Result> = {
  readonly [Code in MatchReason['code']]: (values: ReasonOf<Code>['values']) => Result;
};

export function byCode<Result>(table: ReasonTable<Result>, { code, values }: MatchReason): Result {
  // The table pairs each code with its own values; TypeScript cannot follow that through the union.
  return (table[code] as (values: MatchReason['values']) => Result)(values);
}

const english: ReasonTable<string> = {
  kind: ({ is, wants }) => `kind is ${list(is)}, wants ${anyOf(wants)}`,
  model: ({ is, wants }) => `model is ${is === '' ? 'empty' : is}, wants ${anyOf(wants)}`,
  tier: ({ is, wants }) => `tier is ${is}, wants ${anyOf(wants)}`,
  tokens: (values) => `${count(values.is)} tokens, wants ${range(values)}`,
  thinking: ({ is, wants }) => `thinking is ${onOff(is)}, wants ${onOff(wants)}`,
  effort: ({ is, wants }) => `effort is ${is ?? 'not given'}, wants ${anyOf(wants)}`,
  'tools-missing': ({ wants }) => `offers none of the tools ${list(wants)}`,
  'tools-offered': ({ wants }) => `offers ${anyOf(wants)}`,
  'tool-count': ({ is }) => `offers ${count(is)} tools`,
  'tool-range': (values) => `offers ${count(values.is)} tools, wants ${range(values)}`,
  images: ({ is, wants }) =>
    `${is ? 'has' : 'has no'} images or documents, wants ${wants ? 'some' : 'none'}`,
  stream: ({ is, wants }) => `streaming is ${onOff(is)}, wants ${onOff(wants)}`,
  project: ({ is, wants }) => `project is ${is ?? 'not known'}, wants ${anyOf(wants)}`,
  client: ({ is, wants }) => `client is ${is}, wants ${anyOf(wants)}`,
  time: ({ is, from, to }) => `it is ${is}, wants ${from} to ${to}`,
  tag: ({ is, wants }) =>
    `${is ? 'has a' : 'has no'} subagent tag, wants ${wants ? 'one' : 'none'}`,
  not: ({ excluded, inner }) =>
    `${excluded ? 'excluded' : 'not excluded'}: ${describeReason(inner)}`,
  all: ({ of }) => of.map(describeReason).join('; '),
  always: () => 'no conditions: takes every request',
  off: () => 'the rule is switched off',
  'explicit-model': ({ provider, model }) => `the client asked for ${model} at ${provider} by name`,
  replayed: ({ provider, model }) => `sent again from Live, to ${model} at ${provider}`,
  tagged: ({ provider, model }) => `the prompt is tagged for ${model} at ${provider}`,
  'tagged-unknown': ({ provider }) =>
    `the prompt is tagged for ${provider}, and no provider has that id`,
  'tokens-counted': ({ estimate, counted }) =>
    `counted in full: ${count(counted)} tokens, since the estimate of ${count(estimate)} lies near a rule's limit`,
  'tokens-not-counted': ({ estimate }) =>
    `the estimate of ${count(estimate)} tokens stands: it lies near a rule's limit, but the full count did not come in time`,
  'target-skipped': ({ target, why, seconds }) =>
    `${target} was passed over: ${obstacles[why]}${seconds === null ? '' : ` (${count(seconds)} s)`}`,
  'conversation-kept': ({ target }) => `the conversation stays at ${target}`,
  'conversation-moved': ({ from, to, why }) =>
    `the conversation moved from ${from} to ${to}: ${obstacles[why]}`,
};

const obstacles: Readonly<Record<MoveReason, string>> = {
  'circuit-open': 'it failed several times in a row',
  'rate-limited': 'it asked for a pause',
  overloaded: 'it is overloaded',
  'key-refused': 'its key was refused',
  'budget-spent': 'its minute is used up',
  'context-too-small': 'the prompt is too long for it',
  'rule-changed': 'the rule changed',
  failed: 'it failed',
  recovered: 'the earlier target can be asked again',
};

/** The English sentence for the command line, headers and logs: the same in every locale, since traces are compared. */
export function describeReason(reason: MatchReason): string {
  return byCode(english, reason);
}

function range({ min, max }: CountedRange): string {
  if (min !== null && max !== null) return `${count(min)} to ${count(max)}`;
  if (min !== null) return `${count(min)} or more`;
  return max === null ? 'any number' : `${count(max)} or fewer`;
}

/** 1840 -> "1,840". */
function count(value: number): string {
  return groupThousands(String(value));
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
