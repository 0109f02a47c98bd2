import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { fakeProviders } from '../../fake/providers.ts';
import { fakeRow, fakeTraffic } from '../../fake/traffic.ts';
import { bands } from './flow-geometry.ts';
import { flowState } from './provider-state.ts';
import { applyRows, rowsKept } from './recent-rows.ts';
import { leadingKind, median, summarize } from './summary.ts';

const now = new Date(2026, 10, 19, 14, 31, 52).getTime();
const rows = fakeTraffic(now);
const views = fakeProviders(now);

describe('how a provider stands', () => {
  const [plain] = rows.filter(({ provider, state }) => provider === 'zai' && state === 'complete');
  const ended = (...ends: readonly Pick<ExchangeRow, 'state' | 'errorCode'>[]): string => {
    const own = ends.map((end) => ({ ...plain!, ...end }));
    const [line] = summarize(own, []).providers;
    return flowState(null, { targets: [], keys: [] }, line!.last).word;
  };
  const failed = { state: 'failed', errorCode: 'upstream-failed' } as const;
  const complete = { state: 'complete', errorCode: null } as const;
  const cancelled = { state: 'cancelled', errorCode: 'cancelled-here' } as const;
  const crashed = { state: 'cut', errorCode: 'gateway-stopping' } as const;
  const streaming = { state: 'streaming', errorCode: null } as const;
  const blocked = { state: 'refused', errorCode: 'blocked-by-lock' } as const;

  test.each([
    [[complete, failed], 'healthy'],
    [[failed, complete], 'lastRequestFailed'],
    [[cancelled, crashed, blocked, failed], 'lastRequestFailed'],
    [[cancelled, complete], 'healthy'],
    [[blocked, cancelled], 'notTested'],
    [[streaming, failed], 'lastRequestFailed'],
    [[streaming, cancelled], 'healthy'],
  ] as const)('after %j, newest first', (ends, word) => {
    expect(ended(...ends)).toBe(word);
  });
});

describe('summary', () => {
  test('every request that went somewhere is counted once on each side', () => {
    const summary = summarize(rows, views);
    const sum = (lines: readonly { requests: number }[]): number =>
      lines.reduce((total, line) => total + line.requests, 0);
    const sent = rows.filter((row) => row.provider !== null).length;
    expect([sum(summary.kinds), sum(summary.providers), sum(summary.flows)]).toEqual([
      sent,
      sent,
      sent,
    ]);
  });

  test('native traffic is Anthropic, untouched; owned hardware is never paid', () => {
    const byId = new Map(summarize(rows, views).providers.map((line) => [line.id, line]));
    expect(byId.get('native')).toMatchObject({ name: 'Anthropic', payment: 'native' });
    expect(byId.get('spark')).toMatchObject({ payment: 'own', costNanoUsd: null });
    expect(byId.get('zai')?.payment).toBe('paid');
  });

  test('rare kinds share one line', () => {
    const kinds = ['main', 'title', 'plan', 'image', 'thinking', 'subagent', 'background'] as const;
    const many = kinds.map((kind, index) => ({ ...fakeRow(index, now), kinds: [kind] }));
    const sent = many.map((row) => ({ ...row, provider: 'zai' }));
    const lines = summarize(sent, views).kinds;
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toEqual({ kind: 'other', requests: 2 });
  });

  test('a request of several kinds goes under the one that says most', () => {
    expect(leadingKind(['main', 'thinking', 'subagent'])).toBe('subagent');
    expect(leadingKind([])).toBe('main');
  });

  test.each([
    [[], null],
    [[null, 5], 5],
    [[1, 9, 3], 3],
    [[1, 2, 3, 10], 2.5],
  ])('the median of %j is %s', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

test('bands stay inside the drawing', () => {
  const height = 234;
  const drawn = bands(summarize(rows, views), height, 330);
  expect(drawn.length).toBeGreaterThan(3);
  for (const band of drawn) {
    const [, y = -1] = /^M0 ([\d.]+)H/.exec(band.path)?.map(Number) ?? [];
    expect(y - band.width / 2).toBeGreaterThanOrEqual(0);
    expect(y + band.width / 2).toBeLessThanOrEqual(height);
  }
});

test('batches replace rows by id, newest first, within the bound', () => {
  const ended = { ...rows[0]!, state: 'complete' as const };
  const newer = { ...rows[0]!, id: 'sy_new', startedAt: now };
  const next = applyRows(rows, [ended, newer]);
  expect(next.slice(0, 2)).toEqual([newer, ended]);
  expect(next).toHaveLength(rows.length + 1);
  const flood = Array.from({ length: rowsKept + 50 }, (_, i) => ({ ...newer, id: `f${i}` }));
  expect(applyRows(rows, flood)).toHaveLength(rowsKept);
});
