// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { createFakeApi } from '../../bridge.fake.ts';
import { fakeDetail } from '../../fake/traffic.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { RequestTab } from './RequestTab.tsx';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';
import { SummaryTab } from './SummaryTab.tsx';
import { WhyTab } from './WhyTab.tsx';

afterEach(cleanup);

const lost = [
  { path: 'thinking.budget_tokens', why: 'this model thinks without a budget' },
  { path: 'top_k', why: 'this provider has no such field' },
];
const detailOf = (more: Partial<ExchangeDetail> = {}): ExchangeDetail => ({
  ...fakeDetail(exchangeRow()),
  ...more,
});

let opened: string[];
function show(tab: 'summary' | 'why' | 'request', detail: ExchangeDetail): void {
  opened = [];
  const onTab = (wanted: string): void => {
    opened.push(wanted);
  };
  render(
    <StoresProvider api={createFakeApi({ rows: [] })}>
      <LanguageProvider language="en">
        {tab === 'summary' ? (
          <SummaryTab detail={detail} now={0} onTab={onTab} />
        ) : tab === 'why' ? (
          <WhyTab detail={detail} />
        ) : (
          <RequestTab detail={detail} earlier={{ rows: [], isAll: true }} />
        )}
      </LanguageProvider>
    </StoresProvider>,
  );
}
const said = (): string | null =>
  screen.getByText('What was left out').nextSibling?.textContent ?? null;

test('Summary counts the fields and leads to the request', () => {
  show('summary', detailOf({ dropped: lost }));
  fireEvent.click(screen.getByRole('button', { name: '2 fields' }));
  expect(opened).toEqual(['request']);
});

test.each(['why', 'request'] as const)('%s lists each field with its reason', (tab) => {
  show(tab, detailOf({ dropped: lost }));
  const section = screen.getByText('What was left out').closest('section');
  const fields = within(section!)
    .getAllByRole('term')
    .map(({ textContent }) => textContent);
  const reasons = within(section!)
    .getAllByRole('definition')
    .map(({ textContent }) => textContent);
  expect(fields).toEqual(lost.map(({ path }) => path));
  expect(reasons).toEqual(lost.map(({ why }) => why));
});

test('where nothing was lost, Request says nothing of it', () => {
  show('request', detailOf({ dropped: [] }));
  expect(screen.queryByText('What was left out')).toBeNull();
});

test.each<[string, Partial<ExchangeDetail>, string, string]>([
  ['sent whole', {}, 'nothing', 'Nothing: every field was carried over.'],
  ['never sent', { row: exchangeRow({ attempts: 0 }), attempts: [] }, '—', 'Nothing was sent.'],
  ['of a quiet folder', { attempts: [] }, '—', 'Not kept of this request.'],
])('of a request that was %s only what is known is said', (_, more, short, long) => {
  show('summary', detailOf({ dropped: [], ...more }));
  expect(said()).toBe(short);
  cleanup();
  show('why', detailOf({ dropped: [], ...more }));
  expect(screen.getByText(long)).toBeTruthy();
});
