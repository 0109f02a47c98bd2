import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { ask } from './client.ts';
import { readKeyring } from './keyring.ts';
import { callApi } from './launch.ts';
import { expect, test } from './test.ts';
import { openaiUpstream } from './upstream/openai-upstream.ts';
import { startScriptedEndpoint } from './upstream/scripted-endpoint.ts';

const ready = { firstRunDone: true } as const;
const target = (model: string): object => ({ provider: 'vendor', model });
const rule = (id: string, model: string): object => ({
  id,
  name: id,
  enabled: true,
  when: { tier: ['haiku'] },
  then: { strategy: 'failover', targets: [target(model)] },
});

async function open(window: Page, page: string): Promise<void> {
  await window.getByRole('navigation').getByText(page, { exact: true }).click();
  await expect(window).toHaveTitle(new RegExp(`^${page}`));
}

test('a provider added in the window has its key in the keyring and in no file', async ({
  start,
  picture,
}) => {
  const upstream = await openaiUpstream();
  const secret = `sk-window-${'q8Lm'.repeat(8)}-7Yx2`;
  const { window, userData, quit } = await start({ preferences: ready });
  await open(window, 'Providers');
  await window.getByRole('button', { name: /Any OpenAI-compatible endpoint/ }).click();
  await window.getByRole('textbox', { name: 'Address' }).fill(`${upstream.url}/v1`);
  await window.getByLabel('Key', { exact: true }).fill(secret);
  await window.getByRole('button', { name: 'Add', exact: true }).last().click();
  await expect(window.getByText('7Yx2')).toBeVisible();
  await picture(window, 'provider-added');
  const views = await callApi(window, 'providers', 'list');
  const view = views.find((one) => one.resolved.baseUrl.startsWith(upstream.url));
  expect(readKeyring(`${view?.id ?? ''}/main`)).toBe(secret);
  expect(await window.content()).not.toContain(secret);
  await quit();
  await upstream.close();
  const files = readdirSync(userData, { recursive: true, encoding: 'utf8' })
    .map((name) => join(userData, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  expect(files.filter((file) => readFileSync(file).includes(secret))).toEqual([]);
});

test('a rule dragged above another decides; Live and Costs show what came of it', async ({
  start,
  picture,
}) => {
  const upstream = await openaiUpstream();
  const app = await start({
    configuration: {
      activeProfile: 'mine',
      providers: [
        {
          id: 'vendor',
          preset: 'deepseek',
          wire: 'openai-chat',
          baseUrl: `${upstream.url}/v1`,
          auth: 'none',
        },
      ],
      profiles: [
        {
          id: 'mine',
          name: 'Mine',
          lock: null,
          rules: [rule('first', 'deepseek-v4-pro'), rule('second', 'deepseek-v4-flash')] as never,
        },
      ],
    },
  });
  const { window } = app;
  const before = await ask(app, { model: 'claude-haiku-4-5' });
  expect(before.headers.get('x-switchyard-rule')).toBe('first');
  await open(window, 'Routes');
  const handle = (name: string) => window.locator(`[data-rule="${name}"] .grip`);
  const from = (await handle('second').boundingBox())!;
  const to = (await handle('first').boundingBox())!;
  await window.mouse.move(from.x + 5, from.y + 5);
  await window.mouse.down();
  await window.mouse.move(from.x + 5, from.y - 10, { steps: 5 });
  await window.mouse.move(to.x + 5, to.y + 2, { steps: 5 });
  await picture(window, 'rule-in-hand');
  await window.mouse.up();
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  const order = async (): Promise<string[]> =>
    (await callApi(window, 'rules', 'view', { profileId: 'mine' })).profile.rules.map((r) => r.id);
  await expect.poll(order).toEqual(['second', 'first']);
  const after = await ask(app, { model: 'claude-haiku-4-5' });
  expect(after.headers.get('x-switchyard-rule')).toBe('second');

  await open(window, 'Live');
  await expect(window.getByText('complete')).toHaveCount(2);
  await picture(window, 'live-two');
  await open(window, 'Costs');
  const now = Date.now();
  const costs = await callApi(window, 'costs', 'summary', {
    from: now - 60_000,
    to: now + 60_000,
    groupBy: 'model',
  });
  expect(costs.total.requests).toBe(2);
  expect(costs.total.usage).toMatchObject({ input: 6_000, cacheRead: 18_000, output: 1_280 });
  expect(costs.total.spentNanoUsd).toBe(
    costs.lines.reduce((sum, line) => sum + line.spentNanoUsd, 0),
  );
  await picture(window, 'costs-two');
  await upstream.close();
});

test('a rule moved by keyboard keeps the focus', async ({ start }) => {
  const { window } = await start({
    configuration: {
      activeProfile: 'mine',
      providers: [{ id: 'vendor', preset: 'deepseek' }],
      profiles: [
        { id: 'mine', name: 'Mine', lock: null, rules: [rule('a', 'x'), rule('b', 'y')] as never },
      ],
    },
  });
  await open(window, 'Routes');
  await window.locator('[data-rule="b"]').focus();
  await window.keyboard.press('Alt+ArrowUp');
  await expect(window.locator('[data-rule]').first()).toHaveAttribute('data-rule', 'b');
  await expect(window.locator('[data-rule="b"]')).toBeFocused();
});

test('the Lab measures an endpoint of known speed', async ({ start, picture }) => {
  test.setTimeout(120_000);
  const endpoint = await startScriptedEndpoint({ tokensPerSecond: 50, timeToFirstTokenMs: 100 });
  const { window } = await start({ preferences: ready });
  await open(window, 'Lab');
  const { runId } = await callApi(window, 'lab', 'start', {
    baseUrl: endpoint.baseUrl,
    wire: 'openai-chat',
    model: null,
    providerId: null,
    maxConcurrency: 2,
    outputTokens: 64,
  });
  await expect
    .poll(
      async () => (await callApi(window, 'lab', 'runs')).find((run) => run.id === runId)?.state,
      { timeout: 90_000 },
    )
    .toBe('done');
  const run = (await callApi(window, 'lab', 'runs')).find((one) => one.id === runId);
  expect(run?.steps.map((step) => step.concurrency)).toEqual([1, 2]);
  const alone = run?.steps[0]?.perStreamTokensPerSecond ?? 0;
  // Timers on a busy machine run late, so a little slow is right and fast is wrong.
  expect(alone).toBeGreaterThan(40);
  expect(alone).toBeLessThan(55);
  await picture(window, 'lab-measured');
  await endpoint.close();
});
