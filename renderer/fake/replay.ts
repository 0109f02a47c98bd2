import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type {
  ReplayBudget,
  ReplayPreparation,
  ReplayRun,
  ReplaySide,
  ReplaySource,
  ReplayTarget,
} from '../../shared/domain/replay.ts';

/** What main would say of a request whose body the world keeps, or of pasted text. */
export function fakePreparation(
  source: ReplaySource,
  bodies: ExchangeBodies | null,
): ReplayPreparation {
  const text = 'text' in source ? source.text : (bodies?.request?.text ?? null);
  if (text === null) return { kind: 'problem', problem: 'not-kept', reason: '' };
  if (!text.trimStart().startsWith('{'))
    return { kind: 'problem', problem: 'not-json', reason: 'Unexpected token' };
  const isPasted = 'text' in source;
  return {
    kind: 'ready',
    draft: {
      draftId: 'draft-1',
      of: isPasted ? null : source.exchangeId,
      model: 'claude-sonnet-4-6',
      maxTokens: 32_000,
      messages: 3,
      tools: 2,
      isRedacted: !isPasted,
      recorded: isPasted ? null : fakeSide({ provider: 'zai', model: 'glm-5.2' }, 'As recorded.'),
    },
  };
}

export function fakeBudget(targets: readonly ReplayTarget[], maxTokens: number): ReplayBudget {
  return {
    budgetId: `budget-${targets.map(({ model }) => model).join('-')}-${String(maxTokens)}`,
    maxTokens,
    lines: targets.map((target) => ({
      target,
      inputTokens: 12_400,
      basis: target.provider === 'ollama' ? 'free' : 'priced',
      inputNanoUsd: target.provider === 'ollama' ? 0 : 37_200_000,
      outputNanoUsd: target.provider === 'ollama' ? 0 : maxTokens * 15_000,
      blocked: null,
    })),
  };
}

export function fakeRun(targets: readonly ReplayTarget[]): ReplayRun {
  return {
    replayId: 'replay-1',
    draftId: 'draft-1',
    sides: targets.map((target) => ({
      ...fakeSide(target, ''),
      state: 'waiting',
      firstTokenMs: null,
      durationMs: null,
      usage: null,
      costNanoUsd: null,
      stopReason: null,
      blocks: [],
    })),
  };
}

export function fakeSide(target: ReplayTarget, text: string): ReplaySide {
  return {
    target,
    exchangeId: `swy_${target.provider}`,
    startedAt: 1_000,
    state: 'complete',
    firstTokenMs: 640,
    durationMs: 4_200,
    usage: { input: 12_400, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 210 },
    outputSoFar: 210,
    costNanoUsd: 40_350_000,
    priceBasis: 'priced',
    errorCode: null,
    errorMessage: null,
    stopReason: 'tool_use',
    blocks: [
      { kind: 'text', name: '', text },
      { kind: 'tool', name: 'Read', text: '{"file_path":"/src/main.ts"}' },
    ],
    isCut: false,
  };
}
