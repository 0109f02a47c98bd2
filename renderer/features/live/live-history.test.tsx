// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { mountLive } from './live-page.fixture.tsx';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';
import { keptRows } from './traffic-state.ts';

// jsdom lays nothing out; the list needs a height to show rows in.
beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 1076 });
});
afterEach(cleanup);

const older = 700;
/** More than memory holds, by one page and a part of one. The oldest is `r0`. */
const history: readonly ExchangeRow[] = Array.from({ length: keptRows + older }, (_, place) =>
  exchangeRow({
    id: `r${String(place)}`,
    startedAt: place + 1,
    askedModel: `model-${String(place)}`,
    sentModel: null,
    provider: place < 3 ? 'rare' : 'ollama',
    sessionId: place % 2 === 0 ? 'even' : 'odd',
  }),
);

async function show(rows: readonly ExchangeRow[] = history): Promise<FakeApi> {
  const api = createFakeApi({ rows: [...rows] });
  mountLive(api);
  await screen.findByRole('grid');
  return api;
}
const filterBy = (text: string): void => {
  fireEvent.change(screen.getByLabelText('Filter requests'), { target: { value: text } });
};
const called = (api: FakeApi, method: string): unknown[] =>
  api.world.calls.filter((call) => call.method === method).map((call) => call.input);
const models = (): readonly string[] =>
  [...document.querySelectorAll('.live-row')].map(
    (row) => /model-([a-z]|\d+)(?=\D)/.exec(row.textContent)?.[1] ?? '?',
  );

describe('older rows', () => {
  test('are read from the first row on, which stays the chosen one, until the history begins', async () => {
    const api = await show();
    const grid = screen.getByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('-1');
    fireEvent.keyDown(grid, { key: 'Home' });
    expect(await screen.findByText(/^499 older requests were read, 499 in all/)).toBeTruthy();
    expect(grid.getAttribute('aria-rowcount')).toBe('-1');
    // jsdom tells nobody that it was scrolled.
    expect(grid.scrollTop).toBe(499 * 28);
    fireEvent.scroll(grid);
    const chosen = screen.getByRole('row', { selected: true });
    expect([chosen.textContent, chosen.getAttribute('aria-rowindex')]).toEqual([
      expect.stringContaining(`model-${String(older)}`),
      String(499 + 3),
    ]);
    fireEvent.keyDown(grid, { key: 'Home' });
    expect(await screen.findByText(/700 in all. The history begins here/)).toBeTruthy();
    expect(grid.getAttribute('aria-rowcount')).toBe(String(keptRows + older + 2));
    expect(called(api, 'traffic.page')).toEqual([
      { filter: '', limit: 500, before: older + 2 },
      { filter: '', limit: 500, before: older + 2 - 500 },
    ]);
  });

  test('can be asked for with a button where the list is too short to scroll', async () => {
    const api = await show();
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'g' });
    const tree = await screen.findByRole('treegrid');
    for (let fold = 0; fold < 2; fold += 1) {
      fireEvent.keyDown(tree, { key: 'End' });
      if (fold === 1) fireEvent.keyDown(tree, { key: 'Home' });
      fireEvent.keyDown(tree, { key: 'ArrowLeft' });
    }
    const before = called(api, 'traffic.page').length;
    const button = await screen.findByRole('button', { name: 'Show older requests' });
    button.focus();
    fireEvent.keyDown(button, { key: 'Enter' });
    fireEvent.click(button);
    await waitFor(() => expect(called(api, 'traffic.page').length).toBeGreaterThan(before));
    expect(await screen.findByText(/older requests were read/)).toBeTruthy();
  });

  test('that cannot be read say why, and are tried again', async () => {
    const api = await show();
    api.world.failures.set('traffic.page', { code: 'failed', message: 'no disk' });
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'Home' });
    const again = await screen.findByRole('button', { name: 'Try again' });
    expect(screen.getAllByText('Older requests could not be read: no disk')).not.toHaveLength(0);
    api.world.failures.clear();
    again.focus();
    fireEvent.click(again);
    expect(await screen.findByText(/^499 older requests were read/)).toBeTruthy();
    // The button went with the focus on it.
    expect(document.activeElement).toBe(screen.getByRole('grid'));
  });

  test('are not spoken of where memory holds all there is', async () => {
    await show(history.slice(0, 10));
    expect(document.querySelector('.live-older')).toBeNull();
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('11');
  });

  test('that were deleted are gone when the page is shown again', async () => {
    const api = await show();
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'Home' });
    await screen.findByText(/^499 older/);
    cleanup();
    api.world.rows = [];
    mountLive(api);
    expect(await screen.findByText('Nothing has passed through yet')).toBeTruthy();
  });
});

describe('a filter', () => {
  test('finds what is older than memory, and says how many of how many at least', async () => {
    await show();
    filterBy('provider:rare');
    await waitFor(() => expect(models()).toEqual(['0', '1', '2']));
    expect(await screen.findByText(/^3 of \W?5,000\+/)).toBeTruthy();
    filterBy('provider:ollama');
    expect(await screen.findByText(/^\W?5,499\+\W of \W?5,499\+/)).toBeTruthy();
  });

  test('finds nothing only when the store has answered; a failure is no answer', async () => {
    const api = await show();
    api.world.failures.set('traffic.page', { code: 'failed', message: 'no disk' });
    filterBy('provider:nobody');
    expect(await screen.findByText('Looking through older requests')).toBeTruthy();
    expect(screen.queryByText('No request matches the filter')).toBeNull();
    const again = await screen.findByRole('button', { name: 'Try again' });
    api.world.failures.clear();
    fireEvent.click(again);
    expect(await screen.findByText('No request matches the filter')).toBeTruthy();
    expect(screen.getByText('Everything that is kept was looked through.')).toBeTruthy();
  });

  test('of which a part means nothing asks for the rest', async () => {
    const api = await show();
    filterBy('provider:rare cost>many');
    await waitFor(() => expect(models()).toEqual(['0', '1', '2']));
    expect(called(api, 'traffic.page')).toHaveLength(1);
  });

  test('for words leaves it to the store what has ended, and follows what ends now', async () => {
    const rows = ['a', 'b', 'c'].map((id, place) =>
      exchangeRow({ id, startedAt: place, askedModel: `model-${id}`, sentModel: null }),
    );
    const api = await show(
      rows.map((row) => (row.id === 'b' ? { ...row, textTail: 'the needle' } : row)),
    );
    api.world.keptTexts.set('a', 'a needle in the request');
    filterBy('text:needle');
    await waitFor(() => expect(models()).toEqual(['a']));
    const told = exchangeRow({ id: 'd', startedAt: 9, askedModel: 'model-d', sentModel: null });
    api.world.rows.push(told);
    api.world.keptTexts.set('d', 'one more needle');
    act(() => api.push.traffic({ rows: [told], skipped: 0 }));
    await waitFor(() => expect(models()).toEqual(['a', 'd']));
    filterBy('-text:needle');
    await waitFor(() => expect(models()).toEqual(['b', 'c']));
  });
});

test('words that cannot be found since no bodies are kept say so, and lead to where that is changed', async () => {
  await show(history.slice(0, 10));
  filterBy('text:needle');
  expect(await screen.findByText(/none are kept now/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Open Settings' })).toBeTruthy();
});

test('a conversation that began before memory is compared with what the store has of it', async () => {
  const rows = history.map((row, place) =>
    place === 5 || place === history.length - 1 ? { ...row, sessionId: 'long' } : row,
  );
  const api = await show(rows);
  const text = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'words' }] });
  api.world.bodies = {
    method: 'POST',
    path: '/v1/messages',
    headers: {},
    request: { text, bytes: text.length, isCut: false },
    response: null,
  };
  const grid = screen.getByRole('grid');
  fireEvent.keyDown(grid, { key: 'End' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  fireEvent.click(await screen.findByRole('tab', { name: 'Request' }));
  expect(called(api, 'traffic.page')).toEqual([]);
  fireEvent.click(await screen.findByRole('radio', { name: 'Compare' }));
  expect(await screen.findByRole('combobox', { name: 'with' })).toHaveProperty('value', 'r5');
  expect(called(api, 'traffic.page')).toEqual([
    { filter: 'session=long', limit: 50, before: keptRows + older + 1 },
  ]);
});
