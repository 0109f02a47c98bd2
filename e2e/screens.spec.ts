import type { Page } from 'playwright/test';
import { ask } from './client.ts';
import { callApi, type RunningApp } from './launch.ts';
import { expect, test } from './test.ts';
import { openaiUpstream } from './upstream/openai-upstream.ts';

const pages = ['overview', 'routes', 'live', 'providers', 'costs', 'lab', 'settings'] as const;
const languages = ['en', 'ko', 'ar'] as const;
const themes = ['light', 'dark'] as const;

/** Rules and traffic as someone has after a morning's work. */
async function makeMorning(start: (options: object) => Promise<RunningApp>): Promise<RunningApp> {
  const upstream = await openaiUpstream();
  test.info().annotations.push({ type: 'upstream', description: upstream.url });
  const target = (provider: string, model: string): object => ({ provider, model });
  const app = await start({
    configuration: {
      native: { baseUrl: upstream.url },
      activeProfile: 'hybrid',
      providers: [
        { id: 'practice', preset: 'practice' },
        {
          id: 'deepseek',
          preset: 'deepseek',
          wire: 'openai-chat',
          baseUrl: `${upstream.url}/v1`,
          auth: 'none',
        },
        { id: 'ollama', preset: 'ollama', wire: 'openai-chat', baseUrl: `${upstream.url}/v1` },
        { id: 'zai', preset: 'zai', keys: [{ id: 'main', keychain: true }] },
      ],
      profiles: [
        {
          id: 'hybrid',
          name: 'Hybrid',
          lock: null,
          rules: [
            {
              id: 'long',
              name: 'Long context',
              enabled: true,
              when: { inputTokens: { min: 60000 } },
              then: {
                strategy: 'failover',
                targets: [target('deepseek', 'deepseek-v4-pro'), target('zai', 'glm-5.2')],
              },
            },
            {
              id: 'haiku',
              name: 'Background to this machine',
              enabled: true,
              when: { tier: ['haiku'], not: { images: true } },
              then: { strategy: 'failover', targets: [target('ollama', 'qwen3:8b')] },
            },
            {
              id: 'opus',
              name: 'Opus without thinking',
              enabled: true,
              when: { tier: ['opus'] },
              then: { strategy: 'failover', targets: [target('deepseek', 'deepseek-v4-flash')] },
            },
            {
              id: 'again',
              name: 'Haiku to Z.AI',
              enabled: true,
              when: { tier: ['haiku'], not: { images: true } },
              then: { strategy: 'failover', targets: [target('zai', 'glm-4.7-flash')] },
            },
            {
              id: 'night',
              name: 'Night runs',
              enabled: false,
              when: { time: { from: '22:00', to: '07:00' } },
              then: { strategy: 'failover', targets: [target('ollama', 'qwen3:8b')] },
            },
            {
              id: 'refused',
              name: 'No Fable',
              enabled: true,
              when: { tier: ['fable'] },
              then: { refuse: 'Fable is not for this project' },
            },
          ],
        },
        { id: 'native', name: 'Native', lock: null, rules: [] },
      ],
    },
  });
  for (const model of [
    'claude-haiku-4-5',
    'claude-opus-4-8',
    'claude-haiku-4-5',
    'claude-fable-5-2',
    'claude-opus-4-8',
  ])
    await ask(app, { model });
  await ask(app, { model: 'claude-opus-4-8', text: 'please fail' });
  await ask(app, { model: 'claude-opus-4-8', text: 'please cut' });
  return app;
}

async function show(window: Page, page: (typeof pages)[number]): Promise<void> {
  await window.keyboard.press(`Control+${String(pages.indexOf(page) + 1)}`);
  await expect(window.locator('nav [aria-current="page"]')).toHaveCount(1);
}

test('every page, light and dark, in three languages', async ({ start, picture }) => {
  test.setTimeout(180_000);
  const { window } = await makeMorning(start);
  for (const language of languages) {
    for (const theme of themes) {
      await callApi(window, 'preferences', 'set', { language, theme });
      await expect(window.locator('html')).toHaveAttribute('lang', language);
      await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
      for (const page of pages) {
        await show(window, page);
        await picture(window, `${page}.${language}.${theme}`);
        expect(await sidewaysOverflow(window)).toBe(false);
      }
    }
  }
});

test('every page fits the smallest window', async ({ start, picture }) => {
  const { app, window } = await makeMorning(start);
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(960, 600);
  });
  for (const page of pages) {
    await show(window, page);
    await picture(window, `small.${page}`);
    expect(await sidewaysOverflow(window)).toBe(false);
  }
});

/** True when the page itself would scroll sideways: something did not fit. */
function sidewaysOverflow(window: Page): Promise<boolean> {
  return window.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
}
