// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { LocalOnlyPart } from './LocalOnlyPart.tsx';

afterEach(cleanup);

async function show(ranges: readonly string[] = []): Promise<FakeApi> {
  const api = createFakeApi();
  api.world.privateRanges = ranges;
  render(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <LocalOnlyPart />
      </LanguageProvider>
    </StoresProvider>,
  );
  await waitFor(() => expect(field().disabled).toBe(false));
  return api;
}
const field = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: /one a line/ });
const saveButton = (): HTMLButtonElement => screen.getByRole('button', { name: 'Save' });
const write = (value: string): void => {
  fireEvent.change(field(), { target: { value } });
};

test('shows what is kept, and saves what was written as a list', async () => {
  const api = await show(['10.0.0.0/8']);
  expect(field().value).toBe('10.0.0.0/8');
  expect(saveButton().getAttribute('aria-disabled')).toBe('true');
  write('10.0.0.0/8, 192.168.1.0/24\n\nfd00::/8\n10.0.0.0/8');
  fireEvent.click(saveButton());
  expect(await screen.findByText('Saved')).toBeTruthy();
  expect(api.world.privateRanges).toEqual(['10.0.0.0/8', '192.168.1.0/24', 'fd00::/8']);
  expect(field().value).toBe('10.0.0.0/8\n192.168.1.0/24\nfd00::/8');
  write('');
  fireEvent.click(saveButton());
  await waitFor(() => expect(api.world.privateRanges).toEqual([]));
});

test.each(['0.0.0.0/0', '203.0.113.0/24', '192.168.1.1', 'nas.local'])(
  '%s is refused by name, and nothing is saved',
  async (bad) => {
    const api = await show();
    write(`192.168.1.0/24\n${bad}`);
    fireEvent.click(saveButton());
    expect((await screen.findByRole('alert')).textContent).toContain(`${bad} is not a private`);
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(api.world.privateRanges).toEqual([]);
    write('192.168.1.0/24');
    expect(screen.queryByRole('alert')).toBeNull();
  },
);

test('what main refuses is told', async () => {
  const api = await show();
  api.world.failures.set('app.setPrivateRanges', { code: 'failed', message: 'the disk is full' });
  write('192.168.1.0/24');
  fireEvent.click(saveButton());
  expect((await screen.findByRole('alert')).textContent).toContain('the disk is full');
});
