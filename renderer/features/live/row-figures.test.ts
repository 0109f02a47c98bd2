import { expect, test } from 'vitest';
import {
  elapsedMs,
  inputTokens,
  isEstimated,
  outputTokens,
  projectName,
  savedNanoUsd,
  tokensPerSecond,
} from './row-figures.ts';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';

test('figures of a finished request', () => {
  const row = exchangeRow();
  expect([
    inputTokens(row),
    outputTokens(row),
    isEstimated(row),
    elapsedMs(row, 99_999),
    tokensPerSecond(row, 99_999),
    savedNanoUsd(row),
  ]).toEqual([800, 60, false, 2_500, 30, 4_000_000]);
});

test('a request in flight runs on the clock and on the rough count', () => {
  const row = exchangeRow({
    state: 'streaming',
    usage: null,
    durationMs: null,
    outputSoFar: 40,
    costNanoUsd: null,
  });
  expect([
    inputTokens(row),
    outputTokens(row),
    elapsedMs(row, 3_500),
    tokensPerSecond(row, 3_500),
    savedNanoUsd(row),
  ]).toEqual([900, 40, 2_500, 20, null]);
});

test('a request that was cut before its usage came shows estimates, and no saving', () => {
  const row = exchangeRow({
    state: 'cut',
    usage: null,
    outputSoFar: 7,
    costNanoUsd: null,
    priceBasis: 'unpriced',
  });
  expect([isEstimated(row), inputTokens(row), outputTokens(row), savedNanoUsd(row)]).toEqual([
    true,
    900,
    7,
    null,
  ]);
});

test('nothing is divided by almost nothing', () => {
  expect(tokensPerSecond(exchangeRow({ durationMs: 510, firstTokenMs: 500 }), 0)).toBeNull();
  expect(tokensPerSecond(exchangeRow({ firstTokenMs: null }), 0)).toBeNull();
});

test('a folder is shown by its last part', () => {
  expect([projectName('/home/dev/atlas/'), projectName('C:\\src\\atlas')]).toEqual([
    'atlas',
    'atlas',
  ]);
});
