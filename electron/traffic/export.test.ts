import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExchangeDetail } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import type { ExportFormat } from '../../shared/domain/bodies.ts';
import { exportPieces, type ExportedExchange } from './export.ts';

const detailWith = (secret: string): ExchangeDetail => ({
  row: exchangeRow({
    id: 'swy_1',
    startedAt: Date.parse('2026-11-21T05:00:00Z'),
    state: 'failed',
    project: '/home/kim/work',
    sentModel: 'm',
    provider: 'relay',
    rule: 'all',
    status: 401,
    estimatedInputTokens: 10,
    usage: null,
    firstTokenMs: 200,
    durationMs: 900,
    costNanoUsd: null,
    baselineNanoUsd: null,
    priceBasis: null,
    textTail: `the key is ${secret}`,
    answerParts: [],
    sessionId: null,
    errorCode: 'key-rejected',
    errorMessage: `Incorrect API key provided: ${secret}`,
  }),
  trace: [{ rule: 'all', matched: true, because: `tag is ${secret}` }],
  attempts: [
    {
      provider: 'relay',
      model: 'm',
      keyId: 'main',
      startedAtMs: 1,
      durationMs: 5,
      status: 401,
      outcome: 'failed',
      errorCode: 'key-rejected',
      errorMessage: `no ${secret}`,
    },
  ],
  dropped: [{ path: 'metadata', why: secret }],
  events: [{ index: 0, atMs: 1, type: 'error', data: JSON.stringify({ api_key: secret }) }],
  eventsLost: 0,
  upstreamEvents: [{ index: 0, atMs: 1, type: '', data: `{"error":"saw ${secret}` }],
  upstreamEventsLost: 0,
});
const exchangeWith = (secret: string): ExportedExchange => ({
  detail: detailWith(secret),
  bodies: {
    method: 'POST',
    path: `/v1/messages?beta=true`,
    headers: { 'content-type': 'application/json', 'anthropic-beta': secret },
    request: {
      text: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: secret }] }),
      bytes: 60,
      isCut: false,
    },
    response: { text: `{"content":[{"text":"${secret} was cu`, bytes: 900, isCut: true },
  },
});

async function textOf(
  exchanges: readonly ExportedExchange[],
  format: ExportFormat,
): Promise<string> {
  const one = async function* (): AsyncGenerator<ExportedExchange> {
    for (const exchange of exchanges) yield await Promise.resolve(exchange);
  };
  const pieces: string[] = [];
  for await (const piece of exportPieces(one(), format, '0.1.0')) pieces.push(piece);
  return pieces.join('');
}

const run = fc.string({
  unit: fc.constantFrom(...Array.from('abcdefghijkmnpqrstuvwxyzABCDEFGHJK23456789')),
  minLength: 24,
  maxLength: 36,
});
const prefix = fc.constantFrom('sk-ant-', 'sk-', 'gsk_', 'nvapi-', 'Bearer ', 'x-api-key: ', 'hf_');

test('a planted key is in neither format, wherever it stood', async () => {
  await fc.assert(
    fc.asyncProperty(prefix, run, async (before, secret) => {
      const exchanges = [exchangeWith(before + secret)];
      const text = (await textOf(exchanges, 'jsonl')) + (await textOf(exchanges, 'har'));
      expect(text).not.toContain(secret);
      expect(text).toContain('[redacted]');
    }),
    { numRuns: 300 },
  );
});

test('each line of JSONL is one request, in the order given', async () => {
  const plain = exchangeWith('nothing');
  const other = {
    detail: { ...plain.detail, row: { ...plain.detail.row, id: 'b' } },
    bodies: null,
  };
  const lines = (await textOf([plain, other], 'jsonl')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as ExportedExchange).detail.row.id)).toEqual([
    'swy_1',
    'b',
  ]);
  expect(JSON.parse(lines[0]!)).toMatchObject({ bodies: plain.bodies });
});

test.each([
  ['cancelled', 'cancelled-here', 'cancelled-here'],
  ['cancelled', 'client-gone', 'client-left'],
  ['cut', 'upstream-timeout', 'stalled'],
  ['complete', null, 'complete'],
] as const)('both formats name the end of %s with %s: %s', async (state, errorCode, outcome) => {
  const { detail } = exchangeWith('nothing');
  const ended = {
    detail: { ...detail, row: { ...detail.row, state, errorCode, errorMessage: null } },
    bodies: null,
  };
  expect(JSON.parse(await textOf([ended], 'jsonl'))).toMatchObject({ outcome });
  const har = JSON.parse(await textOf([ended], 'har')) as object;
  expect(har).toMatchObject({ log: { entries: [{ _outcome: outcome }] } });
});

test('HAR holds times, status and the kept bodies', async () => {
  const har = JSON.parse(await textOf([exchangeWith('nothing'), exchangeWith('more')], 'har')) as {
    log: unknown;
  };
  expect(har.log).toMatchObject({
    version: '1.2',
    creator: { name: 'Switchyard', version: '0.1.0' },
    entries: [
      {
        startedDateTime: '2026-11-21T05:00:00.000Z',
        time: 900,
        request: { method: 'POST', bodySize: 60, postData: { mimeType: 'application/json' } },
        response: { status: 401, content: { size: 900 } },
        timings: { send: 0, wait: 200, receive: 700 },
      },
      { request: { method: 'POST' } },
    ],
  });
});
