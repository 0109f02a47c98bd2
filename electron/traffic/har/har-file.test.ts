import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExchangeBodies } from '../../../shared/domain/bodies.ts';
import { exchangeDetail } from '../exchange.fixture.ts';
import { exportPieces, type ExportedExchange } from '../export.ts';
import { MAX_HAR_ROWS, readHar, type HarFile } from './har-file.ts';

function fileOf(text: string): HarFile {
  const result = readHar(text);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const har = (entries: readonly unknown[]): string => JSON.stringify({ log: { entries } });
const entry = (changes: {
  readonly url?: string;
  readonly body?: unknown;
  readonly status?: number;
  readonly mimeType?: string;
  readonly text?: string;
}): object => ({
  startedDateTime: '2026-11-21T05:00:00.000Z',
  time: 900,
  request: {
    method: 'POST',
    url: changes.url ?? 'https://api.example.com/v1/messages?beta=true',
    headers: [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'x-api-key', value: 'sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' },
    ],
    postData: { text: JSON.stringify(changes.body ?? { model: 'm', messages: [], stream: true }) },
  },
  response: {
    status: changes.status ?? 200,
    headers: [],
    content: { mimeType: changes.mimeType ?? 'text/event-stream', text: changes.text ?? '' },
  },
  timings: { send: 0, wait: 200, receive: 700 },
});
const sse = (events: readonly { readonly type: string }[]): string =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
const answer = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-6',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 12, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello there' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 3 },
  },
  { type: 'message_stop' },
];

const bodies: ExchangeBodies = {
  method: 'POST',
  path: '/v1/messages',
  headers: { 'content-type': 'application/json', 'anthropic-beta': 'a,b' },
  request: { text: '{"model":"m","messages":[]}', bytes: 27, isCut: false },
  response: { text: '{"content":[{"type":"text","text":"Hi"}]}', bytes: 41, isCut: false },
};

async function exported(exchanges: readonly ExportedExchange[]): Promise<HarFile> {
  const each = async function* (): AsyncGenerator<ExportedExchange> {
    for (const exchange of exchanges) yield await Promise.resolve(exchange);
  };
  let text = '';
  for await (const piece of exportPieces(each(), 'har', '0.1.0')) text += piece;
  return fileOf(text);
}

describe('our own export', () => {
  test('comes back as it was: row, events, attempts, what was dropped, bodies', async () => {
    const marks = { isEstimated: true, isUnmatched: true, replay: { of: 'swy_0' } } as const;
    const second = { ...exchangeDetail.row, ...marks, id: 'swy_2' };
    const file = await exported([
      { detail: exchangeDetail, bodies },
      { detail: { ...exchangeDetail, row: second }, bodies: null },
    ]);
    expect(file.rows.map(({ id }) => id)).toEqual([exchangeDetail.row.id, 'swy_2']);
    expect(file.rows).toEqual([exchangeDetail.row, second]);
    const { facts: _, ...kept } = exchangeDetail;
    expect(file.entry(exchangeDetail.row.id)).toEqual({
      detail: {
        ...kept,
        trace: exchangeDetail.trace.map(({ rule, matched, because }) => ({
          rule,
          matched,
          because,
        })),
      },
      bodies,
    });
    expect(file.entry('swy_2')?.bodies).toMatchObject({ request: null, response: null });
  });

  test('what was cut is said to be cut', async () => {
    const cut = { text: '{"model":"m","mess', bytes: 9_000_000, isCut: true };
    const file = await exported([
      { detail: exchangeDetail, bodies: { ...bodies, request: cut, response: cut } },
    ]);
    const read = file.entry(exchangeDetail.row.id)?.bodies;
    expect(read?.request).toMatchObject({ isCut: true, bytes: 9_000_000 });
    expect(read?.response).toMatchObject({ isCut: true, bytes: 9_000_000 });
  });

  test('the same request twice stands there twice', async () => {
    const same = { detail: exchangeDetail, bodies };
    const file = await exported([same, same]);
    expect(new Set(file.rows.map(({ id }) => id)).size).toBe(2);
    for (const { id } of file.rows) expect(file.entry(id)?.detail.row.id).toBe(id);
  });
});

describe('a file from elsewhere', () => {
  test('a recorded stream becomes an answer, its events, tokens and state', () => {
    const file = fileOf(har([entry({ text: sse(answer) })]));
    const [row] = file.rows;
    expect(row).toMatchObject({
      state: 'complete',
      askedModel: 'm',
      sentModel: 'claude-sonnet-4-6',
      status: 200,
      stream: true,
      firstTokenMs: 200,
      durationMs: 900,
      textTail: 'Hello there',
      usage: { input: 12, output: 3 },
    });
    const read = file.entry(row!.id);
    expect(read?.detail.events.map(({ type }) => type)).toEqual(answer.map(({ type }) => type));
    expect(JSON.parse(read!.bodies.response!.text)).toMatchObject({
      content: [{ type: 'text', text: 'Hello there' }],
    });
    expect(read?.bodies.headers).toEqual({ 'content-type': 'application/json' });
    expect(JSON.stringify([file.rows, read])).not.toContain('aaaaaaaa');
  });

  test('a stream without its end is cut', () => {
    const file = fileOf(har([entry({ text: sse(answer.slice(0, 3)) })]));
    expect(file.rows[0]).toMatchObject({ state: 'cut', textTail: 'Hello there' });
  });

  test('chat completions are read, streamed and whole', () => {
    const chunk = (choice: object): string =>
      `data: ${JSON.stringify({ id: 'c', model: 'glm-5.2', choices: [{ index: 0, ...choice }] })}\n\n`;
    const url = 'https://api.example.com/v1/chat/completions';
    const text =
      chunk({ delta: { role: 'assistant', content: 'Good ' } }) +
      chunk({ delta: { content: 'day' } }) +
      chunk({ delta: {}, finish_reason: 'stop' }) +
      'data: [DONE]\n\n';
    const whole = JSON.stringify({
      id: 'c',
      model: 'glm-5.2',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Whole' }, finish_reason: 'stop' },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 2 },
    });
    const file = fileOf(
      har([entry({ url, text }), entry({ url, text: whole, mimeType: 'application/json' })]),
    );
    expect(file.rows).toMatchObject([
      { state: 'complete', textTail: 'Good day' },
      { state: 'complete', textTail: 'Whole', usage: { input: 5, output: 2 } },
    ]);
  });

  test('a refusal says why', () => {
    const text = JSON.stringify({ type: 'error', error: { type: 'x', message: 'no credit' } });
    const file = fileOf(har([entry({ status: 402, text, mimeType: 'application/json' })]));
    expect(file.rows[0]).toMatchObject({ state: 'failed', status: 402, errorMessage: 'no credit' });
  });

  test('what is no request to a model is counted, and so is what cannot be read', () => {
    const get = { request: { method: 'GET', url: 'https://example.com/' } };
    const broken = { request: { method: 'POST', url: 'https://example.com/v1/messages' } };
    const file = fileOf(har([get, null, 7, broken, entry({ text: sse(answer) })]));
    expect(file.rows).toHaveLength(1);
    expect(file.entries).toBe(5);
    expect(file.skipped).toEqual({ other: 2, damaged: 2, surplus: 0 });
    expect(file.damagedAt).toEqual([2, 4]);
  });

  test('more than the list holds is counted, not read', () => {
    const many = Array.from({ length: MAX_HAR_ROWS + 3 }, () => entry({ status: 500 }));
    const file = fileOf(har(many));
    expect(file.rows).toHaveLength(MAX_HAR_ROWS);
    expect(file.skipped.surplus).toBe(3);
  });

  test('no file is read that is none', () => {
    for (const text of ['[]', '{}', 'null', '{"log":{"entries":{}}}'])
      expect(readHar(text)).toEqual({ ok: false, error: { code: 'no-entries' } });
  });

  test.each([
    ['', 1, 1],
    ['no', 1, 1],
    ['\uFEFF{"log":\n{"entries":\r\n  [1,,2]}}', 3, 6],
    ['{"log":{"entries":[\n', 2, 1],
  ])('a file that is not JSON says from where on: %j', (text, line, column) => {
    expect(readHar(text)).toEqual({ ok: false, error: { code: 'not-json', line, column } });
  });
});

describe('a hostile file', () => {
  test('nests deep, and only that entry is lost', () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    const good = JSON.stringify(entry({ text: sse(answer) }));
    const own = `{"startedDateTime":"2026-11-21T05:00:00Z","request":{"method":"POST","url":"http://a/v1/messages","headers":[],"postData":{"text":${JSON.stringify(deep)}}},"response":{"status":200,"headers":[],"content":{"text":${JSON.stringify(deep)}}},"_switchyard":${deep}}`;
    const file = fileOf(`{"log":{"entries":[${own},${good}]}}`);
    expect(file.rows.length + file.skipped.damaged).toBe(2);
    expect(file.rows.at(-1)?.textTail).toBe('Hello there');
  });

  test('names the prototype, and changes none', () => {
    const text = `{"log":{"entries":[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"startedDateTime":"2026-11-21T05:00:00Z","request":{"method":"POST","url":"http://a/v1/messages","headers":[{"name":"__proto__","value":"x"}],"postData":{"text":"{\\"__proto__\\":{\\"polluted\\":1},\\"model\\":\\"m\\"}"}},"response":{"status":200,"headers":[],"content":{}},"_switchyard":{"__proto__":{"polluted":1}}}]}}`;
    const file = fileOf(text);
    file.rows.forEach(({ id }) => file.entry(id));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('brings control characters and turned lines; names are one plain line', () => {
    const file = fileOf(
      har([entry({ body: { model: 'a\u001b[2J\u202Eb\n<img src=x>' }, status: 500 })]),
    );
    expect(file.rows[0]?.askedModel).toBe('a [2J b <img src=x>');
  });

  test('whatever stands in it, nothing throws, and what is shown has the shape of a row', () => {
    const own = fc.record({
      row: fc.oneof(
        fc.jsonValue(),
        fc.record({ startedAt: fc.jsonValue(), state: fc.jsonValue(), askedModel: fc.jsonValue() }),
      ),
      trace: fc.jsonValue(),
      events: fc.jsonValue(),
    });
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.oneof(fc.jsonValue(), own),
        fc.string(),
        (body, detail, text) => {
          const value = { ...entry({ body, text }), _switchyard: detail };
          const file = fileOf(har([value, body]));
          for (const row of file.rows) {
            expect(typeof row.askedModel).toBe('string');
            expect(Number.isFinite(row.startedAt)).toBe(true);
            expect(file.entry(row.id)?.detail.row.id).toBe(row.id);
          }
          expect(file.rows.length + file.skipped.other + file.skipped.damaged).toBe(2);
        },
      ),
      { numRuns: 300 },
    );
  });
});
