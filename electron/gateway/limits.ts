/** Every bound of the gateway in one place; units in the names. Tests shorten the waits. */
export interface GatewayLimits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly concurrentExchanges: number;
  /** For the client to send its whole request. */
  readonly requestMs: number;
  /** How long an idle client connection is kept. Claude Code pauses for minutes between turns. */
  readonly keepAliveMs: number;
  /** A client that takes no byte for this long is given up. */
  readonly clientStallMs: number;
  /** How long an answer's opening is held back for the sake of failover. */
  readonly holdBackMs: number;
  /** Silence after which a translated stream carries a ping of ours. */
  readonly pingMs: number;
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  /** How long a provider that has no count_tokens is remembered. */
  readonly countTokensMemoryMs: number;
  /** Most of an upstream's error body that is read. */
  readonly errorBodyBytes: number;
  /** Most of a whole answer that is kept to be read, held back or translated. */
  readonly answerBytes: number;
}

export const defaultLimits: GatewayLimits = {
  bodyBytes: 64 * 1024 * 1024,
  headerBytes: 64 * 1024,
  concurrentExchanges: 512,
  requestMs: 300_000,
  keepAliveMs: 600_000,
  clientStallMs: 600_000,
  holdBackMs: 2_000,
  pingMs: 15_000,
  connectMs: 10_000,
  firstByteMs: 600_000,
  idleMs: 300_000,
  countTokensMemoryMs: 3_600_000,
  errorBodyBytes: 256 * 1024,
  answerBytes: 32 * 1024 * 1024,
};
