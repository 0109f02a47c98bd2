import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from './exchange.ts';
import { outcomeOf, outcomes } from './outcome.ts';
import { matchesTraffic } from './traffic-filter-match.ts';
import { parseTrafficFilter } from './traffic-filter-parse.ts';

type End = Pick<ExchangeRow, 'state' | 'errorCode'>;
const ends: readonly (readonly [End['state'], End['errorCode'], string])[] = [
  ['waiting', null, 'waiting'],
  ['streaming', null, 'streaming'],
  ['complete', null, 'complete'],
  ['failed', 'upstream-failed', 'failed'],
  ['failed', 'upstream-timeout', 'timed-out'],
  ['cut', 'truncated', 'cut'],
  ['cut', 'upstream-timeout', 'stalled'],
  ['cut', 'gateway-stopping', 'stopped'],
  ['cancelled', 'gateway-stopping', 'stopped'],
  ['cancelled', 'cancelled-here', 'cancelled-here'],
  ['cancelled', 'client-gone', 'client-left'],
  // Of an earlier version, which did not keep by whom.
  ['cancelled', null, 'cancelled'],
  ['refused', 'refused-by-rule', 'refused'],
  ['refused', 'blocked-by-lock', 'blocked'],
];
const rows = ends.map(([state, errorCode, outcome]) => ({ state, errorCode, outcome }));

describe('outcomes', () => {
  test.each(ends)('%s with %s is %s', (state, errorCode, outcome) => {
    expect(outcomeOf({ state, errorCode })).toBe(outcome);
  });

  test('each is one that something can end with', () => {
    expect([...new Set(rows.map(outcomeOf))].sort()).toEqual([...outcomes].sort());
  });
});

/** What Live's filter keeps of one row for each end. */
function kept(text: string): readonly string[] {
  const { terms, problems } = parseTrafficFilter(text, 0);
  expect(problems).toEqual([]);
  const all = rows as unknown as readonly (ExchangeRow & { readonly outcome: string })[];
  return all.filter((row) => matchesTraffic(terms, row)).map(({ outcome }) => outcome);
}

describe('in the filter', () => {
  test.each<[string, readonly string[]]>([
    ['state:cancelled', ['stopped', 'cancelled-here', 'client-left', 'cancelled']],
    ['state:client-left', ['client-left']],
    ['state:cancelled-here', ['cancelled-here']],
    ['state:stopped', ['stopped', 'stopped']],
    ['state:cut', ['cut', 'stalled', 'stopped']],
    ['state:stalled,timed-out', ['timed-out', 'stalled']],
    ['status:blocked', ['blocked']],
    ['state:refused -state:blocked', ['refused']],
    ['state:error', ['failed', 'timed-out', 'cut', 'stalled', 'stopped', 'refused', 'blocked']],
  ])('%s', (text, expected) => {
    expect(kept(text)).toEqual(expected);
  });
});
