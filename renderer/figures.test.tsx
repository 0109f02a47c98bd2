// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { dayStart, localDay } from '../shared/domain/local-day.ts';
import { App } from './app.tsx';
import { createFakeApi, type FakeApi } from './bridge.fake.ts';

beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 1200 });
});
afterEach(cleanup);

async function open(page: string): Promise<FakeApi> {
  const api = createFakeApi();
  render(<App api={api} />);
  fireEvent.click(await screen.findByRole('link', { name: new RegExp(`^${page}`) }));
  await screen.findByRole('main', { name: page });
  return api;
}

/** Presses a figure and reads what Live then filters by. */
async function opened(figure: HTMLElement): Promise<string> {
  fireEvent.click(figure);
  await screen.findByRole('main', { name: 'Live' });
  return screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter requests' }).value;
}

const show = 'Show these requests in Live';
const month = (): string => localDay(dayStart(Date.now(), -29));

test.each<[string, (page: HTMLElement) => HTMLElement, () => string]>([
  [
    'a line',
    (page) => within(rowOf(page, 'glm-5.2')).getByRole('button', { name: '1,320' }),
    () => `provider=zai sent=glm-5.2 basis:counted since:${month()}`,
  ],
  [
    'what a line spent',
    (page) => within(rowOf(page, 'glm-5.2')).getByRole('button', { name: '$20.10' }),
    () => `provider=zai sent=glm-5.2 has:price since:${month()}`,
  ],
  [
    'an unpriced line',
    (page) => within(rowOf(page, 'MiniMax-M2.1')).getByRole('button', { name: 'unpriced' }),
    () => `provider=minimax sent=MiniMax-M2.1 basis:unpriced since:${month()}`,
  ],
  [
    'the total',
    (page) => within(rowOf(page, 'Total')).getByRole('button', { name: '12,485' }),
    () => `basis:counted since:${month()}`,
  ],
  [
    'the newest day of the drawing',
    (page) =>
      within(page)
        .getAllByRole('button', { name: /requests, spent/ })
        .at(-1)!,
    () => `day:${localDay(Date.now())} basis:counted`,
  ],
])('Costs: %s opens its rows', async (_, find, filter) => {
  await open('Costs');
  await screen.findByRole('table', { name: 'Costs' });
  expect(await opened(find(screen.getByRole('main')))).toBe(filter());
});

function rowOf(page: HTMLElement, text: string): HTMLElement {
  const row = [...page.querySelectorAll('tr')].find((each) => each.textContent.startsWith(text));
  if (row === undefined) throw new Error(`no row of ${text}`);
  return row;
}

test('Costs: what is kept as sums only opens nothing, and is said', async () => {
  await open('Costs');
  fireEvent.click(screen.getByRole('radio', { name: 'All' }));
  await screen.findByText(/older requests only the sums of their days are kept/);
  const page = screen.getByRole('main');
  expect(within(rowOf(page, 'kimi-k2.7-code')).queryByRole('button')).toBeNull();
  const [line] = within(rowOf(page, 'glm-5.2')).getAllByRole('button');
  expect(line?.title).toBe(`${show}; 1,056 older ones are kept as sums only`);
  // Since ever: no time is asked for.
  expect(await opened(line!)).toBe('provider=zai sent=glm-5.2 basis:counted');
});

test('Costs: the days of the drawing are one stop, arrows go from day to day', async () => {
  await open('Costs');
  await screen.findByRole('table', { name: 'Costs' });
  const days = within(screen.getByRole('group', { name: 'Days that can be opened' }));
  const stops = () => days.getAllByRole('button').filter(({ tabIndex }) => tabIndex === 0);
  expect(stops()).toHaveLength(1);
  stops()[0]!.focus();
  fireEvent.keyDown(stops()[0]!, { key: 'ArrowLeft' });
  expect(stops()).toEqual([document.activeElement]);
  expect(await opened(stops()[0]!)).toBe(`day:${localDay(dayStart(Date.now(), -1))} basis:counted`);
});

test.each([
  ['412', 'day:today'],
  ['$3.74', 'day:today has:price'],
  ['$4.80', 'day:today has:price has:baseline'],
  ['3 requests failed today.', 'day:today state:failed,cut'],
  ['Show them', 'day:today state:refused error=blocked-by-lock'],
])('Overview: %s opens its rows', async (name, filter) => {
  await open('Overview');
  const [figure] = await screen.findAllByRole('button', { name: new RegExp(escaped(name)) });
  expect(await opened(figure!)).toBe(filter);
});

function escaped(text: string): string {
  return text.replaceAll(/[$.]/g, String.raw`\$&`);
}

test.each([
  ['Background', '189', 'profile=hybrid rule=background day:today'],
  ['Background', '4,105', 'profile=hybrid rule=background'],
  [null, '36', 'profile=hybrid is:unmatched day:today'],
])('Routes: the hits of %s, %s, open their rows', async (rule, count, filter) => {
  await open('Routes');
  await screen.findByRole('listitem', { name: 'Subagents' });
  const row =
    rule === null
      ? screen.getByText('No rule matches').closest('li')!
      : document.querySelector<HTMLElement>('[data-rule="background"]')!;
  expect(await opened(within(row).getByRole('button', { name: count }))).toBe(filter);
});

test('Providers: the requests of a model open, and those that went on are said', async () => {
  await open('Providers');
  fireEvent.click(await screen.findByRole('button', { name: /^Z\.AI/ }));
  const figure = await screen.findByRole('button', { name: '214' });
  expect(figure.title).toContain('2 more went on to another model');
  expect(await opened(figure)).toBe('provider=zai sent=glm-5.2 is:rated since:24h');
});
