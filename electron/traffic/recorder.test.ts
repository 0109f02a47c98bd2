import { describe, expect, test } from 'vitest';
import { configurationSchema, type Configuration } from '../../shared/domain/configuration.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { gatewayError } from '../../shared/domain/gateway-error.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import type { ExchangeEnded } from '../gateway/observer.ts';
import type { ExchangeSummary } from './exchange-record.ts';
import { createRecorder, type Recorder } from './recorder.ts';

const configuration = configurationSchema.parse({
  version: 1,
  activeProfile: 'hybrid',
  providers: [
    { id: 'minimax', preset: 'minimax' },
    {
      id: 'mine',
      wire: 'anthropic-messages',
      baseUrl: 'https://api.z.ai/api/anthropic',
      auth: 'bearer',
    },
    { id: 'relay', wire: 'openai-chat', baseUrl: 'https://relay.example/v1', auth: 'bearer' },
    { id: 'ollama', preset: 'ollama' },
    { id: 'kimi', preset: 'kimi-coding' },
    {
      id: 'spark',
      preset: 'vllm',
      billing: { kind: 'hardware', usd: 4699, months: 36, watts: 170, usdPerKwh: 0.15 },
    },
    { id: 'practice', preset: 'practice' },
  ],
  profiles: [{ id: 'hybrid', rules: [] }],
});

const facts: RequestFacts = {
  kinds: ['main'],
  model: 'claude-sonnet-4-6',
  tier: 'sonnet',
  inputTokens: 1200,
  thinking: false,
  effort: null,
  toolNames: [],
  images: false,
  stream: true,
  project: '/home/kim/work',
  client: 'claude-code',
  sessionId: null,
  tag: null,
  minuteOfDay: 600,
};
const usage: MessagesUsage = {
  input_tokens: 1000,
  output_tokens: 100,
  cache_read_input_tokens: 10_000,
  cache_creation_input_tokens: 0,
};
/** 1000*3 + 10000*0.3 + 100*15 microUSD at Sonnet 4.6. */
const sonnetNanoUsd = 7_500_000;
/** 1000*0.3 + 10000*0.06 + 100*1.2 microUSD at MiniMax-M2.7. */
const minimaxNanoUsd = 1_020_000;

class Script {
  readonly rows: ExchangeRow[] = [];
  /** What the recorder wants to do a moment later. */
  later: (() => void) | null = null;
  readonly ends: ExchangeSummary[] = [];
  readonly recorder: Recorder;
  id = 'one';
  at = Date.parse('2026-11-21T05:00:00Z');

  constructor(config: Configuration = configuration) {
    this.recorder = createRecorder({
      configuration: () => config,
      onRow: (row) => this.rows.push(row),
      onEnd: (_, summary) => this.ends.push(summary),
      schedule: (callback) => {
        this.later = callback;
        return () => undefined;
      },
    });
  }

  start(exchangeId = this.id, over: Partial<RequestFacts> = {}): this {
    const { recorder, at } = this;
    recorder.onStart({ exchangeId, at, method: 'POST', path: '/v1/messages', bodyBytes: 10 });
    recorder.onRouted({
      exchangeId,
      at: at + 1,
      facts: { ...facts, ...over },
      profileId: 'hybrid',
      plan: {
        kind: 'native',
        rule: 'rest',
        trace: [{ rule: 'rest', matched: true, because: 'matches everything' }],
      },
    });
    return this;
  }
  attempt(provider: string, model: string, attempt = 1, exchangeId = this.id): this {
    this.at += 10;
    const dropped = [{ path: 'metadata', why: 'not in this wire' }];
    this.recorder.onAttempt({
      exchangeId,
      at: this.at,
      attempt,
      provider,
      model,
      keyId: 'main',
      dropped,
    });
    return this;
  }
  fail(attempt: number, message: string): this {
    this.at += 40;
    const error = gatewayError('upstream-rate-limited', message);
    this.recorder.onAttemptEnd({ exchangeId: this.id, at: this.at, attempt, status: 429, error });
    return this;
  }
  respond(stream = true): this {
    this.at += 5;
    this.recorder.onResponseStart({ exchangeId: this.id, at: this.at, status: 200, stream });
    return this;
  }
  events(...events: MessagesEvent[]): this {
    for (const event of events) {
      this.at += 50;
      this.recorder.onEvent({ exchangeId: this.id, at: this.at, event });
    }
    return this;
  }
  end(state: ExchangeEnded['state'], over: Partial<ExchangeEnded> = {}): ExchangeRow {
    this.at += 50;
    const end = { exchangeId: this.id, at: this.at, state, status: 200, error: null, usage: null };
    this.recorder.onEnd({ ...end, ...over });
    return this.ends.at(-1)!.row;
  }
}

const noTokens = {
  input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
  output_tokens: 0,
};
const messageStart: MessagesEvent & { type: 'message_start' } = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usage, output_tokens: 1 },
  },
};
const text = (value: string): MessagesEvent => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: value },
});
const blockStart: MessagesEvent = {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '' },
};
const messageDelta: MessagesEvent = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 100 },
};

describe('recorder', () => {
  test('a whole stream becomes a row with figures, and a detail with its events', () => {
    const script = new Script();
    const row = script
      .start()
      .attempt('minimax', 'MiniMax-M2.7')
      .respond()
      .events(messageStart, blockStart, text('안녕, '), text('world'), messageDelta)
      .end('complete', { usage });
    expect(row).toEqual({
      id: 'one',
      startedAt: Date.parse('2026-11-21T05:00:00Z'),
      state: 'complete',
      kinds: ['main'],
      client: 'claude-code',
      project: '/home/kim/work',
      sessionId: null,
      targets: 1,
      answerParts: ['text'],
      askedModel: 'claude-sonnet-4-6',
      sentModel: 'MiniMax-M2.7',
      provider: 'minimax',
      profile: 'hybrid',
      rule: 'rest',
      attempts: 1,
      stream: true,
      status: 200,
      estimatedInputTokens: 1200,
      usage: { input: 1000, cacheRead: 10_000, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 },
      firstTokenMs: 165,
      durationMs: 315,
      costNanoUsd: minimaxNanoUsd,
      baselineNanoUsd: sonnetNanoUsd,
      priceBasis: 'priced',
      textTail: '안녕, world',
      outputSoFar: 4,
      errorCode: null,
      errorMessage: null,
    });
    const detail = script.recorder.detail('one')!;
    expect(detail.events.map(({ index, atMs, type }) => [index, atMs, type])).toEqual([
      [0, 65, 'message_start'],
      [1, 115, 'content_block_start'],
      [2, 165, 'content_block_delta'],
      [3, 215, 'content_block_delta'],
      [4, 265, 'message_delta'],
    ]);
    expect(JSON.parse(detail.events[3]!.data)).toEqual(text('world'));
    expect(detail.attempts).toMatchObject([
      { provider: 'minimax', startedAtMs: 10, durationMs: 305, outcome: 'answered', status: 200 },
    ]);
    expect(detail.dropped).toEqual([{ path: 'metadata', why: 'not in this wire' }]);
    expect(script.ends).toEqual([expect.objectContaining({ row, eventsLost: 5 })]);
  });

  test('the list sees what came last, though nothing follows it', () => {
    const script = new Script().start().attempt('minimax', 'MiniMax-M2.7').respond();
    script.events(messageStart, text('one'), text(' two'));
    const before = script.rows.length;
    expect(script.rows.at(-1)).toMatchObject({ textTail: '', firstTokenMs: null });
    script.later?.();
    expect(script.rows.slice(before)).toMatchObject([{ state: 'streaming', textTail: 'one two' }]);
    // It has ended by the time that comes.
    script.events(text(' three'));
    script.end('complete');
    const shown = script.rows.length;
    script.later?.();
    expect(script.rows).toHaveLength(shown);
  });

  test('the list sees every change of state, and a stream at most five times a second', () => {
    const script = new Script();
    script.start().attempt('minimax', 'MiniMax-M2.7').respond();
    expect(script.rows.map((row) => row.state)).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'streaming',
    ]);
    script.events(...Array.from({ length: 40 }, () => text('x')));
    expect(script.rows).toHaveLength(14);
    expect(script.rows.at(-1)!.textTail).toBe('x'.repeat(40));
    script.end('complete', { usage });
    expect(script.rows).toHaveLength(15);
  });

  test('failover keeps both attempts, counts the second and blanks keys in what the first said', () => {
    const script = new Script();
    const key = 'sk-ant-api03-abcdefghijklmnopqrstuvwx';
    const row = script
      .start()
      .attempt('minimax', 'MiniMax-M2.7')
      .fail(1, `MiniMax: the key ${key} is over its limit`)
      .attempt('native', 'claude-sonnet-4-6', 2)
      .respond()
      .events(messageStart, text('hi'), messageDelta)
      .end('complete', { usage });
    expect(row).toMatchObject({
      provider: 'native',
      attempts: 2,
      targets: 2,
      costNanoUsd: sonnetNanoUsd,
      baselineNanoUsd: sonnetNanoUsd,
      priceBasis: 'priced',
    });
    const detail = script.recorder.detail('one')!;
    expect(detail.attempts).toMatchObject([
      { provider: 'minimax', outcome: 'failed', status: 429, errorCode: 'upstream-rate-limited' },
      { provider: 'native', outcome: 'answered' },
    ]);
    expect(JSON.stringify([detail, script.rows, script.ends])).not.toContain(key.slice(-8));
  });

  test('a second try at the same target is no failover; the row knows its session and what came', () => {
    const toolStart: MessagesEvent = {
      type: 'content_block_start',
      index: 1,
      content_block: { type: 'tool_use', id: 't', name: 'Read', input: {} },
    };
    const row = new Script()
      .start('one', { sessionId: 'session-7' })
      .attempt('minimax', 'MiniMax-M2.7')
      .fail(1, 'MiniMax: slow down')
      .attempt('minimax', 'MiniMax-M2.7', 2)
      .respond()
      .events(messageStart, blockStart, toolStart, { ...toolStart, index: 2 })
      .end('complete', { usage });
    expect(row).toMatchObject({
      attempts: 2,
      targets: 1,
      sessionId: 'session-7',
      answerParts: ['text', 'tool_use'],
    });
  });

  test('a cut stream counts what had come, not the one token that its start announced', () => {
    const row = new Script()
      .start()
      .attempt('minimax', 'MiniMax-M2.7')
      .respond()
      .events(messageStart, text('x'.repeat(400)))
      .end('cut', { error: gatewayError('truncated', 'MiniMax closed the stream early') });
    expect(row).toMatchObject({
      state: 'cut',
      usage: { output: 100 },
      costNanoUsd: minimaxNanoUsd,
      errorCode: 'truncated',
    });
  });

  test('a cancelled stream without any usage has an unknown cost', () => {
    const script = new Script().start().attempt('relay', 'gpt').respond().events(text('abc'));
    expect(script.end('cancelled')).toMatchObject({
      state: 'cancelled',
      usage: null,
      costNanoUsd: null,
      baselineNanoUsd: null,
      priceBasis: 'unpriced',
    });
    expect(script.recorder.detail('one')!.attempts[0]!.outcome).toBe('cancelled');
  });

  test('a cut stream whose upstream named no usage has none, and an unknown cost', () => {
    const none = { ...usage, ...noTokens };
    const start: MessagesEvent = {
      ...messageStart,
      message: { ...messageStart.message, usage: none },
    };
    const row = new Script()
      .start()
      .attempt('minimax', 'MiniMax-M2.7')
      .respond()
      .events(start, text('x'.repeat(400)))
      .end('cut', { usage: none });
    expect(row).toMatchObject({
      usage: null,
      outputSoFar: 100,
      costNanoUsd: null,
      baselineNanoUsd: null,
      priceBasis: 'unpriced',
    });
  });

  test('a failure before any answer costs nothing and is no money at all', () => {
    const error = gatewayError('upstream-unreachable', 'Ollama is not running');
    for (const provider of ['minimax', 'ollama']) {
      const script = new Script().start().attempt(provider, 'm');
      expect(script.end('failed', { status: 502, error })).toMatchObject({
        status: 502,
        costNanoUsd: null,
        priceBasis: null,
        errorMessage: 'Ollama is not running',
      });
    }
    expect(new Script().start().end('refused', { status: 403, error })).toMatchObject({
      provider: null,
      sentModel: null,
      priceBasis: null,
    });
  });

  test('counting tokens is never charged', () => {
    const script = new Script().start('one', { kinds: ['count-tokens'] });
    const row = script.attempt('native', 'claude-sonnet-4-6').respond(false).end('complete');
    expect(row).toMatchObject({ state: 'complete', costNanoUsd: null, priceBasis: null });
  });

  const known = { costNanoUsd: 0, baselineNanoUsd: sonnetNanoUsd };
  test.each([
    ['ollama', 'qwen3:8b', { ...known, priceBasis: 'free' }],
    ['kimi', 'kimi-for-coding', { ...known, priceBasis: 'subscription' }],
    ['spark', 'gemma', { ...known, priceBasis: 'hardware' }],
    ['practice', 'practice', { costNanoUsd: null, baselineNanoUsd: null, priceBasis: 'practice' }],
    [
      'relay',
      'gpt-5.5',
      { costNanoUsd: null, baselineNanoUsd: sonnetNanoUsd, priceBasis: 'unpriced' },
    ],
    ['gone', 'x', { costNanoUsd: null, baselineNanoUsd: sonnetNanoUsd, priceBasis: 'unpriced' }],
    ['native', 'claude-unknown-9', { costNanoUsd: null, priceBasis: 'unpriced' }],
    // Known by the vendor's own host: 1000*1.4 + 10000*0.26 + 100*4.4 microUSD.
    ['mine', 'glm-5.2', { costNanoUsd: 4_440_000, priceBasis: 'priced' }],
  ])('%s %s is accounted as what it is', (provider, model, expected) => {
    const script = new Script().start().attempt(provider, model).respond(false);
    expect(script.end('complete', { usage })).toMatchObject(expected);
  });

  test('the own login is a subscription only where the user says so', () => {
    const told = configurationSchema.parse({
      ...configuration,
      providers: [
        {
          id: 'login',
          preset: 'anthropic-oauth',
          billing: { kind: 'subscription', usdPerMonth: 100 },
        },
      ],
    });
    const script = new Script(told).start().attempt('native', 'claude-sonnet-4-6').respond();
    expect(script.end('complete', { usage })).toMatchObject({
      costNanoUsd: 0,
      baselineNanoUsd: sonnetNanoUsd,
      priceBasis: 'subscription',
    });
  });
});

describe('bounds', () => {
  test('of a long stream the beginning and the end are kept, with their places', () => {
    const script = new Script().start().attempt('minimax', 'MiniMax-M2.7').respond();
    script.events(...Array.from({ length: 5000 }, (_, index) => text(String(index))));
    const { events, eventsLost } = script.recorder.detail('one')!;
    expect([events.length, eventsLost]).toEqual([2000, 3000]);
    expect([events[1799]!.index, events[1800]!.index, events[1999]!.index]).toEqual([
      1799, 4800, 4999,
    ]);
  });

  test('a large event is cut at 4 KiB, and keys in it are blanked', () => {
    const script = new Script().start().attempt('minimax', 'MiniMax-M2.7').respond();
    const key = 'sk-ant-api03-abcdefghijklmnopqrstuvwx';
    script.events(text('y'.repeat(100_000)), text(`the key is ${key}`));
    const [large, leaky] = script.recorder.detail('one')!.events;
    expect(large!.data).toHaveLength(4096);
    expect(leaky!.data).not.toContain('uvwx');
    expect(script.recorder.rows(1)[0]!.textTail).toHaveLength(120);
    expect(script.recorder.rows(1)[0]!.textTail).toMatch(/yyythe key is \[redacted\]$/);
    script.events(text(` and ${'z'.repeat(100)}`));
    // Half of the key is beyond the tail now; what is left of it must not show.
    expect(script.recorder.rows(1)[0]!.textTail).not.toContain('uvwx');
  });

  test.each([
    ['off', 'complete', false],
    ['off', 'failed', false],
    ['errors', 'complete', false],
    ['errors', 'cut', true],
    ['errors', 'cancelled', false],
    ['all', 'complete', true],
  ] as const)(
    'with capture %s the bodies of a request that is %s: %s',
    (capture, state, isKept) => {
      const kept: string[] = [];
      const recorder = createRecorder({
        configuration: () => configuration,
        onRow: () => undefined,
        onEnd: () => kept.push('end'),
        capture: () => capture,
        onBodies: ({ id }) => kept.push(id),
      });
      const at = 1000;
      recorder.onStart({
        exchangeId: 'one',
        at,
        method: 'POST',
        path: '/v1/messages',
        bodyBytes: 2,
      });
      recorder.onRequest?.({
        exchangeId: 'one',
        method: 'POST',
        path: '/v1/messages',
        headers: {},
        body: new TextEncoder().encode('{}'),
      });
      expect(recorder.bodies('one')?.request).toEqual(
        capture === 'off' ? undefined : new TextEncoder().encode('{}'),
      );
      recorder.onEnd({ exchangeId: 'one', at, state, status: 200, error: null, usage: null });
      expect(kept).toEqual(isKept ? ['end', 'one'] : ['end']);
      expect(recorder.bodies('one')).toBeNull();
    },
  );

  test('frames of the upstream are kept beside, of the last attempt only, bounded and blanked', () => {
    const script = new Script().start().attempt('relay', 'some-model').respond();
    const frame = (data: string): void =>
      script.recorder.onUpstreamFrame?.({ exchangeId: 'one', at: script.at, event: null, data });
    expect(script.recorder.detail('one')).toMatchObject({ upstreamEvents: null });
    frame('{"of":"the attempt that failed"}');
    script.attempt('relay', 'another-model', 2);
    for (let index = 0; index < 2500; index += 1) frame(`{"n":${String(index)}}`);
    frame(`the key is sk-ant-api03-${'a'.repeat(30)}`);
    const { upstreamEvents, upstreamEventsLost } = script.recorder.detail('one')!;
    expect([upstreamEvents![0]!.data, upstreamEvents!.length, upstreamEventsLost]).toEqual([
      '{"n":0}',
      2000,
      501,
    ]);
    expect(upstreamEvents!.at(-1)!.data).toBe('the key is [redacted]');
  });

  test('a tail cut through a surrogate pair stays whole text', () => {
    const script = new Script().start().attempt('minimax', 'MiniMax-M2.7').respond();
    script.events(text(`${'😀'.repeat(80)}!`)).end('complete', { usage });
    expect(script.recorder.rows(1)[0]!.textTail.isWellFormed()).toBe(true);
  });

  test('the last 200 details and the last 1,000 rows stay in memory', () => {
    const script = new Script();
    for (let index = 0; index < 1100; index += 1) {
      const exchangeId = `exchange-${String(index)}`;
      script.start(exchangeId).attempt('minimax', 'MiniMax-M2.7', 1, exchangeId);
      script.end('complete', { exchangeId, usage });
    }
    expect(script.recorder.rows(5000)).toHaveLength(1000);
    expect(script.recorder.rows(2).map((row) => row.id)).toEqual([
      'exchange-1099',
      'exchange-1098',
    ]);
    expect(script.recorder.detail('exchange-899')).toBeNull();
    expect(script.recorder.detail('exchange-900')?.row.id).toBe('exchange-900');
  });

  test('long streams push out older details sooner', () => {
    const script = new Script();
    for (let index = 0; index < 12; index += 1) {
      script.id = `long-${String(index)}`;
      script.start().attempt('minimax', 'MiniMax-M2.7').respond();
      script.events(...Array.from({ length: 1500 }, () => text('z'.repeat(4000))));
      script.end('complete', { usage });
      script.start(`small-${String(index)}`).attempt('ollama', 'q', 1, `small-${String(index)}`);
      script.end('complete', { exchangeId: `small-${String(index)}`, usage });
    }
    expect(script.recorder.detail('small-0')).toBeNull();
    expect(script.recorder.detail('small-11')).not.toBeNull();
  });

  test('says that no rule held where rules were asked, and only there', () => {
    const marks = [
      { kind: 'native', rule: null },
      { kind: 'native', rule: null, isOff: true },
      { kind: 'native', rule: 'rest' },
      { kind: 'refuse', rule: null, message: 'no' },
    ].map((plan, index) => {
      const script = new Script();
      script.id = `exchange-${String(index)}`;
      script.recorder.onStart({
        exchangeId: script.id,
        at: script.at,
        method: 'POST',
        path: '/v1/messages',
        bodyBytes: 10,
      });
      script.recorder.onRouted({
        exchangeId: script.id,
        at: script.at,
        facts,
        profileId: 'hybrid',
        plan: { ...plan, trace: [] } as RoutePlan,
      });
      return script.end('complete').isUnmatched;
    });
    expect(marks).toEqual([true, undefined, undefined, undefined]);
  });

  test('what was never announced is ignored', () => {
    const script = new Script().events(text('x'));
    script.recorder.onEnd({
      exchangeId: 'x',
      at: 1,
      state: 'complete',
      status: 200,
      error: null,
      usage,
    });
    expect([script.rows, script.ends, script.recorder.rows(5)]).toEqual([[], [], []]);
  });
});
