import type { ExchangeRow } from './exchange.ts';

/** A finished request; tests name only what they are about. */
export function exchangeRow(changes: Partial<ExchangeRow> = {}): ExchangeRow {
  return {
    id: 'x1',
    startedAt: 1_000,
    state: 'complete',
    kinds: ['main'],
    client: 'claude-code',
    project: '/home/dev/atlas',
    askedModel: 'claude-sonnet-4-6',
    sentModel: 'qwen3:8b',
    provider: 'ollama',
    profile: 'hybrid',
    rule: 'bg',
    attempts: 1,
    stream: true,
    status: 200,
    estimatedInputTokens: 900,
    usage: { input: 800, cacheRead: 200, cacheWrite5m: 0, cacheWrite1h: 0, output: 60 },
    firstTokenMs: 500,
    durationMs: 2_500,
    costNanoUsd: 1_000_000,
    baselineNanoUsd: 5_000_000,
    priceBasis: 'priced',
    textTail: '',
    outputSoFar: 0,
    answerParts: ['text'],
    sessionId: 'session-1',
    targets: 1,
    errorCode: null,
    errorMessage: null,
    ...changes,
  };
}
