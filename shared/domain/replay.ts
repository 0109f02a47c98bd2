import { z } from 'zod';
import type { ExchangeRow, PriceBasis } from './exchange.ts';

/** Pasted at most; a longer request is no longer read by anybody in a window. */
export const MAX_PASTED_CHARACTERS = 4 * 1024 * 1024;
export const MAX_OUTPUT_TOKENS = 1_000_000;

export const replayTargetSchema = z.strictObject({
  provider: z.string().min(1).max(200),
  model: z.string().min(1).max(200),
});
export type ReplayTarget = z.infer<typeof replayTargetSchema>;

export const replaySourceSchema = z.union([
  z.strictObject({ exchangeId: z.string().min(1).max(200) }),
  z.strictObject({ text: z.string().max(MAX_PASTED_CHARACTERS, 'the text is too long') }),
]);
export type ReplaySource = z.infer<typeof replaySourceSchema>;

/** Why nothing can be sent again. `cut`: only the beginning of the body is kept. */
export type ReplayProblem = 'not-kept' | 'cut' | 'not-messages' | 'not-json';

/** A part of an answer: prose, a call of a tool with its arguments (JSON), or anything else as JSON. */
export interface ReplayBlock {
  readonly kind: 'text' | 'thinking' | 'tool' | 'other';
  /** The tool's name, or the type of a block that is not known here. */
  readonly name: string;
  readonly text: string;
}

/** A request that can be sent again. Its body stays in main. */
export interface ReplayDraft {
  readonly draftId: string;
  /** null: it was pasted. */
  readonly of: string | null;
  readonly model: string;
  readonly maxTokens: number | null;
  readonly messages: number;
  readonly tools: number;
  /** Keys in it were blanked when it was kept, and are sent blanked. */
  readonly isRedacted: boolean;
  /** What was answered then, where it is kept. */
  readonly recorded: ReplaySide | null;
}

export type ReplayPreparation =
  | { readonly kind: 'ready'; readonly draft: ReplayDraft }
  | { readonly kind: 'problem'; readonly problem: ReplayProblem; readonly reason: string };

/** What one target may cost at most, money in nanoUSD. null: the price is not known, which is not zero. */
export interface ReplayBudgetLine {
  readonly target: ReplayTarget;
  readonly inputTokens: number;
  readonly basis: PriceBasis;
  readonly inputNanoUsd: number | null;
  readonly outputNanoUsd: number | null;
  /** It will not be sent: the profile's lock, or a target that needs the client's own login, forbids it. */
  readonly blocked: 'lock' | 'login' | 'unknown' | null;
}

export interface ReplayBudget {
  /** What `start` takes: only what was shown can be sent. */
  readonly budgetId: string;
  readonly maxTokens: number;
  readonly lines: readonly ReplayBudgetLine[];
}

/** One answer as it comes, figures as they are recorded. */
export interface ReplaySide extends Pick<
  ExchangeRow,
  | 'state'
  | 'firstTokenMs'
  | 'durationMs'
  | 'usage'
  | 'outputSoFar'
  | 'costNanoUsd'
  | 'priceBasis'
  | 'errorCode'
  | 'errorMessage'
> {
  readonly target: ReplayTarget;
  /** null until the gateway has taken it. */
  readonly exchangeId: string | null;
  readonly startedAt: number;
  readonly stopReason: string | null;
  readonly blocks: readonly ReplayBlock[];
  /** The answer is longer than what is shown. */
  readonly isCut: boolean;
}

export interface ReplayRun {
  readonly replayId: string;
  readonly draftId: string;
  readonly sides: readonly ReplaySide[];
}

/** `text` follows the first `from` characters that were pushed before. */
export interface ReplayBlockChange extends ReplayBlock {
  readonly index: number;
  readonly from: number;
}
export interface ReplaySideChange extends Omit<ReplaySide, 'blocks'> {
  readonly blocks: readonly ReplayBlockChange[];
}
export interface ReplayPush {
  readonly replayId: string;
  readonly sides: readonly ReplaySideChange[];
}

/** null: a push before this one was missed, and the run is to be read anew. */
export function applyReplayPush(run: ReplayRun, push: ReplayPush): ReplayRun | null {
  if (run.replayId !== push.replayId) return run;
  const sides: ReplaySide[] = [];
  for (const [place, change] of push.sides.entries()) {
    const blocks = [...(run.sides[place]?.blocks ?? [])];
    for (const { index, from, kind, name, text } of change.blocks) {
      const known = blocks[index]?.text ?? '';
      if (index > blocks.length || from > known.length) return null;
      blocks[index] = { kind, name, text: known.slice(0, from) + text };
    }
    sides.push({ ...change, blocks });
  }
  return { ...run, sides };
}
