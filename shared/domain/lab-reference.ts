import type { SweepStep } from './lab.ts';

/** A measured curve to draw beside the user's own; only points that were really measured are in it. */
export interface LabReference {
  readonly id: string;
  readonly name: string;
  readonly server: string;
  readonly model: string;
  readonly steps: readonly Pick<
    SweepStep,
    'concurrency' | 'totalTokensPerSecond' | 'perStreamTokensPerSecond'
  >[];
  /** Tokens per second alone with multi-token prediction, low and high. */
  readonly withMtpTokensPerSecond: readonly [low: number, high: number];
  /** Time to first token by prompt length. */
  readonly prefill: readonly { readonly promptTokens: number; readonly ttftMs: number }[];
}

export const dgxSparkReference: LabReference = {
  id: 'dgx-spark-gemma-4',
  name: 'DGX Spark',
  server: 'vLLM',
  model: 'Gemma-4-26B-A4B-NVFP4',
  steps: [
    { concurrency: 1, totalTokensPerSecond: 32, perStreamTokensPerSecond: 32 },
    { concurrency: 16, totalTokensPerSecond: 300, perStreamTokensPerSecond: 18 },
  ],
  withMtpTokensPerSecond: [55, 61],
  prefill: [
    { promptTokens: 25_000, ttftMs: 11_900 },
    { promptTokens: 50_000, ttftMs: 28_600 },
  ],
};
