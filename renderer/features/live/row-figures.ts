import { isEnded, type ExchangeRow } from '../../../shared/domain/exchange.ts';
import { promptTokens } from '../../../shared/domain/usage.ts';

/** No usage has come (yet, or ever): what is shown of tokens is our own estimate. */
export function isEstimated(row: ExchangeRow): boolean {
  return row.usage === null;
}

/** Prompt tokens that were not read from a cache; the estimate until usage arrives. null: nobody has estimated. */
export function inputTokens(row: ExchangeRow): number | null {
  if (row.usage !== null) return promptTokens(row.usage) - row.usage.cacheRead;
  return row.estimatedInputTokens > 0 ? row.estimatedInputTokens : null;
}

export function outputTokens(row: ExchangeRow): number | null {
  if (row.usage !== null) return row.usage.output;
  return row.outputSoFar > 0 ? row.outputSoFar : null;
}

/** Milliseconds so far for a request in flight, its whole duration after. */
export function elapsedMs(row: ExchangeRow, now: number): number | null {
  return isEnded(row.state) ? row.durationMs : Math.max(0, now - row.startedAt);
}

/** Output tokens per second after the first one; null while there is too little to divide by. */
export function tokensPerSecond(row: ExchangeRow, now: number): number | null {
  const tokens = outputTokens(row);
  const elapsed = elapsedMs(row, now);
  if (tokens === null || elapsed === null || row.firstTokenMs === null) return null;
  const streamedMs = elapsed - row.firstTokenMs;
  if (tokens < 2 || streamedMs < 50) return null;
  return (tokens / streamedMs) * 1000;
}

/** nanoUSD; null where either side is unknown. */
export function savedNanoUsd(row: ExchangeRow): number | null {
  if (row.costNanoUsd === null || row.baselineNanoUsd === null) return null;
  return row.baselineNanoUsd - row.costNanoUsd;
}

/** Last part of a folder, as the list shows it. */
export function projectName(folder: string): string {
  return folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder;
}
