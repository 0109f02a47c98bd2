// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { mountLive } from './live-page.fixture.tsx';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';

// jsdom lays nothing out; the list needs a height to show rows in.
beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 1076 });
});
afterEach(cleanup);

const rows = [
  exchangeRow({ id: 'a', startedAt: 1, askedModel: 'model-a', sentModel: 'model-a' }),
  exchangeRow({
    id: 'b',
    startedAt: 2,
    askedModel: 'model-b',
    sentModel: 'model-b',
    state: 'failed',
  }),
  exchangeRow({
    id: 'c',
    startedAt: 3,
    askedModel: 'model-c',
    sentModel: 'model-c',
    state: 'streaming',
    durationMs: null,
    usage: null,
  }),
];

async function show(list = rows): Promise<FakeApi> {
  const api = createFakeApi({ rows: list });
  mountLive(api);
  if (list.length > 0) await screen.findByRole('grid');
  return api;
}

function shown(): string {
  return [...document.querySelectorAll('.live-row')]
    .map((row) => /model-([a-z])/.exec(row.textContent)?.[1] ?? '?')
    .join('');
}
async function openTab(name: string): Promise<FakeApi> {
  const api = await show();
  const grid = screen.getByRole('grid');
  fireEvent.keyDown(grid, { key: 'Home' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  fireEvent.click(await screen.findByRole('tab', { name }));
  return api;
}
const called = (api: FakeApi, method: string): unknown[] =>
  api.world.calls.filter((call) => call.method === method).map((call) => call.input);

describe('Live', () => {
  test('asks for batches while it is shown, and only then', async () => {
    const api = await show();
    expect(called(api, 'traffic.watch')).toEqual([{ active: true }]);
    cleanup();
    expect(called(api, 'traffic.watch')).toEqual([{ active: true }, { active: false }]);
  });

  test('the filter hides rows, counts them, and names a key that it does not know', async () => {
    await show();
    const box = screen.getByLabelText('Filter requests');
    fireEvent.change(box, { target: { value: 'state:failed' } });
    await waitFor(() => expect(shown()).toBe('b'));
    expect(screen.getByText('1 of 3')).toBeTruthy();
    fireEvent.change(box, { target: { value: 'stat:failed' } });
    await screen.findByText(/There is no key “stat”/);
    expect(shown()).toBe('abc');
  });

  test('a pushed row appears; while paused it waits', async () => {
    const api = await show();
    const push = (id: string, startedAt: number): void =>
      act(() =>
        api.push.traffic({
          rows: [exchangeRow({ id, startedAt, askedModel: `model-${id}`, sentModel: null })],
          skipped: 0,
        }),
      );
    push('d', 4);
    expect(shown()).toBe('abcd');
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'p' });
    push('e', 5);
    expect(shown()).toBe('abcd');
    expect(screen.getByRole('button', { name: '1 new' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(shown()).toBe('abcde');
  });

  test('rows that were left out of a batch make it read the list anew', async () => {
    const api = await show();
    const before = called(api, 'traffic.list').length;
    act(() => api.push.traffic({ rows: [], skipped: 7 }));
    await waitFor(() => expect(called(api, 'traffic.list')).toHaveLength(before + 1));
  });

  test('the full stop cancels the selected request in flight, and no other', async () => {
    const api = await show();
    const grid = screen.getByRole('grid');
    fireEvent.keyDown(grid, { key: 'Home' });
    fireEvent.keyDown(grid, { key: '.' });
    expect(called(api, 'traffic.cancel')).toEqual([]);
    fireEvent.keyDown(grid, { key: 'End' });
    fireEvent.keyDown(grid, { key: '.' });
    await waitFor(() => expect(called(api, 'traffic.cancel')).toEqual([{ exchangeId: 'c' }]));
  });

  test('Enter opens the request, Cancel stops it, Escape closes the pane', async () => {
    const api = await show();
    const grid = screen.getByRole('grid');
    fireEvent.keyDown(grid, { key: 'End' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(called(api, 'traffic.cancel')).toEqual([{ exchangeId: 'c' }]));
    fireEvent.click(screen.getByRole('tab', { name: 'Why' }));
    expect(await screen.findByText('Rules, in order')).toBeTruthy();
    fireEvent.keyDown(grid, { key: 'Escape' });
    expect(screen.queryByText('Rules, in order')).toBeNull();
  });

  test('Events shows both sides where the dialect differs; a jump marks both', async () => {
    await show();
    const grid = screen.getByRole('grid');
    fireEvent.keyDown(grid, { key: 'Home' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    fireEvent.click(await screen.findByRole('tab', { name: /Events/ }));
    expect(await screen.findByRole('region', { name: 'To the client' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'From upstream' }).textContent).toContain('content');
    fireEvent.click(screen.getByRole('button', { name: 'first text' }));
    expect([...document.querySelectorAll('.ev-line.on')].map((line) => line.textContent)).toEqual([
      '21content_block_deltatext_delta "I’ll read the handler"',
      '11content "I’ll read the handler"',
    ]);
    expect(document.querySelectorAll('.dt.gap').length).toBeGreaterThan(0);
  });

  test('Request tells how to keep bodies while none is kept, and leads there', async () => {
    await openTab('Request');
    expect(await screen.findByText(/Turn “Keep bodies” on in Settings/)).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Response' }));
    expect(await screen.findByText(/Put together from the events/)).toBeTruthy();
    expect(screen.getByText('I’ll read the handler first, then the test.')).toBeTruthy();
  });

  test('a kept request can be searched, and a long string opens', async () => {
    const api = await openTab('Summary');
    const long = 'a word '.repeat(60);
    const body = (value: unknown) => ({ text: JSON.stringify(value), bytes: 10, isCut: false });
    api.world.bodies = {
      method: 'POST',
      path: '/v1/messages',
      headers: {},
      request: body({ model: 'm', system: long }),
      response: body({
        content: [
          { type: 'text', text: 'Done.' },
          { type: 'tool_use', name: 'Read', input: { file: 'a.ts' } },
        ],
      }),
    };
    fireEvent.click(screen.getByRole('tab', { name: 'Request' }));
    const view = await screen.findByRole('region', { name: 'Request' });
    expect(view.textContent).not.toContain(long);
    fireEvent.click(await screen.findByRole('button', { name: /Show all/ }));
    expect(view.textContent.replaceAll('\n', '')).toContain(long.slice(0, 150));
    fireEvent.change(screen.getByLabelText('Search in the body'), { target: { value: 'model' } });
    expect(screen.getByText('1 line')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(document.querySelector('.live-json-line.on')?.textContent).toBe('"model": "m",');
    fireEvent.click(screen.getByRole('tab', { name: 'Response' }));
    expect(await screen.findByText('Done.')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Tool call' }).textContent).toContain('"file"');
  });

  test('the shown rows are exported; one without a kept body says why there is no command', async () => {
    const api = await openTab('Summary');
    fireEvent.click(screen.getByRole('button', { name: 'Export the shown requests' }));
    fireEvent.click(screen.getByText('Export as HAR…'));
    expect(await screen.findByText('3 requests written')).toBeTruthy();
    expect(called(api, 'traffic.export')).toEqual([
      { exchangeIds: ['a', 'b', 'c'], format: 'har' },
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Copy or export this request' }));
    fireEvent.click(screen.getByText('Copy as cURL'));
    expect(await screen.findByText('No command: the body was not kept')).toBeTruthy();
    expect(called(api, 'app.copyText')).toEqual([]);
  });

  test("a project's content is never kept again, and Undo takes that back", async () => {
    const api = await show([exchangeRow({ id: 'a', startedAt: 1, project: '/src/secret' })]);
    const grid = screen.getByRole('grid');
    fireEvent.keyDown(grid, { key: 'Home' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    fireEvent.click(await screen.findByRole('button', { name: 'Copy or export this request' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Never keep content of this project' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull());
    expect(called(api, 'preferences.set')).toEqual([
      { quietProjects: ['/src/secret'] },
      { quietProjects: [] },
    ]);
  });

  test('nothing yet: the way to start is offered', async () => {
    await show([]);
    expect(await screen.findByText('Nothing has passed through yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Launch Claude in/ })).toBeTruthy();
  });
});
