import type { Page } from 'playwright/test';
import type { Provider } from '../shared/domain/provider.ts';
import { everythingTo } from './configurations.ts';
import { ask } from './client.ts';
import { callApi, type RunningApp } from './launch.ts';
import { expect, test } from './test.ts';
import { anthropicFrames, openaiFrames, type Block } from './upstream/dialects.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './upstream/scripted-upstream.ts';
import { Judge, looks, wear } from './looks.ts';
import { show } from './worlds.ts';

const read = (path: string): Block => ({
  type: 'tool_use',
  id: 'toolu_1',
  name: 'Read',
  input: { file_path: path, limit: 40 },
});
const north: readonly Block[] = [
  { type: 'thinking', thinking: 'The guard is in session.ts; look there first.', signature: 'n' },
  { type: 'text', text: 'The handler answers 500 since the guard returns early.' },
  read('/src/auth/session.ts'),
];
const south: readonly Block[] = [
  { type: 'text', text: 'The handler answers 500 because the guard returns too early.' },
  read('/src/auth/guard.ts'),
];

interface World {
  readonly running: RunningApp;
  readonly upstreams: readonly ScriptedUpstream[];
  /** Lets both answers go on after their first half. */
  readonly release: () => void;
}

async function makeWorld(start: (options: object) => Promise<RunningApp>): Promise<World> {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let asked = 0;
  /** The first request is answered at once; replays wait in the middle until they are released. */
  const play = (frames: readonly string[]) =>
    startScriptedUpstream((response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const half = Math.ceil(frames.length / 2);
      for (const frame of frames.slice(0, half)) response.write(frame);
      const rest = (): void => {
        for (const frame of frames.slice(half)) response.write(frame);
        response.end();
      };
      if (asked === 1) rest();
      else void gate.then(rest);
    });
  const one = await play(anthropicFrames(north));
  const two = await play(openaiFrames(south));
  const deepseek: Provider = {
    id: 'north',
    name: 'DeepSeek',
    preset: 'deepseek',
    wire: 'anthropic-messages',
    baseUrl: one.url,
    auth: 'none',
    models: [{ id: 'deepseek-v4-pro' }],
  };
  const running = await start({
    preferences: { captureBodies: 'all' },
    configuration: {
      ...everythingTo(deepseek, 'deepseek-v4-pro'),
      providers: [
        deepseek,
        {
          id: 'south',
          name: 'Spark',
          wire: 'openai-chat',
          baseUrl: `${two.url}/v1`,
          auth: 'none',
          models: [{ id: 'gemma-4-26b-a4b' }],
        },
      ],
    },
  });
  const schema = { type: 'object', properties: { file_path: { type: 'string' } } };
  await ask(running, {
    text: 'Why does the handler answer 500?',
    more: { tools: [{ name: 'Read', description: 'Reads a file', input_schema: schema }] },
  });
  return { running, upstreams: [one, two], release: () => letGo() };
}

/** The last request of Live, and `R` on it. */
async function openReplay(window: Page): Promise<void> {
  await show(window, 'live');
  await window.getByRole('row').last().click();
  await window.keyboard.press('r');
  await expect(window.getByRole('dialog')).toBeVisible();
}

const sides = (window: Page) => window.locator('.replay-side');

/** English at last, so that the test goes on in it. */
async function seeInEveryLook(running: RunningApp, judge: Judge, name: string): Promise<void> {
  for (const look of looks.toReversed()) {
    await wear(running, look);
    await judge.see(`replay.${name}`, look);
  }
}

test('a request is sent to two targets side by side, and the answers are told apart', async ({
  start,
  picture,
}) => {
  test.setTimeout(240_000);
  const { running, upstreams, release } = await makeWorld(start);
  const { window } = running;
  const judge = new Judge(running, picture);
  const inEveryLook = (name: string): Promise<void> => seeInEveryLook(running, judge, name);

  await openReplay(window);
  const dialog = window.getByRole('dialog');
  const pick = dialog.getByRole('combobox', { name: 'Provider' });
  await expect(pick.first()).toHaveValue('recorded');
  await pick.first().selectOption({ label: 'DeepSeek' });
  await pick.last().selectOption({ label: 'Spark' });
  const limit = dialog.getByRole('textbox', { name: 'Longest answer, in tokens' });
  await limit.fill('2000');
  await expect(dialog.getByRole('row').last()).toContainText('unpriced');
  await expect(dialog.getByText('whose price is not known')).toBeVisible();
  await inEveryLook('budget');
  expect(upstreams.map(({ requests }) => requests.length)).toEqual([1, 0]);

  await dialog.getByRole('button', { name: 'Send to 2 targets' }).click();
  await expect(sides(window)).toHaveCount(2);
  await expect(sides(window).last()).toContainText('The handler');
  await inEveryLook('running');
  release();
  await expect(sides(window).first().getByText('complete')).toBeVisible();
  await expect(sides(window).last().getByText('complete')).toBeVisible();
  await expect(sides(window).first()).toContainText('/src/auth/session.ts');
  await inEveryLook('done');

  await dialog.getByRole('tab', { name: 'Differences' }).click();
  await expect(dialog.getByText('arguments differ')).toBeVisible();
  await expect(dialog.locator('del').filter({ hasText: 'since' })).toBeVisible();
  await inEveryLook('differences');

  await window.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  judge.verdict();
  const rows = await callApi(window, 'traffic', 'list', { limit: 10, before: null });
  const [original] = [...rows].reverse();
  const replays = rows.filter((row) => row.replay !== undefined);
  expect(replays.map(({ replay }) => replay)).toEqual([{ of: original?.id }, { of: original?.id }]);
  expect(replays.map(({ provider }) => provider).sort()).toEqual(['north', 'south']);
  expect(replays.find(({ provider }) => provider === 'north')).toMatchObject({
    priceBasis: 'priced',
    baselineNanoUsd: 0,
  });
  const bodies = upstreams.map(({ requests }) => requests.at(-1)?.body.toString() ?? '');
  expect(bodies.map((body) => (JSON.parse(body) as { max_tokens?: number }).max_tokens)).toEqual([
    2000, 2000,
  ]);
});

test('a request is sent to one target alone', async ({ start, picture }) => {
  test.setTimeout(120_000);
  const { running, release } = await makeWorld(start);
  const { window } = running;
  const judge = new Judge(running, picture);
  await openReplay(window);
  const dialog = window.getByRole('dialog');
  const pick = dialog.getByRole('combobox', { name: 'Provider' });
  await pick.first().selectOption({ label: 'DeepSeek' });
  await pick.last().selectOption({ label: 'Nobody' });
  await dialog.getByRole('button', { name: 'Send to 1 target' }).click();
  await expect(sides(window)).toHaveCount(1);
  await expect(sides(window).first()).toContainText('The handler');
  await seeInEveryLook(running, judge, 'one-running');
  release();
  await expect(sides(window).first().getByText('complete')).toBeVisible();
  await seeInEveryLook(running, judge, 'one-done');
  judge.verdict();
});

test('one side fails and says why; the recorded answer stands beside it', async ({
  start,
  picture,
}) => {
  const { running, upstreams } = await makeWorld(start);
  const { window } = running;
  upstreams[1]?.play((response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}');
  });
  await openReplay(window);
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Provider' }).last().selectOption({ label: 'Spark' });
  await dialog.getByRole('button', { name: 'Send to 1 target' }).click();
  await expect(sides(window)).toHaveCount(2);
  await expect(sides(window).first()).toContainText('Recorded answer');
  await expect(sides(window).first()).toContainText('since the guard returns early');
  await expect(sides(window).last().getByText('failed')).toBeVisible();
  await expect(sides(window).last()).toContainText('Incorrect API key provided');
  await picture(window, 'replay.failed');
});

test('closing asks first, then cancels; the keyboard alone is enough', async ({
  start,
  picture,
}) => {
  const { running, upstreams } = await makeWorld(start);
  const { window } = running;
  await openReplay(window);
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Provider' }).first().focus();
  await window.keyboard.press('ArrowDown');
  const send = dialog.getByRole('button', { name: /^Send to \d/ });
  await expect(send).not.toHaveAttribute('aria-disabled', 'true');
  await send.focus();
  await window.keyboard.press('Enter');
  await expect(sides(window).first()).toContainText('streaming');
  await window.keyboard.press('Escape');
  await expect(dialog.getByText('Closing cancels it.')).toBeVisible();
  await picture(window, 'replay.closing');
  await dialog.getByRole('button', { name: 'Cancel and close' }).focus();
  await window.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await upstreams[0]?.requests.at(-1)?.dropped;
  await expect
    .poll(async () => {
      const rows = await callApi(window, 'traffic', 'list', { limit: 10, before: null });
      return rows.filter((row) => row.replay !== undefined).map(({ state }) => state);
    })
    .toContain('cancelled');
});

test('a body that was not kept says how to keep it, and a request can be pasted', async ({
  start,
  picture,
}) => {
  const { running } = await makeWorld(start);
  const { window } = running;
  await callApi(window, 'traffic', 'deleteBodies');
  await openReplay(window);
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('The body of this request is not kept')).toBeVisible();
  await picture(window, 'replay.not-kept');
  await dialog.getByRole('button', { name: 'Paste a request' }).click();
  const box = dialog.getByRole('textbox', { name: 'Request as JSON' });
  await box.fill('{"model": "claude-opus-4-8"');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByText('This is not JSON')).toBeVisible();
  await dialog.getByRole('button', { name: 'Paste a request' }).click();
  await box.fill('{"model":"claude-opus-4-8","messages":[{"role":"user","content":"Hi"}]}');
  await picture(window, 'replay.paste');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByText('1 message')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Send to 2 targets' })).toBeVisible();
});
