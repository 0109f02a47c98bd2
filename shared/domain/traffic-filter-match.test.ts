import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from './exchange.ts';
import { exchangeRow } from './exchange-row.fixture.ts';
import { matchesTraffic } from './traffic-filter-match.ts';
import { parseTrafficFilter } from './traffic-filter-parse.ts';

const now = new Date(2026, 10, 20, 14, 0).getTime();
const plain = exchangeRow({
  id: '1',
  startedAt: new Date(2026, 10, 18, 9, 0).getTime(),
  kinds: ['title'],
  project: '/src/docs',
  sessionId: 'aaa',
  textTail: 'All tests pass.',
});
const rows: readonly ExchangeRow[] = [
  plain,
  {
    ...plain,
    id: '2',
    startedAt: new Date(2026, 10, 19, 23, 59).getTime(),
    rule: null,
    priceBasis: 'free',
    replay: { of: null },
    isUnmatched: true,
    kinds: ['main'],
    provider: 'minimax',
    state: 'failed',
    sentModel: 'MiniMax-M2.7',
    status: 429,
    attempts: 3,
    targets: 2,
    answerParts: [],
    textTail: '',
    errorCode: 'upstream-rate-limited',
    errorMessage: 'MiniMax: quota used up',
  },
  {
    ...plain,
    id: '3',
    startedAt: new Date(2026, 10, 20, 0, 0).getTime(),
    project: null,
    baselineNanoUsd: null,
    priceBasis: null,
    kinds: ['subagent', 'thinking'],
    provider: null,
    state: 'refused',
    sentModel: null,
    status: 403,
    usage: null,
    costNanoUsd: null,
    firstTokenMs: null,
    attempts: 0,
    targets: 0,
    answerParts: [],
    textTail: '',
    sessionId: null,
  },
  {
    ...plain,
    id: '4',
    startedAt: new Date(2026, 10, 20, 12, 0).getTime(),
    isEstimated: true,
    kinds: ['main'],
    state: 'streaming',
    firstTokenMs: 3_000,
    durationMs: null,
    costNanoUsd: 20_000_000,
    project: '/src/my atlas',
    attempts: 2,
    answerParts: ['thinking', 'tool_use'],
    sessionId: 'bbb',
  },
];
const kept = (text: string): string => {
  const { terms } = parseTrafficFilter(text, now);
  return rows
    .filter((row) => matchesTraffic(terms, row))
    .map(({ id }) => id)
    .join('');
};

describe('matchesTraffic', () => {
  test.each([
    ['', '1234'],
    ['provider:ollama', '14'],
    ['provider:ollama,minimax', '124'],
    ['state:failed', '2'],
    ['status:error', '23'],
    ['status:running', '4'],
    ['status:4xx', '23'],
    ['status>=429', '2'],
    ['-kind:title', '234'],
    ['provider:ollama -kind:title', '4'],
    ['PROVIDER:OLLAMA', '14'],
    ['kind:thinking', '3'],
    ['quota', '2'],
    ['rate-limited', '2'],
    ['"my atlas"', '4'],
    ['project:"my atlas"', '4'],
    ['project="/src/docs"', '12'],
    ['-quota', '134'],
    ['ttft>2s', '4'],
    ['ttft>=3000ms', '4'],
    // A row without the figure holds no comparison, so its negation does.
    ['-ttft>2s', '123'],
    ['cost>0.01', '4'],
    ['cost<0.01', '12'],
    ['saved>0', '12'],
    ['duration:2s..3s', '123'],
    ['tokens>1k', '124'],
    ['in:900', '3'],
    ['rate:30', '12'],
    ['model:minimax', '2'],
    ['model:qwen3:8b', '14'],
    ['attempts>1', '24'],
    ['has:tool_use', '4'],
    ['has:failover', '2'],
    ['has:retry -has:failover', '4'],
    ['-has:price', '3'],
    ['session:bbb', '4'],
    ['text:"tests pass"', '14'],
    ['kind:', '1234'],
    // `=` is the whole text, letter for letter.
    ['provider=ollama', '14'],
    ['provider=Ollama', ''],
    ['sent=qwen3', ''],
    // Of several kinds the first is what a request is for, and what Costs counts it as.
    ['kind=subagent', '3'],
    ['kind=thinking', ''],
    ['-has:rule', '2'],
    ['-has:project', '3'],
    ['has:baseline', '124'],
    ['basis:free', '2'],
    ['basis:counted', '124'],
    ['-basis:counted', '3'],
    ['is:replay', '2'],
    ['is:estimated', '4'],
    ['is:unmatched', '2'],
    ['day:today', '34'],
    ['day:yesterday', '2'],
    ['day:today,yesterday', '234'],
    ['-day:today', '12'],
    ['since:2026-11-19', '234'],
    ['since:12:00', '4'],
    ['until:12:00', '1234'],
    ['until:11:59', '123'],
    ['since:1h', ''],
    ['since:2h', '4'],
    // An age is an instant, and what began at it is no longer older.
    ['until:2h', '123'],
    ['since:yesterday -since:today', '2'],
    ['since:2d until:yesterday', '2'],
  ])('%j keeps %s', (text, ids) => {
    expect(kept(text)).toBe(ids);
  });

  test('a term and its negation part the rows without loss', () => {
    const texts = ['quota', 'provider:ollama', 'kind:main', 'ttft>1s', 'cost:0..0.002', 'has:text'];
    fc.assert(
      fc.property(fc.constantFrom(...texts), (text) => {
        const both = (kept(text) + kept(`-${text}`)).split('').sort();
        expect(both).toEqual(['1', '2', '3', '4']);
      }),
    );
  });
});
