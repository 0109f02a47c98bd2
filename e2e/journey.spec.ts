import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { findPrice } from '../shared/pricing/lookup.ts';
import { priceUsage } from '../shared/domain/cost.ts';
import { formatUsdTotal } from '../shared/domain/usd-total.ts';
import { ask } from './client.ts';
import { readKeyring } from './keyring.ts';
import { callApi } from './launch.ts';
import { expect, test } from './test.ts';
import { openaiUpstream, slowAnswer } from './upstream/openai-upstream.ts';
import { startScriptedEndpoint } from './upstream/scripted-endpoint.ts';

const toDeepseek = (id: string, name: string, tier: 'haiku' | 'opus' | 'sonnet') => ({
  id,
  name,
  enabled: true,
  when: { tier: [tier] },
  then: {
    strategy: 'failover' as const,
    targets: [{ provider: 'deepseek', model: 'deepseek-v4-flash' }],
  },
});

function deepseekAt(url: string) {
  return {
    id: 'deepseek',
    preset: 'deepseek',
    wire: 'openai-chat' as const,
    baseUrl: `${url}/v1`,
    auth: 'none' as const,
  };
}

test('a person adds a provider with a key, which lands in the keyring and in no file', async ({
  start,
  picture,
}) => {
  const upstream = await openaiUpstream();
  const secret = `sk-journey-${'k9Wz'.repeat(8)}-Qx71`;
  const { window, userData, quit } = await start({ preferences: { firstRunDone: true } });
  await window.getByRole('link', { name: 'Providers' }).click();
  await window
    .getByRole('searchbox')
    .or(window.getByPlaceholder(/^Find among/))
    .first()
    .fill('deepseek');
  await window.getByRole('button', { name: /DeepSeek/ }).click();
  await window.getByLabel('Dialect').selectOption('openai-chat');
  await window.getByRole('textbox', { name: 'Address' }).fill(`${upstream.url}/v1`);
  await window.getByLabel('Key', { exact: true }).fill(secret);
  await picture(window, 'journey.add-provider');
  await window.getByRole('button', { name: 'Add', exact: true }).last().click();
  await expect(window.getByText(/^Works/).first()).toBeVisible();
  await picture(window, 'journey.provider-works');
  expect(upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${secret}`);
  expect(readKeyring('deepseek/main')).toBe(secret);
  expect(await window.content()).not.toContain(secret);
  await quit();
  expect(filesUnder(userData).filter((file) => readFileSync(file).includes(secret))).toEqual([]);
  await upstream.close();
});

test('a rule is dragged, moved by keyboard, saved, and then obeyed', async ({ start, picture }) => {
  const upstream = await openaiUpstream();
  const app = await start({
    configuration: {
      activeProfile: 'mine',
      providers: [deepseekAt(upstream.url)],
      profiles: [
        {
          id: 'mine',
          name: 'Mine',
          lock: null,
          rules: [
            toDeepseek('one', 'One', 'haiku'),
            toDeepseek('two', 'Two', 'opus'),
            toDeepseek('three', 'Three', 'opus'),
          ],
        },
      ],
    },
  });
  const { window } = app;
  await window.getByRole('link', { name: 'Routes' }).click();
  const names = async (): Promise<readonly (string | null)[]> =>
    window
      .locator('li[data-rule]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-rule')));
  await expect.poll(names).toEqual(['one', 'two', 'three']);
  await drag(
    window,
    window.getByRole('button', { name: 'Move Three' }),
    window.locator('li[data-rule="one"]'),
  );
  await expect.poll(names).toEqual(['three', 'one', 'two']);
  await window.locator('li[data-rule="two"]').focus();
  await window.keyboard.press('Alt+ArrowUp');
  await expect.poll(names).toEqual(['three', 'two', 'one']);
  await expect(window.getByText('Two, place 2 of 3')).toBeAttached();
  await expect(window.locator('li[data-rule="two"]')).toBeFocused();
  await picture(window, 'journey.rules-unsaved');
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect
    .poll(async () =>
      (await callApi(window, 'rules', 'view', { profileId: 'mine' })).profile.rules.map(
        (rule) => rule.id,
      ),
    )
    .toEqual(['three', 'two', 'one']);
  const answer = await ask(app, { model: 'claude-opus-4-8' });
  expect(answer.headers.get('x-switchyard-rule')).toBe('three');
  await upstream.close();
});

test('a rule is added and deleted through the window', async ({ start, picture }) => {
  const upstream = await openaiUpstream();
  const app = await start({
    configuration: {
      activeProfile: 'mine',
      providers: [deepseekAt(upstream.url)],
      profiles: [
        { id: 'mine', name: 'Mine', lock: null, rules: [toDeepseek('one', 'One', 'haiku')] },
      ],
    },
  });
  const { window } = app;
  await window.getByRole('link', { name: 'Routes' }).click();
  await window.getByRole('button', { name: 'Add rule' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Nothing leaves');
  await dialog.getByText('Refuse', { exact: true }).click();
  await dialog.getByLabel('Message to the client').fill('This project may not use models.');
  await picture(window, 'journey.add-rule');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => (await ask(app, { model: 'claude-sonnet-4-6' })).status).toBe(403);
  await window.getByRole('button', { name: 'More for Nothing leaves' }).click();
  await window.getByRole('menuitem', { name: 'Delete' }).click();
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect
    .poll(
      async () =>
        (await callApi(window, 'rules', 'view', { profileId: 'mine' })).profile.rules.length,
    )
    .toBe(1);
  await upstream.close();
});

test('a Live row fills while the answer streams, and Costs adds it up', async ({
  start,
  picture,
}) => {
  const upstream = await openaiUpstream();
  upstream.play(
    slowAnswer({
      pieces: 40,
      everyMs: 60,
      promptTokens: 12_000,
      cachedTokens: 9000,
      outputTokens: 640,
    }),
  );
  const app = await start({
    configuration: {
      activeProfile: 'mine',
      providers: [deepseekAt(upstream.url)],
      profiles: [
        { id: 'mine', name: 'Mine', lock: null, rules: [toDeepseek('all', 'All', 'sonnet')] },
      ],
    },
  });
  const { window } = app;
  await window.getByRole('link', { name: 'Live' }).click();
  const answered = ask(app, { model: 'claude-sonnet-4-6' });
  const row = window.getByRole('row').filter({ hasText: 'deepseek-v4-flash' });
  await expect(row).toContainText('streaming');
  await picture(window, 'journey.live-streaming');
  expect((await answered).body).toContain('event: message_stop');
  await expect(row).toContainText('complete');
  await row.click();
  await window.keyboard.press('Enter');
  await window.getByRole('tab', { name: /Events/ }).click();
  await expect(window.getByText('message_stop').first()).toBeVisible();
  await picture(window, 'journey.live-events');
  await window.getByRole('tab', { name: 'Why' }).click();
  await picture(window, 'journey.live-why');

  const usage = { input: 3000, cacheRead: 9000, cacheWrite5m: 0, cacheWrite1h: 0, output: 640 };
  const [exchange] = await callApi(window, 'traffic', 'list', { limit: 1, before: null });
  // This vendor's price depends on the hour.
  const price = findPrice('deepseek', 'deepseek-v4-flash', {
    promptTokens: 12_000,
    at: exchange!.startedAt,
  });
  const day = new Date().setHours(0, 0, 0, 0);
  const summary = await callApi(window, 'costs', 'summary', {
    from: day,
    to: day + 86_400_000,
    groupBy: 'model',
  });
  expect(price).not.toBeNull();
  expect(summary.total.spentNanoUsd).toBe(priceUsage(usage, price!));
  await window.getByRole('link', { name: 'Costs' }).click();
  const total = window.getByRole('row').filter({ hasText: 'Total' });
  await expect(total).toContainText(formatUsdTotal(priceUsage(usage, price!)));
  await picture(window, 'journey.costs');
  await upstream.close();
});

test('the Lab measures an endpoint of known speed rightly', async ({ start, picture }) => {
  test.setTimeout(120_000);
  const endpoint = await startScriptedEndpoint({
    server: 'vllm',
    tokensPerSecond: 40,
    timeToFirstTokenMs: 200,
  });
  const { window } = await start({ preferences: { firstRunDone: true } });
  await window.getByRole('link', { name: 'Lab' }).click();
  await window.getByRole('textbox', { name: 'Address' }).fill(endpoint.baseUrl);
  await window.getByLabel('At most at once').selectOption('4');
  await window.getByLabel('Tokens asked of each stream').fill('48');
  await picture(window, 'journey.lab-form');
  await window.getByRole('button', { name: 'Start the test' }).click();
  const run = async () => (await callApi(window, 'lab', 'runs'))[0];
  await expect.poll(async () => (await run())?.state, { timeout: 90_000 }).toBe('done');
  const done = await run();
  expect(done?.steps.map((step) => step.concurrency)).toEqual([1, 2, 4]);
  for (const step of done?.steps ?? []) {
    const truth = endpoint.streams.filter(
      (stream) => stream.prompt !== '' && stream.firstTokenAt !== null && stream.tokens >= 40,
    );
    expect(truth.length).toBeGreaterThan(0);
    expect(step.errors).toBe(0);
    // 40 tok/s by script; a busy machine can only be slower.
    expect(step.perStreamTokensPerSecond).toBeGreaterThan(30);
    expect(step.perStreamTokensPerSecond).toBeLessThan(44);
    expect(step.ttftP50Ms).toBeGreaterThan(190);
    expect(step.ttftP50Ms).toBeLessThan(400);
  }
  await picture(window, 'journey.lab-done');
  await endpoint.close();
});

/** As a hand would: press, move in steps, release. */
async function drag(window: Page, handle: Locator, onto: Locator): Promise<void> {
  const from = await handle.boundingBox();
  const to = await onto.boundingBox();
  if (from === null || to === null) throw new Error('not on the page');
  const x = from.x + from.width / 2;
  await window.mouse.move(x, from.y + from.height / 2);
  await window.mouse.down();
  await window.mouse.move(x, from.y - 10, { steps: 4 });
  await window.mouse.move(x, to.y + 6, { steps: 12 });
  await window.mouse.up();
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file) && statSync(file).isFile());
}
