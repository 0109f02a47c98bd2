import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { liveColumnIds, type LiveColumnId } from '../../../shared/domain/live-view.ts';
import { createFakeApi } from '../../bridge.fake.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { isSameCell, usesClock } from './cell-inputs.ts';
import { Cell } from './Cells.tsx';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';

/** Other values of each field; a new field of the row has to say here what else it can be. */
const others: { readonly [F in keyof Required<ExchangeRow>]: readonly ExchangeRow[F][] } = {
  id: ['x2'],
  startedAt: [7_654_321],
  state: ['waiting', 'streaming', 'failed', 'cut', 'cancelled', 'refused'],
  kinds: [['main', 'thinking'], ['title']],
  client: ['codex'],
  project: [null, '/srv/other'],
  sessionId: [null, 'another-session'],
  askedModel: ['claude-opus-4-6'],
  sentModel: [null, 'glm-5.2'],
  provider: [null, 'zai'],
  profile: [null, 'work'],
  rule: [null, 'long'],
  attempts: [0, 3],
  targets: [0, 2],
  stream: [false],
  status: [null, 529],
  estimatedInputTokens: [12_345],
  usage: [null, { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 900 }],
  isEstimated: [true],
  firstTokenMs: [null, 900],
  durationMs: [null, 9_000],
  costNanoUsd: [null, 0, 7_000_000],
  baselineNanoUsd: [null, 8_000_000],
  priceBasis: [null, 'unpriced', 'free', 'practice'],
  textTail: ['and so on'],
  outputSoFar: [77],
  answerParts: [['text', 'tool_use']],
  errorCode: ['blocked-by-lock', 'upstream-timeout'],
  errorMessage: ['it went wrong'],
  faults: [['think-leak']],
  toolCalls: [4],
  badToolCalls: [1],
  replay: [{ of: null }],
  isUnmatched: [true],
};

const bases: readonly ExchangeRow[] = [
  exchangeRow(),
  exchangeRow({ state: 'streaming', durationMs: null, usage: null, outputSoFar: 40 }),
  exchangeRow({ state: 'streaming', durationMs: null, usage: null, textTail: 'so far' }),
  exchangeRow({ state: 'refused', sentModel: null, usage: null, priceBasis: null }),
  exchangeRow({ state: 'cut', errorCode: 'truncated', priceBasis: 'free', costNanoUsd: 0 }),
];

const cases = bases.flatMap((base) =>
  Object.entries(others).flatMap(([field, values]) =>
    values.map((value) => ({ base, changed: { ...base, [field]: value } })),
  ),
);

const api = createFakeApi();

function drawn(column: LiveColumnId, row: ExchangeRow, now = 60_000): string {
  return renderToStaticMarkup(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <Cell column={column} row={row} now={now} providerName="Ollama" />
      </LanguageProvider>
    </StoresProvider>,
  );
}

test.each(liveColumnIds)('a cell of %s is drawn anew when what it shows changes', (column) => {
  let differing = 0;
  for (const { base, changed } of cases) {
    if (drawn(column, base) === drawn(column, changed)) continue;
    differing += 1;
    expect([changed, isSameCell(column, base, changed)]).toEqual([changed, false]);
  }
  // Else nothing of this was tried.
  expect(differing).toBeGreaterThan(0);
});

test.each(liveColumnIds)('%s has a clock in it where time alone changes it', (column) => {
  const moves = bases.some((row) => drawn(column, row) !== drawn(column, row, 90_000));
  expect(usesClock(column)).toBe(moves);
});

test('equal lists and usage that came as new objects make the same cell', () => {
  const row = exchangeRow();
  const again = structuredClone(row);
  expect(liveColumnIds.filter((column) => !isSameCell(column, row, again))).toEqual([]);
});
