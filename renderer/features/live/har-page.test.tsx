// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { HarView } from '../../../shared/domain/har.ts';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { mountLive } from './live-page.fixture.tsx';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';

// jsdom lays nothing out; the list needs a height to show rows in.
beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 1076 });
});
afterEach(cleanup);

const file: HarView = {
  harId: 'har-1',
  fileName: 'team<b>.har',
  entries: 5,
  rows: [exchangeRow({ id: 'in-file', askedModel: 'model-of-the-file', sentModel: null })],
  skipped: { other: 3, damaged: 1, surplus: 0 },
  damagedAt: [4],
};

async function openFile(
  world: Parameters<typeof createFakeApi>[0] = {},
  api: FakeApi = createFakeApi({ rows: [exchangeRow({ askedModel: 'own-model' })], ...world }),
): Promise<FakeApi> {
  mountLive(api);
  await waitFor(() => screen.getByRole('button', { name: /Export the shown/ }));
  fireEvent.click(screen.getByRole('button', { name: /Export the shown/ }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Open a HAR…' }));
  return api;
}

test('a HAR takes the place of the own requests, says what it is, and gives it back', async () => {
  const api = await openFile({ har: file });
  const banner = await screen.findByText(/You only look at it/);
  expect(banner.textContent).toContain('team<b>.har: 1 request.');
  expect(banner.textContent).toContain('3 entries are no requests to a model.');
  expect(banner.textContent).toMatch(/1 entry could not be read: number .4.\./);
  expect(screen.getAllByText('model-of-the-file').length).toBeGreaterThan(0);
  expect(screen.queryByText('own-model')).toBeNull();
  // What came in meanwhile stays out of the file.
  api.push.traffic({ rows: [exchangeRow({ id: 'new', askedModel: 'just-now' })], skipped: 0 });
  expect(screen.queryByText('just-now')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Close the file' }));
  expect(await screen.findAllByText('own-model')).not.toHaveLength(0);
  expect(api.world.calls).toContainEqual({ method: 'har.close', input: { harId: 'har-1' } });
});

test('its requests are read from the file, and can be neither cancelled, replayed nor exported', async () => {
  const api = await openFile({ har: file });
  fireEvent.doubleClick((await screen.findAllByText('model-of-the-file'))[0]!);
  const pane = await screen.findByRole('region', { name: 'Request' });
  await waitFor(() =>
    expect(api.world.calls).toContainEqual({
      method: 'har.entry',
      input: { harId: 'har-1', exchangeId: 'in-file' },
    }),
  );
  expect(api.world.calls.map(({ method }) => method)).not.toContain('traffic.detail');
  expect(within(pane).queryByRole('button', { name: /Send again|Replay/ })).toBeNull();
  fireEvent.click(within(pane).getByRole('button', { name: 'Copy or export this request' }));
  expect(await screen.findByRole('menuitem', { name: 'Copy as cURL' })).toBeTruthy();
  expect(screen.queryByRole('menuitem', { name: /Export as/ })).toBeNull();
});

test('a filter looks in the file alone', async () => {
  const api = await openFile({ har: file });
  await screen.findByText(/You only look at it/);
  const box = screen.getByLabelText('Filter requests');
  fireEvent.change(box, { target: { value: 'text:nothing' } });
  expect(await screen.findByText('No request matches the filter')).toBeTruthy();
  expect(await screen.findByText('0 of 1')).toBeTruthy();
  expect(screen.queryByText(/older requests/)).toBeNull();
  const asked = api.world.calls.map(({ method }) => method);
  expect(asked).not.toContain('traffic.page');
  expect(asked).not.toContain('traffic.whichMatch');
});

test('a file that cannot be read says why', async () => {
  const api = createFakeApi({ rows: [exchangeRow({ askedModel: 'own-model' })] });
  await openFile(
    {},
    {
      ...api,
      har: {
        ...api.har,
        open: () =>
          Promise.resolve({
            ok: true,
            value: {
              ok: false,
              fileName: 'broken.har',
              problem: { code: 'not-json', line: 3, column: 6 },
            },
          }),
      },
    },
  );
  expect((await screen.findByRole('alert')).textContent).toContain(
    'broken.har is no HAR: from line 3, column 6 on it is not JSON.',
  );
  expect(screen.getAllByText('own-model').length).toBeGreaterThan(0);
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('an empty list still opens a file, and a file without requests says so', async () => {
  await openFile({
    rows: [],
    har: { ...file, rows: [], skipped: { other: 5, damaged: 0, surplus: 0 } },
  });
  expect(await screen.findByText('No request to a model in this file')).toBeTruthy();
});
