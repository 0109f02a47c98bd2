import type { Dropped } from '../wire/dropped.ts';
import type { AnswerFault } from './answer-health.ts';
import type { GatewayErrorCode } from './gateway-error.ts';
import type { RequestFacts } from './request-facts.ts';
import type { RuleVerdict } from './route-plan.ts';
import type { ClientName, RequestKind } from './rule.ts';
import type { TokenUsage } from './usage.ts';

/** How an exchange stands or ended. A 200 without a proper end is `cut`, never `complete`. */
export const exchangeStates = [
  'waiting',
  'streaming',
  'complete',
  'failed',
  'cut',
  'cancelled',
  'refused',
] as const;
export type ExchangeState = (typeof exchangeStates)[number];

export function isEnded(state: ExchangeState): boolean {
  return state !== 'waiting' && state !== 'streaming';
}

/** What a cost rests on. `unpriced` is not zero: the price is unknown. `practice` is never priced. */
export const priceBases = [
  'priced',
  'unpriced',
  'free',
  'subscription',
  'hardware',
  'practice',
] as const;
export type PriceBasis = (typeof priceBases)[number];

/** Kinds of block that an answer can bring. */
export const answerParts = ['text', 'thinking', 'tool_use'] as const;
export type AnswerPart = (typeof answerParts)[number];

/** One line of Live: everything the list shows. Money in nanoUSD (1e-9 USD), times in ms, `startedAt` in epoch ms. */
export interface ExchangeRow {
  readonly id: string;
  readonly startedAt: number;
  readonly state: ExchangeState;
  readonly kinds: readonly RequestKind[];
  readonly client: ClientName;
  readonly project: string | null;
  /** The conversation, as the client names it; null where it does not, and in rows of earlier versions. */
  readonly sessionId: string | null;
  readonly askedModel: string;
  readonly sentModel: string | null;
  /** null: no upstream was asked; `native` means Anthropic with the client's own login. */
  readonly provider: string | null;
  readonly profile: string | null;
  readonly rule: string | null;
  readonly attempts: number;
  /** How many different targets were asked; above 1 it failed over. 0 in rows of earlier versions. */
  readonly targets: number;
  readonly stream: boolean;
  readonly status: number | null;
  readonly estimatedInputTokens: number;
  readonly usage: TokenUsage | null;
  /** The upstream told no usage of a complete answer: `usage`, and what rests on it, is our estimate. */
  readonly isEstimated?: true;
  readonly firstTokenMs: number | null;
  readonly durationMs: number | null;
  readonly costNanoUsd: number | null;
  readonly baselineNanoUsd: number | null;
  readonly priceBasis: PriceBasis | null;
  /** Last characters of the answer while it streams (at most 120). */
  readonly textTail: string;
  /** Rough output tokens so far, while no usage has arrived. */
  readonly outputSoFar: number;
  /** What the answer has brought so far, each once, in the order in which it came. */
  readonly answerParts: readonly AnswerPart[];
  readonly errorCode: GatewayErrorCode | null;
  readonly errorMessage: string | null;
  /** What is wrong with the answer, once it ended; left out: nothing that was seen. */
  readonly faults?: readonly AnswerFault[];
  readonly toolCalls?: number;
  readonly badToolCalls?: number;
  /** Sent again by the user; `of`: the exchange it was copied from, null where its text was pasted. */
  readonly replay?: { readonly of: string | null };
  /** Routing was on and no rule held, so it went to Anthropic untouched. */
  readonly isUnmatched?: true;
}

export interface AttemptRecord {
  readonly provider: string;
  readonly model: string;
  readonly keyId: string | null;
  readonly startedAtMs: number;
  readonly durationMs: number | null;
  /** Since the exchange began: a connection was there, the upstream's headers were. Earlier versions kept neither. */
  readonly connectedAtMs?: number | null;
  readonly headersAtMs?: number | null;
  readonly status: number | null;
  /** `blocked`: a lock forbade it, and nobody was asked. */
  readonly outcome: 'running' | 'answered' | 'failed' | 'cancelled' | 'blocked';
  readonly errorCode: GatewayErrorCode | null;
  readonly errorMessage: string | null;
}

/** One event of a stream, `atMs` since the exchange began; `data` is cut at 4 KiB. */
export interface StreamEventRecord {
  readonly index: number;
  readonly atMs: number;
  readonly type: string;
  readonly data: string;
}

export interface ExchangeDetail {
  readonly row: ExchangeRow;
  /** What rules looked at; rows of earlier versions have none, nor have requests that were never routed. */
  readonly facts?: RequestFacts;
  readonly trace: readonly RuleVerdict[];
  readonly attempts: readonly AttemptRecord[];
  readonly dropped: readonly Dropped[];
  readonly events: readonly StreamEventRecord[];
  /** Events beyond the bound are counted, not kept. */
  readonly eventsLost: number;
  /** Frames of the upstream's own dialect, of the last attempt; null where the client got the very same stream. */
  readonly upstreamEvents: readonly StreamEventRecord[] | null;
  readonly upstreamEventsLost: number;
}
