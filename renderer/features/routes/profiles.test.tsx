// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { RoutesPage } from './RoutesPage.tsx';

afterEach(cleanup);

async function show(): Promise<FakeApi> {
  const api = createFakeApi();
  render(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <RoutesPage />
      </LanguageProvider>
    </StoresProvider>,
  );
  await screen.findByRole('listitem', { name: 'Subagents' });
  return api;
}
async function choose(item: string): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Profiles' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
}
const last = (api: FakeApi, method: string): unknown =>
  api.world.calls.findLast((call) => call.method === method)?.input;

test('a new profile is made of what there is, and not switched to', async () => {
  const api = await show();
  const before = api.world.status.activeProfile;
  await choose('New profile…');
  const dialog = screen.getByRole('dialog');
  fireEvent.click(await within(dialog).findByRole('radio', { name: /^Hybrid/ }));
  fireEvent.change(within(dialog).getByLabelText('Name'), { target: { value: 'My work' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Create' }));
  await waitFor(() => expect(last(api, 'profiles.add')).toBeDefined());
  expect(last(api, 'profiles.add')).toMatchObject({
    profile: { id: 'my-work', name: 'My work', lock: null },
    use: false,
  });
  const { rules } = (last(api, 'profiles.add') as { profile: { rules: { id: string }[] } }).profile;
  expect(rules.map(({ id }) => id)).toContain('rest');
  expect(api.world.status.activeProfile).toBe(before);
});

test('renaming, duplicating, and deleting with its undo', async () => {
  const api = await show();
  await choose('Rename…');
  const dialog = screen.getByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText('Name'), { target: { value: ' ' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect(within(dialog).getByText('Give the profile a name.')).toBeTruthy();
  fireEvent.change(within(dialog).getByLabelText('Name'), { target: { value: 'Work' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(last(api, 'profiles.update')).toEqual({ profileId: 'hybrid', name: 'Work' }),
  );
  await choose('Duplicate');
  await waitFor(() =>
    expect(last(api, 'profiles.add')).toMatchObject({ profile: { id: 'hybrid-2' }, use: false }),
  );
  await choose('Delete');
  fireEvent.click(
    within((await screen.findByText(/^Profile deleted/)).closest('.note')!).getByRole('button', {
      name: 'Undo',
    }),
  );
  await waitFor(() =>
    expect(last(api, 'profiles.add')).toMatchObject({
      profile: { id: expect.stringContaining('hybrid') as string },
    }),
  );
});

test('the lock says what it would block before it is set', async () => {
  const api = await show();
  fireEvent.click(screen.getByRole('button', { name: 'Lock: No lock' }));
  const dialog = screen.getByRole('dialog');
  const note = await within(dialog).findByText(/^Rules that would be blocked: /);
  expect(note.textContent).toContain('Long context');
  expect(dialog.textContent).toContain('No private network is listed');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Lock to local only' }));
  await screen.findByRole('button', { name: 'Lock: local only' });
  expect(last(api, 'profiles.update')).toEqual({ profileId: 'hybrid', lock: 'local-only' });
});
