import type { BreakerLimits } from './resilience/circuit-breakers.ts';
import type { RetryLimits } from './resilience/retry.ts';

/** Every bound of the gateway in one place; units in the names. Tests shorten the waits. */
export interface GatewayLimits extends BreakerLimits, RetryLimits {
  readonly bodyBytes: number;
  /** Bodies up to this are read and written on the loop: some 2 ms; larger ones in a thread of their own. */
  readonly loopBodyBytes: number;
  readonly headerBytes: number;
  readonly concurrentExchanges: number;
  /** For the client to send its whole request. */
  readonly requestMs: number;
  /** How long an idle client connection is kept. Claude Code pauses for minutes between turns. */
  readonly keepAliveMs: number;
  /** A client that takes no byte for this long is given up. */
  readonly clientStallMs: number;
  /** For the last words to clients whose requests end because the gateway stops or moves. */
  readonly farewellMs: number;
  /** How long an answer's opening is held back for the sake of failover. */
  readonly holdBackMs: number;
  /** Silence after which a translated stream carries a ping of ours. */
  readonly pingMs: number;
  /** Without an answer for so long, a stream that is routed gets its head and pings. Claude Code waits six minutes. */
  readonly earlyHeadMs: number;
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  /** How long a provider that has no count_tokens is remembered. */
  readonly countTokensMemoryMs: number;
  /** For the upstream's own count, connection included: the client asks for many at once, and an estimate is at hand. */
  readonly countTokensMs: number;
  /** How long an upstream that did not count in time is not asked again. */
  readonly countTokensPauseMs: number;
  /** For our own count of a whole prompt where a rule's limit is near: some 100 ms a MB, and as much to start the thread. */
  readonly wholeCountMs: number;
  /** Most of an upstream's error body that is read. */
  readonly errorBodyBytes: number;
  /** Most of a whole answer that is kept to be read, held back or translated. */
  readonly answerBytes: number;
  /** How long a target or key that asked for a pause without saying how long is passed over. */
  readonly coolDownMs: number;
  /** How long a key that was refused is passed over while another can be used. */
  readonly keySetAsideMs: number;
  /** A conversation that is silent for so long may begin anew at any target. */
  readonly conversationIdleMs: number;
  readonly conversations: number;
  /** Most of a model's context that is kept free for its answer. */
  readonly contextReserveTokens: number;
}

export const defaultLimits: GatewayLimits = {
  bodyBytes: 64 * 1024 * 1024,
  loopBodyBytes: 320 * 1024,
  headerBytes: 64 * 1024,
  concurrentExchanges: 512,
  requestMs: 300_000,
  keepAliveMs: 600_000,
  clientStallMs: 600_000,
  farewellMs: 500,
  holdBackMs: 2_000,
  pingMs: 15_000,
  earlyHeadMs: 120_000,
  connectMs: 10_000,
  firstByteMs: 600_000,
  idleMs: 300_000,
  countTokensMemoryMs: 3_600_000,
  countTokensMs: 4_000,
  countTokensPauseMs: 60_000,
  wholeCountMs: 500,
  errorBodyBytes: 256 * 1024,
  answerBytes: 32 * 1024 * 1024,
  breakerFailures: 5,
  breakerMemoryMs: 120_000,
  breakerOpenMs: 30_000,
  breakerMaxOpenMs: 300_000,
  sameTargetRetries: 1,
  retryBackoffMs: 400,
  retryWaitMs: 5_000,
  retryTotalMs: 20_000,
  coolDownMs: 10_000,
  keySetAsideMs: 3_600_000,
  conversationIdleMs: 3_600_000,
  conversations: 2_000,
  contextReserveTokens: 8_192,
};
