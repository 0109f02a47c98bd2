// @vitest-environment jsdom
import { act, cleanup, render, renderHook, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dayStart } from '../../../shared/domain/local-day.ts';
import { createFakeApi } from '../../bridge.fake.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { clearedFilter, parseFilter, useFilter } from './filter.ts';
import { FoldedNote } from './FoldedNote.tsx';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';

const now = new Date(2026, 10, 20, 23, 59).getTime();
const hour = 3_600_000;

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test('a filter by age or by today goes on with the clock, and one without time is read once', () => {
  vi.useFakeTimers({ now });
  const row = exchangeRow({ startedAt: now - 2 * hour + 1 });
  const { result } = renderHook(() => useFilter('since:2h', now));
  expect(result.current.matches(row)).toBe(true);
  act(() => {
    vi.advanceTimersByTime(60_000);
  });
  expect(result.current.matches(row)).toBe(false);

  const today = renderHook(() => useFilter('day:today', now));
  expect(today.result.current.matches(row)).toBe(true);
  act(() => {
    vi.advanceTimersByTime(60_000);
  });
  expect(today.result.current.matches(row)).toBe(false);

  const plain = renderHook(() => useFilter('state:failed', now));
  const first = plain.result.current;
  act(() => {
    vi.advanceTimersByTime(600_000);
  });
  expect(plain.result.current).toBe(first);
});

describe('how far back a filter asks', () => {
  test.each<[string, number | null]>([
    ['state:failed', null],
    ['since:2h', now - 2 * hour],
    ['since:2026-11-01 since:2026-11-10', new Date(2026, 10, 10).getTime()],
    ['day:2026-11-03,2026-11-01', new Date(2026, 10, 1).getTime()],
    ['since:2026-08-01 until:2026-08-31', new Date(2026, 7, 1).getTime()],
    ['until:2026-08-31', new Date(2026, 8, 1).getTime()],
    ['-since:today', null],
  ])('%s', (text, at) => {
    expect(parseFilter(text, now).asksBackTo).toBe(at);
  });
});

test('where it asks for what is kept as sums only, Live says so', () => {
  const show = (text: string): boolean => {
    cleanup();
    render(
      <StoresProvider api={createFakeApi()}>
        <LanguageProvider language="en">
          <FoldedNote filter={parseFilter(text, now)} />
        </LanguageProvider>
      </StoresProvider>,
    );
    return screen.queryByText(/older than 90 days only sums are kept/) !== null;
  };
  const kept = new Date(dayStart(now, -90));
  expect(kept.getDate()).toBe(22);
  expect(show('since:2026-08-22')).toBe(false);
  expect(show('since:2026-08-21T23:59')).toBe(true);
  expect(show('day:2026-08-01')).toBe(true);
  expect(show('provider:zai')).toBe(false);
});

test('a list that is cleared begins at that moment, and beside what else was asked for', () => {
  const now = new Date(2026, 10, 28, 21, 31, 52, 7).getTime();
  const text = clearedFilter('status:error', now);
  expect(text).toBe('status:error since:2026-11-28T21:31:52.007');
  const { isInTime } = parseFilter(text, now);
  expect([now - 1, now].map((startedAt) => isInTime(exchangeRow({ startedAt })))).toEqual([
    false,
    true,
  ]);
  expect(clearedFilter(text, now + 1000)).toBe('status:error since:2026-11-28T21:31:53.007');
  expect(clearedFilter('since:2h', now)).toBe('since:2h since:2026-11-28T21:31:52.007');
  expect(clearedFilter('', now)).toBe('since:2026-11-28T21:31:52.007');
});
