// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { preferencesSchema } from '../shared/domain/preferences.ts';
import { App } from './app.tsx';
import type { FakeApi } from './bridge.fake.ts';
import type { FakeWorld } from './fake/world.ts';
import { createFakeApi } from './bridge.fake.ts';

const secret = 'sk-test-THIS-MUST-NOT-SHOW-9z9z';

afterEach(cleanup);

async function start(world: Partial<FakeWorld> = {}): Promise<FakeApi> {
  const api = createFakeApi(world);
  render(<App api={api} />);
  await screen.findByRole('switch', { name: /routing/i });
  return api;
}

function calls(api: FakeApi, method: string): readonly unknown[] {
  return api.world.calls.filter((call) => call.method === method).map((call) => call.input);
}

describe('frame', () => {
  test('the switch shows its wish, then main’s answer', async () => {
    const api = await start();
    const control = screen.getByRole('switch', { name: 'Routing on' });
    fireEvent.click(control);
    expect(control.getAttribute('aria-busy')).toBe('true');
    expect(screen.getByText('Turning off…')).toBeTruthy();
    await screen.findByText('Routing off');
    expect(control.getAttribute('aria-checked')).toBe('false');
    expect(calls(api, 'app.setRouting')).toEqual([{ on: false }]);
  });

  test('a refused switch goes back and says why beside it', async () => {
    const api = await start();
    api.world.failures.set('app.setRouting', { code: 'failed', message: 'the port is taken' });
    const control = screen.getByRole('switch', { name: 'Routing on' });
    fireEvent.click(control);
    expect((await screen.findByRole('alert')).textContent).toContain('the port is taken');
    expect(control.getAttribute('aria-checked')).toBe('true');
  });

  test('Ctrl and a digit change the page, Ctrl Shift R toggles routing', async () => {
    const api = await start();
    fireEvent.keyDown(window, { key: '4', ctrlKey: true });
    expect(await screen.findByRole('main', { name: 'Providers' })).toBeTruthy();
    fireEvent.keyDown(window, { key: 'R', ctrlKey: true, shiftKey: true });
    await screen.findByText('Routing off');
    expect(calls(api, 'app.setRouting')).toEqual([{ on: false }]);
  });

  test('language, direction, theme and density stand on the root element', async () => {
    const preferences = preferencesSchema.parse({
      firstRunDone: true,
      language: 'ar',
      theme: 'dark',
      density: 'compact',
    });
    render(<App api={createFakeApi({ preferences })} />);
    await screen.findByText('التوجيه يعمل');
    const { lang, dir, dataset } = document.documentElement;
    const { theme, density } = dataset;
    expect({ lang, dir, theme, density }).toEqual({
      lang: 'ar',
      dir: 'rtl',
      theme: 'dark',
      density: 'compact',
    });
  });

  test('the palette finds a profile by name and Enter uses it', async () => {
    const api = await start();
    fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const field = await screen.findByRole('combobox', { name: 'Search or run' });
    fireEvent.change(field, { target: { value: 'only my' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(calls(api, 'app.setProfile')).toEqual([{ profileId: 'local' }]));
  });

  test('launch shows the command and what to do when claude is missing', async () => {
    const api = await start({ plan: { problem: 'claude-not-found', claudePath: null } });
    fireEvent.click(screen.getByRole('button', { name: 'Launch Claude' }));
    const dialog = await screen.findByRole('dialog', { name: 'Launch Claude' });
    await within(dialog).findByText('Claude Code was not found on this machine.');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Launch' }));
    expect(calls(api, 'launch.start')).toEqual([]);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Copy' }));
    await within(dialog).findByText('Copied');
    expect(calls(api, 'app.copyText')).toHaveLength(1);
  });
});

describe('providers', () => {
  async function openProviders(): Promise<FakeApi> {
    const api = await start();
    fireEvent.click(screen.getByRole('link', { name: /Providers/ }));
    await screen.findByRole('complementary', { name: 'Providers' });
    return api;
  }

  function pageHolds(text: string): boolean {
    const values = [...document.querySelectorAll('input')].map((input) => input.value);
    return document.documentElement.outerHTML.includes(text) || values.includes(text);
  }

  test('a key goes to the keychain, is tested, and is nowhere in the page afterwards', async () => {
    const api = await openProviders();
    fireEvent.click(await screen.findByRole('button', { name: /^DeepSeek/ }));
    fireEvent.click(await screen.findByRole('button', { name: 'Add key' }));
    const field = screen.getByLabelText<HTMLInputElement>('Key');
    expect(field.type).toBe('password');
    fireEvent.change(field, { target: { value: secret } });
    fireEvent.click(screen.getByRole('button', { name: 'Store and test' }));
    expect(field.value).toBe('');
    await screen.findByText('…9z9z');
    expect(calls(api, 'keys.store')).toEqual([
      { providerId: 'deepseek', keyId: 'key-2', secretLength: secret.length },
    ]);
    await waitFor(() => expect(calls(api, 'providers.test')).toHaveLength(1));
    expect(pageHolds(secret)).toBe(false);
  });

  test('a key that the keychain refuses is gone from the field, and the reason stands there', async () => {
    const api = await openProviders();
    api.world.failures.set('keys.store', { code: 'keychain', message: 'The keychain is locked' });
    fireEvent.click(await screen.findByRole('button', { name: /^DeepSeek/ }));
    fireEvent.click(await screen.findByRole('button', { name: 'Add key' }));
    fireEvent.change(screen.getByLabelText('Key'), { target: { value: secret } });
    fireEvent.click(screen.getByRole('button', { name: 'Store and test' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The keychain is locked');
    expect(pageHolds(secret)).toBe(false);
    expect(calls(api, 'providers.test')).toEqual([]);
  });

  test('a provider from the catalogue is saved, its key stored, then tested', async () => {
    const api = await openProviders();
    fireEvent.click(await screen.findByRole('button', { name: /^Groq/ }));
    await screen.findByRole('heading', { name: 'Add Groq' });
    fireEvent.change(screen.getByLabelText('Key'), { target: { value: secret } });
    fireEvent.submit(document.querySelector('form')!);
    await screen.findByRole('heading', { name: 'Groq' });
    await waitFor(() => expect(calls(api, 'providers.test')).toHaveLength(1));
    expect(calls(api, 'providers.save')).toEqual([
      { provider: { id: 'groq', preset: 'groq' }, isNew: true },
    ]);
    expect(calls(api, 'keys.store')).toEqual([
      { providerId: 'groq', keyId: 'main', secretLength: secret.length },
    ]);
    expect(pageHolds(secret)).toBe(false);
  });

  test('an address that is none is refused in words and nothing is saved', async () => {
    const api = await openProviders();
    fireEvent.click(await screen.findByRole('button', { name: /^Groq/ }));
    fireEvent.change(await screen.findByLabelText('Address'), { target: { value: 'groq' } });
    fireEvent.submit(document.querySelector('form')!);
    await screen.findByText('Use an address that begins with http:// or https://.');
    expect(calls(api, 'providers.save')).toEqual([]);
  });

  test('a provider that rules use is not removed, and the rules are named', async () => {
    const api = await openProviders();
    fireEvent.click(await screen.findByRole('button', { name: /^DeepSeek/ }));
    fireEvent.click(await screen.findByRole('button', { name: 'More' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Remove provider' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove DeepSeek?' });
    expect(dialog.textContent).toContain('Long context');
    expect(within(dialog).queryByRole('button', { name: 'Remove' })).toBeNull();
    expect(calls(api, 'providers.remove')).toEqual([]);
  });
});

test('first run: practice leads straight to launch, and leaving is remembered', async () => {
  const preferences = preferencesSchema.parse({ language: 'en' });
  const api = createFakeApi({ preferences });
  render(<App api={api} />);
  fireEvent.click(await screen.findByRole('button', { name: /practice provider/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Later, open Switchyard' }));
  await screen.findByRole('main', { name: 'Overview' });
  expect(calls(api, 'preferences.set')).toEqual([{ firstRunDone: true }]);
});
