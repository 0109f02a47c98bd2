// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
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

const rows = ['a', 'b', 'c', 'd'].map((id, place) =>
  exchangeRow({
    id,
    startedAt: place,
    askedModel: `model-${id}`,
    sentModel: `model-${id}`,
    provider: id === 'd' ? 'minimax' : 'ollama',
    sessionId: id < 'c' ? 'first' : 'second',
  }),
);

async function show(): Promise<FakeApi> {
  const api = createFakeApi({ rows });
  mountLive(api);
  await screen.findByRole('grid');
  return api;
}
const shown = (): string =>
  [...document.querySelectorAll('.live-row')]
    .map((row) => /model-([a-z])/.exec(row.textContent)?.[1] ?? '+')
    .join('');
const rowOf = (model: string): Element =>
  screen.getAllByText(model)[0]?.closest('.live-row') ?? document.body;
const heads = (): readonly string[] =>
  screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
const exported = (api: FakeApi): unknown[] =>
  api.world.calls.filter(({ method }) => method === 'traffic.export').map(({ input }) => input);

describe('columns', () => {
  test('are moved and sized from their head with the keyboard, and stand so after a restart', async () => {
    const api = await show();
    const cost = screen.getByRole('columnheader', { name: 'Cost $' });
    fireEvent.keyDown(cost, { key: 'ArrowLeft', altKey: true });
    expect(heads().slice(-3)).toEqual(['Cost $', 'Took s', 'Saved $']);
    expect(await screen.findByText('Cost $, place 12 of 14')).toBeTruthy();
    fireEvent.keyDown(screen.getByRole('columnheader', { name: 'Cost $' }), {
      key: 'ArrowRight',
      shiftKey: true,
    });
    await waitFor(() =>
      expect(api.world.preferences.liveColumns?.find(({ id }) => id === 'cost')?.width).toBe(68),
    );
    cleanup();
    mountLive(api);
    await screen.findByRole('grid');
    await waitFor(() => expect(heads().slice(-3)).toEqual(['Cost $', 'Took s', 'Saved $']));
  });

  test('are chosen in a panel, and reset there', async () => {
    await show();
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
    const panel = await screen.findByRole('dialog', { name: 'Columns' });
    fireEvent.click(within(panel).getByRole('checkbox', { name: 'Show Session' }));
    expect(heads()).toContain('Session');
    fireEvent.click(within(panel).getByRole('checkbox', { name: 'Show Project' }));
    expect(heads()).not.toContain('Project');
    fireEvent.click(within(panel).getByRole('button', { name: 'Reset' }));
    expect(heads()).toContain('Project');
    fireEvent.keyDown(panel, { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Columns' }));
  });
});

describe('filter', () => {
  test('proposes keys and then values of the list, all with the keyboard', async () => {
    await show();
    const box = screen.getByRole('combobox', { name: 'Filter requests' });
    fireEvent.change(box, { target: { value: 'provi' } });
    const options = await screen.findAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual(['providerwho answered']);
    fireEvent.keyDown(box, { key: 'Tab' });
    expect(box).toHaveProperty('value', 'provider:');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    fireEvent.keyDown(box, { key: 'ArrowDown' });
    fireEvent.keyDown(box, { key: 'ArrowDown' });
    expect(box.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[1]?.id);
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(box).toHaveProperty('value', 'provider:minimax ');
    await waitFor(() => expect(shown()).toBe('d'));
  });

  test('a wrong amount is named where it stands, once it is no longer being typed', async () => {
    await show();
    const box = screen.getByRole('combobox', { name: 'Filter requests' });
    fireEvent.change(box, { target: { value: 'cost>many' } });
    expect(screen.queryByText(/is no amount/)).toBeNull();
    fireEvent.blur(box);
    expect((await screen.findByText(/“many” is no amount/)).textContent).toContain('0.05');
    expect(box.getAttribute('aria-invalid')).toBe('true');
    expect(shown()).toBe('abcd');
  });

  test('a view keeps filter, columns and grouping; it is used, renamed and deleted', async () => {
    const api = await show();
    const box = screen.getByRole('combobox', { name: 'Filter requests' });
    fireEvent.change(box, { target: { value: 'provider:minimax' } });
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.change(await screen.findByLabelText('Name of the view'), {
      target: { value: 'Paid' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Keep' }));
    await waitFor(() =>
      expect(api.world.preferences.liveViews).toMatchObject([
        { name: 'Paid', filter: 'provider:minimax', columns: null, grouped: false },
      ]),
    );
    fireEvent.change(box, { target: { value: '' } });
    await waitFor(() => expect(shown()).toBe('abcd'));
    fireEvent.click(screen.getByRole('button', { name: 'Use the view Paid' }));
    await waitFor(() => expect(shown()).toBe('d'));
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Rename Paid' }));
    fireEvent.change(screen.getByLabelText('Rename Paid'), { target: { value: 'Costly' } });
    fireEvent.submit(screen.getByLabelText('Rename Paid'));
    fireEvent.click(await screen.findByRole('button', { name: 'Delete Costly' }));
    await waitFor(() => expect(api.world.preferences.liveViews).toEqual([]));
  });
});

describe('choosing', () => {
  test('Shift and Ctrl choose more than one, and those are exported; Escape goes back to one', async () => {
    const api = await show();
    const grid = screen.getByRole('grid');
    fireEvent.click(rowOf('model-a'));
    fireEvent.click(rowOf('model-c'), { shiftKey: true });
    fireEvent.click(rowOf('model-b'), { ctrlKey: true });
    expect(screen.getAllByRole('row', { selected: true })).toHaveLength(2);
    fireEvent.click(screen.getByRole('button', { name: 'Export 2 selected requests' }));
    fireEvent.click(screen.getByText('Export as JSONL…'));
    await waitFor(() =>
      expect(exported(api)).toEqual([{ exchangeIds: ['a', 'c'], format: 'jsonl' }]),
    );
    fireEvent.keyDown(grid, { key: 'Escape' });
    expect(screen.getAllByRole('row', { selected: true })).toHaveLength(1);
  });

  test('the keyboard extends, and Ctrl A takes all that the filter shows', async () => {
    await show();
    const grid = screen.getByRole('grid');
    fireEvent.keyDown(grid, { key: 'Home' });
    fireEvent.keyDown(grid, { key: 'ArrowDown', shiftKey: true });
    fireEvent.keyDown(grid, { key: 'J', shiftKey: true });
    expect(screen.getAllByRole('row', { selected: true })).toHaveLength(3);
    fireEvent.keyDown(grid, { key: 'a', ctrlKey: true });
    expect(screen.getAllByRole('row', { selected: true })).toHaveLength(4);
  });
});

test('conversations fold and say their sums; the list is a tree then', async () => {
  const api = await show();
  fireEvent.keyDown(screen.getByRole('grid'), { key: 'g' });
  const tree = await screen.findByRole('treegrid');
  expect(shown()).toBe('+ab+cd');
  expect(api.world.preferences.liveGrouped).toBe(true);
  const [head] = screen.getAllByRole('row', { expanded: true });
  expect(head?.textContent).toContain('2 requests');
  expect(head?.textContent).toContain('$0.0020');
  fireEvent.keyDown(tree, { key: 'Home' });
  fireEvent.keyDown(tree, { key: 'ArrowLeft' });
  expect(shown()).toBe('++cd');
  fireEvent.keyDown(tree, { key: 'Enter' });
  expect(shown()).toBe('+ab+cd');
});

test('the keys of the page are listed at ?', async () => {
  await show();
  fireEvent.keyDown(screen.getByRole('grid'), { key: '?' });
  const list = await screen.findByRole('dialog', { name: 'Keys of this page' });
  expect(within(list).getByText('cancel the selected request')).toBeTruthy();
});

test('a kept request is compared with the one before it in its conversation', async () => {
  const api = await show();
  const body = (words: string) =>
    JSON.stringify({ model: 'm', messages: [{ role: 'user', content: words }] });
  const keep = (text: string): void => {
    api.world.bodies = {
      method: 'POST',
      path: '/v1/messages',
      headers: {},
      request: { text, bytes: text.length, isCut: false },
      response: null,
    };
  };
  keep(body('first'));
  const grid = screen.getByRole('grid');
  fireEvent.keyDown(grid, { key: 'Home' });
  fireEvent.keyDown(grid, { key: 'j' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  fireEvent.click(await screen.findByRole('tab', { name: 'Request' }));
  const compare = await screen.findByRole('radio', { name: 'Compare' });
  // The earlier body is read only now, and it is another one.
  keep(body('second'));
  fireEvent.click(compare);
  expect(await screen.findByText('messages[0]', { selector: '.note *' })).toBeTruthy();
  const lines = [...document.querySelectorAll('.diff > div')].map(({ textContent }) => textContent);
  expect(lines.filter((line) => /first|second/.test(line))).toEqual([
    '-   "content": "second"',
    '+   "content": "first"',
  ]);
  expect(screen.getByRole('combobox', { name: 'with' })).toHaveProperty('value', 'a');
});
