import type {
  ExchangeDetail,
  ExchangeRow,
  ExchangeState,
  PriceBasis,
} from '../../shared/domain/exchange.ts';
import type { RequestKind } from '../../shared/domain/rule.ts';

interface Pattern {
  readonly kind: RequestKind;
  readonly asked: string;
  readonly sent: string;
  readonly provider: string;
  readonly rule: string | null;
  readonly basis: PriceBasis;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly tookMs: number;
  readonly costNanoUsd: number;
  readonly baselineNanoUsd: number;
}

const opus = 'claude-opus-4-8';
const sonnet = 'claude-sonnet-4-6';
const haiku = 'claude-haiku-4-5';

const firstPattern = p(
  'subagent',
  haiku,
  'gemma-4-26b-a4b',
  'spark',
  'subagents',
  'hardware',
  6400,
  0,
  124,
  4200,
  0,
  9e6,
);

const patterns: readonly Pattern[] = [
  firstPattern,
  p('main', opus, 'glm-5.2', 'zai', 'opus', 'priced', 4100, 17_000, 212, 6100, 9_700_000, 26e6),
  p(
    'long-context',
    sonnet,
    'deepseek-v4-pro',
    'deepseek',
    'long',
    'priced',
    71_300,
    0,
    940,
    31_200,
    48_400_000,
    228e6,
  ),
  p(
    'background',
    haiku,
    'qwen3:8b',
    'ollama',
    'background',
    'free',
    1800,
    0,
    22,
    600,
    0,
    5_700_000,
  ),
  p(
    'subagent',
    sonnet,
    'MiniMax-M2.7',
    'minimax',
    'subagents',
    'priced',
    8100,
    21_400,
    1200,
    9800,
    5_300_000,
    26_700_000,
  ),
  p(
    'main',
    sonnet,
    sonnet,
    'native',
    null,
    'priced',
    400,
    38_200,
    610,
    9400,
    22_800_000,
    22_800_000,
  ),
  p('title', haiku, 'qwen3:8b', 'ollama', 'background', 'free', 640, 0, 14, 400, 0, 2_100_000),
  p(
    'background',
    haiku,
    'qwen3:8b',
    'ollama',
    'background',
    'free',
    2100,
    0,
    31,
    700,
    0,
    6_800_000,
  ),
];

const states: Readonly<Record<number, ExchangeState>> = {
  0: 'streaming',
  1: 'streaming',
  2: 'waiting',
  5: 'cut',
  9: 'cancelled',
  13: 'failed',
  21: 'refused',
};

/** Newest first, as `traffic.list` answers. */
export function fakeTraffic(now: number): ExchangeRow[] {
  return Array.from({ length: 40 }, (_, index) => fakeRow(index, now));
}

export function fakeRow(index: number, now: number): ExchangeRow {
  const pattern = patterns[index % patterns.length] ?? firstPattern;
  const state = states[index] ?? 'complete';
  const sent = state === 'refused' ? unsent : sentPart(pattern, index);
  return {
    id: `sy_${String(1000 - index)}`,
    startedAt: now - 4200 - index * 9300,
    state,
    kinds: [pattern.kind],
    client: 'claude-code',
    project: index % 5 === 3 ? '~/src/docs-site' : '~/src/atlas',
    sessionId:
      index % 5 === 3 ? 'b91f4c2e-docs' : `7c06d1a8-atlas-${String(Math.floor(index / 20))}`,
    askedModel: pattern.asked,
    profile: 'hybrid',
    stream: true,
    estimatedInputTokens: pattern.input + pattern.cached,
    textTail: state === 'streaming' ? 'I’ll read the handler first, then the test.' : '',
    outputSoFar: state === 'streaming' ? pattern.output : 0,
    answerParts: partsOf(pattern, state),
    ...sent,
    ...endPart(state, pattern),
    ...(index === 4 || index === 12 ? { isEstimated: true as const } : {}),
  };
}

function partsOf({ kind }: Pattern, state: ExchangeState): ExchangeRow['answerParts'] {
  if (state === 'waiting' || state === 'refused' || state === 'failed') return [];
  if (kind === 'main') return ['thinking', 'text', 'tool_use'];
  return kind === 'subagent' ? ['text', 'tool_use'] : ['text'];
}

type SentPart = Pick<
  ExchangeRow,
  'sentModel' | 'provider' | 'rule' | 'attempts' | 'targets' | 'firstTokenMs' | 'priceBasis'
>;

const unsent: SentPart = {
  sentModel: null,
  provider: null,
  rule: 'client',
  attempts: 0,
  targets: 0,
  firstTokenMs: null,
  priceBasis: null,
};

function sentPart(pattern: Pattern, index: number): SentPart {
  return {
    sentModel: pattern.sent,
    provider: pattern.provider,
    rule: pattern.rule,
    attempts: index === 4 || index === 20 ? 2 : 1,
    targets: index === 4 ? 2 : 1,
    firstTokenMs: states[index] === 'waiting' ? null : 300 + ((index * 137) % 1700),
    priceBasis: index === 17 ? 'unpriced' : pattern.basis,
  };
}

type EndPart = Pick<
  ExchangeRow,
  | 'status'
  | 'usage'
  | 'durationMs'
  | 'costNanoUsd'
  | 'baselineNanoUsd'
  | 'errorCode'
  | 'errorMessage'
>;

const failures: Partial<Record<ExchangeState, Partial<EndPart>>> = {
  cut: {
    errorCode: 'truncated',
    errorMessage: 'Z.AI closed the connection before the end of the answer.',
  },
  failed: {
    status: 502,
    errorCode: 'upstream-rate-limited',
    errorMessage: 'MiniMax: requests per minute limit reached (60/60).',
  },
  refused: { status: 403, errorMessage: 'Client work stays on this machine.' },
};

function endPart(state: ExchangeState, pattern: Pattern): EndPart {
  const isRunning = state === 'streaming' || state === 'waiting';
  const hasUsage = state === 'complete' || state === 'cut' || state === 'cancelled';
  const { input, cached, output } = pattern;
  return {
    status: isRunning ? null : 200,
    usage: hasUsage ? { input, cacheRead: cached, cacheWrite5m: 0, cacheWrite1h: 0, output } : null,
    durationMs: isRunning ? null : pattern.tookMs,
    costNanoUsd: hasUsage ? pattern.costNanoUsd : null,
    baselineNanoUsd: hasUsage ? pattern.baselineNanoUsd : null,
    errorCode: null,
    errorMessage: null,
    ...failures[state],
  };
}

export function fakeDetail(row: ExchangeRow): ExchangeDetail {
  const kind = row.kinds[0] ?? 'main';
  const text = (words: string): string =>
    JSON.stringify({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: words },
    });
  const chunk = (delta: object): string => JSON.stringify({ choices: [{ index: 0, delta }] });
  return {
    row,
    trace: [
      {
        rule: 'client',
        matched: false,
        because: 'project is ~/src/atlas, wants ~/work/halcyon/**',
      },
      {
        rule: 'long',
        matched: row.rule === 'long',
        because: `${String(row.estimatedInputTokens)} tokens, wants 60,000 or more`,
      },
      {
        rule: row.rule ?? 'opus',
        matched: row.rule !== null,
        because: `kind is ${kind}`,
      },
    ],
    attempts: [
      {
        provider: row.provider ?? 'native',
        model: row.sentModel ?? row.askedModel,
        keyId: 'main',
        startedAtMs: 2,
        connectedAtMs: 41,
        headersAtMs: 560,
        durationMs: row.durationMs,
        status: row.status,
        outcome: row.state === 'failed' ? 'failed' : 'answered',
        errorCode: row.errorCode,
        errorMessage: row.errorMessage,
      },
    ],
    dropped:
      row.provider === 'spark'
        ? [
            { path: 'thinking.budget_tokens', why: 'this model thinks without a budget' },
            { path: 'anthropic-beta', why: 'not known here: interleaved-thinking-2025-05-14' },
          ]
        : [],
    events: [
      { index: 0, atMs: 580, type: 'message_start', data: '{"type":"message_start"}' },
      {
        index: 1,
        atMs: 580,
        type: 'content_block_start',
        data: '{"type":"content_block_start","content_block":{"type":"text"}}',
      },
      { index: 2, atMs: 581, type: 'content_block_delta', data: text('I’ll read the handler') },
      { index: 3, atMs: 611, type: 'content_block_delta', data: text(' first, then the test.') },
      { index: 4, atMs: 1280, type: 'content_block_stop', data: '{"type":"content_block_stop"}' },
      { index: 5, atMs: 1281, type: 'message_stop', data: '{"type":"message_stop"}' },
    ],
    eventsLost: 0,
    upstreamEvents: [
      { index: 0, atMs: 579, type: '', data: chunk({ role: 'assistant' }) },
      { index: 1, atMs: 580, type: '', data: chunk({ content: 'I’ll read the handler' }) },
      { index: 2, atMs: 610, type: '', data: chunk({ content: ' first, then the test.' }) },
      { index: 3, atMs: 1279, type: '', data: chunk({}) },
      { index: 4, atMs: 1280, type: '', data: '[DONE]' },
    ],
    upstreamEventsLost: 0,
  };
}

function p(
  kind: RequestKind,
  asked: string,
  sent: string,
  provider: string,
  rule: string | null,
  basis: PriceBasis,
  ...figures: readonly [number, number, number, number, number, number]
): Pattern {
  const [input, cached, output, tookMs, costNanoUsd, baselineNanoUsd] = figures;
  return {
    kind,
    asked,
    sent,
    provider,
    rule,
    basis,
    input,
    cached,
    output,
    tookMs,
    costNanoUsd,
    baselineNanoUsd,
  };
}
