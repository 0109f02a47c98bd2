// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { fakeRules } from '../../fake/rules.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { RoutesPage } from './RoutesPage.tsx';

afterEach(cleanup);

async function open(api: FakeApi = createFakeApi()): Promise<HTMLElement> {
  render(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <RoutesPage />
      </LanguageProvider>
    </StoresProvider>,
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Try on past traffic' }));
  return screen.getByRole('dialog');
}
const tried = (api: FakeApi): unknown =>
  api.world.calls.findLast(({ method }) => method === 'rules.tryOnPast')?.input;

test('shows what would move, what it cost and would have, and what is in no sum', async () => {
  const api = createFakeApi();
  const dialog = await open(api);
  await within(dialog).findByText('Would go elsewhere');
  expect(tried(api)).toEqual({ profileId: 'hybrid', rules: fakeRules, days: 7 });
  const [long, background, none] = within(dialog).getAllByRole('row').slice(1);
  expect(long?.textContent).toContain('Long context');
  expect(long?.textContent).toContain('$77.00');
  expect(background?.textContent).toContain('free $0.00');
  expect(none?.textContent).toContain('No rule matches');
  expect(none?.textContent).toContain('unpriced');
  expect(none?.textContent).not.toContain('$');
  expect(dialog.textContent).toContain('9 requests are unpriced on one side and in no sum.');
  expect(dialog.textContent).toContain('3 requests would fit no target');

  fireEvent.click(within(dialog).getByRole('radio', { name: '30 days' }));
  await within(dialog).findByText('36,120');
  expect(tried(api)).toMatchObject({ days: 30 });
});

test('a failure says why and can be tried again', async () => {
  const api = createFakeApi();
  api.world.failures.set('rules.tryOnPast', { code: 'failed', message: 'the store is busy' });
  const dialog = await open(api);
  expect((await within(dialog).findByRole('alert')).textContent).toContain('the store is busy');
  api.world.failures.clear();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Try again' }));
  await within(dialog).findByText('Would go elsewhere');
});

test('while it runs it says how far it is, and Stop stops it in main', async () => {
  const api = createFakeApi();
  let finish: (reply: { ok: true; value: null }) => void = () => undefined;
  const held = new Promise<{ ok: true; value: null }>((resolve) => {
    finish = resolve;
  });
  const dialog = await open({ ...api, rules: { ...api.rules, tryOnPast: () => held } });
  expect(within(dialog).getByRole('status').textContent).toContain('Counting the requests');
  api.push.trialProgress({ done: 2_000, of: 12_400 });
  await within(dialog).findByText('Tried 2,000 of 12,400 requests');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Stop' }));
  expect(api.world.calls.at(-1)?.method).toBe('rules.stopTrial');
  finish({ ok: true, value: null });
  await within(dialog).findByText('Stopped before the end. Nothing was changed.');
});
