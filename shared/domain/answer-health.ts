import type { ExchangeRow } from './exchange.ts';
import type { GatewayErrorCode } from './gateway-error.ts';

/**
 * What can be wrong with an answer that arrived. `tool-arguments`: no JSON, or not what the offered schema asks for;
 * `think-leak`: thinking stands in the text; `truncated`: it stopped at its limit of tokens; `stalled`: it stood still.
 */
export const answerFaults = [
  'tool-arguments',
  'think-leak',
  'truncated',
  'stalled',
  'refused',
  'empty',
] as const;
export type AnswerFault = (typeof answerFaults)[number];

/** One model at one provider, over a time. Times in ms; null: nothing was measured. */
export interface ModelHealth {
  readonly provider: string;
  readonly model: string;
  /** Times it was asked. */
  readonly requests: number;
  /** Of `requests`: it failed, and another target was asked after it. */
  readonly passedOn: number;
  readonly answered: number;
  readonly toolCalls: number;
  readonly badToolCalls: number;
  readonly faults: Readonly<Record<AnswerFault, number>>;
  readonly firstTokenP50Ms: number | null;
  readonly firstTokenP95Ms: number | null;
  readonly tokensPerSecond: number | null;
}

/** Below it a share says little: one mishap of three would read as 33 %. */
export const LEAST_REQUESTS = 5;
/** More than one request of ten failing is felt in every session. */
export const MOST_FAILED = 0.1;
/** A tool loop of twenty calls breaks off once where one call in twenty is bad. */
export const MOST_BAD_CALLS = 0.05;
/** One leak shows that the server lacks a reasoning parser; a single one may be a quotation. */
export const MOST_LEAKS = 0.02;
/** Empty, stalled or refused answers stop the work as failures do. */
export const MOST_OTHER_FAULTS = 0.1;

/** Failures that say something about a model; others are of keys, of the request's size, or of Switchyard itself. */
export const modelFailures: readonly GatewayErrorCode[] = [
  'model-not-found',
  'upstream-rejected',
  'upstream-rate-limited',
  'upstream-overloaded',
  'upstream-failed',
  'upstream-unreachable',
  'upstream-timeout',
  'upstream-garbled',
  'truncated',
];

/** null: an earlier version did not keep with what it failed. */
export function isOfModel(code: GatewayErrorCode | null): boolean {
  return code === null || modelFailures.includes(code);
}

/**
 * Its end says something of the model that was asked last. What was given up, replays, counts of tokens, and failures of
 * keys or of Switchyard itself say nothing.
 */
export function isRated(row: ExchangeRow): boolean {
  if (row.provider === null || row.replay !== undefined) return false;
  if (row.kinds[0] === 'count-tokens') return false;
  const { state, errorCode } = row;
  return state === 'complete' || ((state === 'failed' || state === 'cut') && isOfModel(errorCode));
}

export type HealthConcern =
  'failing' | 'tool-arguments' | 'think-leak' | 'stalled' | 'refused' | 'empty';

/** What of it deserves a look, the worst first; empty: nothing, or too little is known. */
export function concernsOf(health: ModelHealth): readonly HealthConcern[] {
  const { requests, answered, toolCalls, badToolCalls, faults } = health;
  if (requests < LEAST_REQUESTS) return [];
  const share = (count: number): number => (answered === 0 ? 0 : count / answered);
  const concerns: HealthConcern[] = [];
  // What stands still is often cut for it, and then never counts as answered.
  const isStalling = faults.stalled / requests > MOST_OTHER_FAULTS;
  if ((requests - answered) / requests > MOST_FAILED) concerns.push('failing');
  if (toolCalls > 0 && badToolCalls / toolCalls > MOST_BAD_CALLS) concerns.push('tool-arguments');
  if (share(faults['think-leak']) > MOST_LEAKS) concerns.push('think-leak');
  if (isStalling) concerns.push('stalled');
  for (const fault of ['refused', 'empty'] as const) {
    if (share(faults[fault]) > MOST_OTHER_FAULTS) concerns.push(fault);
  }
  return concerns;
}
