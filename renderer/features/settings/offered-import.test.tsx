// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { App } from '../../app.tsx';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import type { FakeWorld } from '../../fake/world.ts';
import { fakeSharedPreview } from '../../fake/transfer.ts';

afterEach(cleanup);

async function start(world: Partial<FakeWorld> = {}): Promise<FakeApi> {
  const api = createFakeApi(world);
  render(<App api={api} />);
  await screen.findByRole('switch', { name: /routing/i });
  return api;
}
const called = (api: FakeApi, method: string): readonly unknown[] =>
  api.world.calls.filter((call) => call.method === method).map((call) => call.input);
const offer = { ok: true, preview: fakeSharedPreview } as const;

test('a link shows on any page what it would add, with the whole address and what is strange', async () => {
  const api = await start();
  act(() => api.push.offer(offer));
  const dialog = await screen.findByRole('dialog', { name: 'Take a shared profile?' });
  expect(within(dialog).getByText('https://api.minimax.example/anthropic')).toBeTruthy();
  expect(dialog.textContent).toContain(
    'it is called like MiniMax, but requests would go to api.minimax.example',
  );
  expect(within(dialog).getByText('https://api.z.ai/api/anthropic')).toBeTruthy();
  expect(called(api, 'transfer.apply')).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(called(api, 'transfer.discard')).toEqual([{ previewId: 'preview-2' }]);
  expect(called(api, 'transfer.apply')).toEqual([]);
});

test('a link that came before the window is shown too, and added when confirmed', async () => {
  const api = await start({ offer });
  fireEvent.click(await screen.findByRole('button', { name: 'Add' }));
  await screen.findByText(/Choose the profile in the header/);
  expect(called(api, 'transfer.apply')).toEqual([{ previewId: 'preview-2' }]);
});

test('a link that cannot be read says why', async () => {
  const api = await start();
  act(() => api.push.offer({ ok: false, reason: 'the link holds too much' }));
  expect((await screen.findByRole('alert')).textContent).toContain('the link holds too much');
});
