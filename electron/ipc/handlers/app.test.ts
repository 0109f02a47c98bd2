import { expect, test } from 'vitest';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { firstSettings } from '../../app/settings-document.ts';
import { SettingsStore } from '../../app/settings-store.ts';
import { inputSchemas } from '../input-schemas.ts';
import { appHandlers } from './app.ts';

function world(): { settings: SettingsStore; handlers: ReturnType<typeof appHandlers> } {
  const settings = new SettingsStore(
    { setAside: null, read: () => null, write: () => undefined },
    firstSettings,
  );
  const none = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  const handlers = appHandlers({
    settings,
    board: { status: {} as AppStatus },
    routing: { setRouting: none, move: none },
    copyText: none,
    openExternal: none,
  });
  return { settings, handlers };
}

test('a baseline with a known price is kept; one without is refused and changes nothing', async () => {
  const { settings, handlers } = world();
  const opus = { provider: 'anthropic', model: 'claude-opus-4-8' };
  expect(await handlers.setBaseline(opus)).toEqual({ ok: true, value: opus });
  expect(settings.configuration.baseline).toEqual(opus);
  const unknown = { provider: 'anthropic', model: 'no-such-model' };
  expect(await handlers.setBaseline(unknown)).toMatchObject({
    ok: false,
    error: { code: 'invalid-input', message: expect.stringContaining('no-such-model') as string },
  });
  expect(settings.configuration.baseline).toEqual(opus);
});

test('what the file would read as a variable leaves the app escaped', async () => {
  const { settings, handlers } = world();
  settings.updateConfiguration((configuration) => ({
    ...configuration,
    providers: [
      ...configuration.providers,
      { id: 'x', preset: 'openai-compatible', baseUrl: 'https://x.example.com/${HOME}' },
    ],
  }));
  expect(await handlers.exportConfiguration()).toMatchObject({
    ok: true,
    value: { providers: [{}, { baseUrl: 'https://x.example.com/$${HOME}' }] },
  });
});

test.each([
  [0, true],
  [1024, true],
  [65_535, true],
  [1, false],
  [1023, false],
  [65_536, false],
  [4000.5, false],
])('port %d may be asked for: %s', (port, isAllowed) => {
  expect(inputSchemas.app.setPort.safeParse({ port }).success).toBe(isAllowed);
});
