// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { ImportPart } from './ImportPart.tsx';

beforeAll(() => {
  // jsdom has the element but not its modality.
  const open = (isOpen: boolean) =>
    function set(this: HTMLDialogElement) {
      this.open = isOpen;
    };
  Object.assign(HTMLDialogElement.prototype, { showModal: open(true), close: open(false) });
});
afterEach(cleanup);

function show(api: FakeApi = createFakeApi()): FakeApi {
  render(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <ImportPart />
      </LanguageProvider>
    </StoresProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Import…' }));
  return api;
}
const calls = (api: FakeApi): readonly string[] =>
  api.world.calls.map(({ method }) => method).filter((method) => method.startsWith('transfer.'));

test('the preview names providers, keys, rules and losses; nothing is added before the word', async () => {
  const api = show();
  const dialog = await screen.findByRole('dialog', { name: 'Import config.json' });
  const providers = within(within(dialog).getByRole('list', { name: 'Providers' }));
  expect(providers.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    expect.stringMatching(/^zai.*key from ZAI_API_KEY/),
    expect.stringMatching(/^minimax.*key found/),
    expect.stringMatching(/^ollama.*needs no key/),
  ]);
  expect(within(dialog).getByText('minimax MiniMax-M2.7')).toBeTruthy();
  expect(within(dialog).getByText(/makes its own token/)).toBeTruthy();
  expect(calls(api)).toEqual(['transfer.preview']);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(calls(api)).toEqual(['transfer.preview', 'transfer.apply']);
  expect(screen.getByText(/Choose the profile in the header/)).toBeTruthy();
  expect(api.world.status.activeProfile).toBe('hybrid');
});

test('Cancel lets main forget the keys', async () => {
  const api = show();
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(calls(api)).toEqual(['transfer.preview', 'transfer.discard']));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a file that cannot be read says why', async () => {
  const api = createFakeApi();
  api.world.failures.set('transfer.preview', { code: 'invalid-input', message: 'no tool' });
  show(api);
  expect((await screen.findByRole('alert')).textContent).toContain('The import failed: no tool');
});
