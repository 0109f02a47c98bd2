import { request as httpRequest } from 'node:http';
import type { Page } from 'playwright/test';
import type { Configuration } from '../shared/domain/configuration.ts';
import { outcomeOf, type Outcome } from '../shared/domain/outcome.ts';
import type { Condition, Rule, TargetSpec } from '../shared/domain/rule.ts';
import { outcomeWords } from '../shared/i18n/outcomes.ts';
import { translate } from '../shared/i18n/messages.ts';
import { ask } from './client.ts';
import { readKeyring } from './keyring.ts';
import { callApi, freePort, newUserData, type RunningApp } from './launch.ts';
import { expect, test } from './test.ts';
import {
  anthropicFrames,
  errorAnswer,
  openaiAnswer,
  anthropicAnswer,
} from './upstream/dialects.ts';
import { startScriptedUpstream, type Script } from './upstream/scripted-upstream.ts';
import { show } from './worlds.ts';

const words = [
  { type: 'text', text: 'The handler returns early, so the test never sees a 401.' },
] as const;
const frames = anthropicFrames(words);
const begun =
  (isOver: boolean): Script =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frames.slice(0, 4).join(''), () => {
      if (isOver) response.end();
    });
  };
let busyOnce = 0;
/** What the upstream does, by the words of the prompt. */
const scripts: Readonly<Record<string, Script>> = {
  'please answer': anthropicAnswer(words),
  'please translate': openaiAnswer(words),
  'please fail': errorAnswer(404, 'not_found_error', 'model: glm-5.2'),
  'please cut': begun(true),
  'please hang': begun(false),
  'please wait': () => undefined,
  'please retry': (response, request, index) => {
    busyOnce += 1;
    const script =
      busyOnce === 1 ? errorAnswer(529, 'overloaded_error', 'busy') : scripts['please answer'];
    script?.(response, request, index);
  },
};
const byPrompt: Script = (response, request, index) => {
  const found = Object.entries(scripts).find(([text]) => request.body.includes(text));
  return found?.[1](response, request, index);
};

const target = (provider: string, model: string, more: Partial<TargetSpec> = {}): TargetSpec => ({
  provider,
  model,
  ...more,
});
const rule = (id: string, when: Condition, ...targets: readonly TargetSpec[]): Rule => ({
  id,
  name: id,
  enabled: true,
  when,
  then: { strategy: 'failover', targets: [...targets] },
});

function worldAt(url: string, busyUrl: string): Partial<Configuration> {
  const reach = { auth: 'none', wire: 'anthropic-messages' } as const;
  const slow = { firstByteMs: 1_500, idleMs: 1_500 };
  return {
    activeProfile: 'all',
    providers: [
      { id: 'zai', preset: 'zai', baseUrl: url, ...reach },
      { id: 'minimax', preset: 'minimax', baseUrl: busyUrl, ...reach },
      { id: 'spark', name: 'DGX Spark', wire: 'openai-chat', baseUrl: `${url}/v1`, auth: 'none' },
      { id: 'away', name: 'Far away', baseUrl: 'http://192.0.2.7:9', ...reach },
    ],
    profiles: [
      {
        id: 'all',
        name: 'All ends',
        lock: 'local-only',
        rules: [
          rule('Subagents', { tier: ['haiku'] }, target('spark', 'gemma-4-26b-a4b')),
          rule(
            'Chain',
            { tier: ['sonnet'] },
            target('minimax', 'MiniMax-M2.7'),
            target('zai', 'glm-5.2'),
          ),
          rule(
            'Impatient',
            { model: ['claude-opus-4-1*'] },
            target('zai', 'glm-5.2', { timeouts: slow }),
          ),
          rule('Opus', { tier: ['opus'] }, target('zai', 'glm-5.2')),
          {
            ...rule('No Fable', { tier: ['fable'] }),
            then: { refuse: 'Fable is not for this project' },
          },
          rule('Elsewhere', {}, target('away', 'far-model')),
        ],
      },
    ],
  };
}

/** A client that goes when it likes. Resolves once it has got something, or once the request is sent. */
async function open(
  app: RunningApp,
  text: string,
  until: 'sent' | 'content',
): Promise<{ readonly leave: () => void; readonly ended: Promise<string> }> {
  const outgoing = httpRequest(`${app.url}/v1/messages`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'claude-cli/2.1.329 (external, cli)',
      'x-switchyard-token': readKeyring('gateway/token'),
    },
  });
  let got = '';
  let resolveEnd: (text: string) => void;
  const ended = new Promise<string>((resolve) => {
    resolveEnd = resolve;
  });
  outgoing.on('error', () => resolveEnd(got));
  const content = new Promise<void>((resolve) => {
    outgoing.on('response', (response) => {
      response.on('data', (chunk: Buffer) => {
        got += chunk.toString();
        if (got.includes('content_block_delta')) resolve();
      });
      response.on('error', () => undefined);
      response.on('close', () => resolveEnd(got));
    });
  });
  const body = { model: 'claude-opus-4-8', max_tokens: 99, stream: true };
  outgoing.end(JSON.stringify({ ...body, messages: [{ role: 'user', content: text }] }));
  const early = ended.then((text) => {
    throw new Error(`it ended before its content: ${text}`);
  });
  early.catch(() => undefined);
  if (until === 'content') await Promise.race([content, early]);
  return { leave: () => outgoing.destroy(), ended };
}

const rowsOf = (window: Page) => callApi(window, 'traffic', 'list', { limit: 50, before: null });
async function outcomesOf(window: Page): Promise<readonly Outcome[]> {
  return (await rowsOf(window)).map(outcomeOf);
}

test('each end has its word, its picture and its filter; a cancel tells who it was', async ({
  start,
  picture,
}) => {
  test.setTimeout(240_000);
  const upstream = await startScriptedUpstream(byPrompt);
  const busy = await startScriptedUpstream(errorAnswer(529, 'overloaded_error', 'busy'));
  const userData = newUserData();
  const port = await freePort();
  const configuration = worldAt(upstream.url, busy.url);

  // Quit with a stream under way: the client is told.
  const quitting = await start({ userData, port, configuration });
  const cutByQuit = await open(quitting, 'please hang', 'content');
  await quitting.quit();
  expect(await cutByQuit.ended).toContain('event: error');

  // Killed with one: the next start says what it knows.
  const killed = await start({ userData, port });
  await expect.poll(() => outcomesOf(killed.window)).toEqual(['stopped']);
  await open(killed, 'please hang', 'content');
  await expect.poll(() => outcomesOf(killed.window)).toEqual(['streaming', 'stopped']);
  killed.process.kill('SIGKILL');
  await new Promise((resolve) => killed.process.once('exit', resolve));

  const app = await start({ userData, port });
  const { window } = app;
  await expect.poll(() => outcomesOf(window)).toEqual(['stopped', 'stopped']);

  await ask(app, { model: 'claude-opus-4-8', text: 'please answer' });
  await ask(app, {
    model: 'claude-haiku-4-5',
    text: 'please translate',
    more: { top_k: 5, thinking: { type: 'enabled', budget_tokens: 2_000 }, max_tokens: 4_000 },
  });
  await ask(app, { model: 'claude-sonnet-4-6', text: 'please answer' });
  await ask(app, { model: 'claude-opus-4-8', text: 'please retry' });
  await ask(app, { model: 'claude-opus-4-8', text: 'please fail' });
  await ask(app, { model: 'claude-opus-4-1', text: 'please wait' });
  await ask(app, { model: 'claude-opus-4-8', text: 'please cut' });
  await ask(app, { model: 'claude-opus-4-1', text: 'please hang' });
  await ask(app, { model: 'claude-fable-5-2' });
  await ask(app, { model: 'unheard-of' });
  const left = await open(app, 'please hang', 'content');
  left.leave();
  await expect.poll(async () => (await outcomesOf(window))[0]).toBe('client-left');

  // By the key, in the list.
  const cancelled = await open(app, 'please hang', 'content');
  await show(window, 'live');
  await window.getByRole('row').filter({ hasText: 'streaming' }).click();
  await window.keyboard.press('.');
  expect(await cancelled.ended).toContain('Cancelled in Switchyard');
  await expect.poll(async () => (await outcomesOf(window))[0]).toBe('cancelled-here');

  const streaming = await open(app, 'please hang', 'content');
  const waiting = await open(app, 'please wait', 'sent');
  await expect
    .poll(() => outcomesOf(window))
    .toEqual([
      ...['waiting', 'streaming', 'cancelled-here', 'client-left', 'blocked', 'refused', 'stalled'],
      ...['cut', 'timed-out', 'failed', 'complete', 'complete', 'complete', 'complete'],
      ...['stopped', 'stopped'],
    ]);

  const filter = window.getByRole('combobox', { name: 'Filter requests' });
  for (const [text, count] of [
    ['state:cancelled', 3],
    ['state:client-left', 1],
    ['state:cancelled-here', 1],
    ['state:stopped', 2],
    ['state:stalled,timed-out', 2],
  ] as const) {
    await filter.fill(text);
    await expect(window.locator('.live-row')).toHaveCount(count);
  }
  await filter.fill('state:');
  await expect(window.getByRole('option', { name: 'client-left' })).toBeVisible();
  await picture(window, 'outcomes.filter');
  await filter.fill('');

  for (const language of ['en', 'ko', 'ar'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      await callApi(window, 'preferences', 'set', { language, theme });
      await expect(window.locator('html')).toHaveAttribute('lang', language);
      await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
      await show(window, 'overview');
      await picture(window, `outcomes.overview.${language}.${theme}`);
      await show(window, 'live');
      await picture(window, `outcomes.list.${language}.${theme}`);
      for (const outcome of ['cancelled-here', 'client-left', 'stopped', 'stalled'] as const) {
        const word = translate(outcomeWords, language, `outcome-${outcome}`);
        await window.locator('.live-row').filter({ hasText: word }).first().click();
        await window.keyboard.press('Enter');
        await expect(
          window.getByText(translate(outcomeWords, language, `long-${outcome}`)),
        ).toBeVisible();
        await picture(window, `outcomes.${outcome}.${language}.${theme}`);
        await window.keyboard.press('Escape');
      }
    }
  }

  // What was left out: counted in Summary, listed beside the request and under Why.
  await callApi(window, 'preferences', 'set', { language: 'en', theme: 'light' });
  await window.locator('.live-row').filter({ hasText: 'gemma-4-26b-a4b' }).click();
  await window.keyboard.press('Enter');
  await picture(window, 'outcomes.left-out-summary');
  await window.getByRole('button', { name: /^\d fields?$/ }).click();
  await expect(window.getByRole('tab', { name: 'Request' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(window.locator('.live-left-out')).toContainText('top_k');
  await picture(window, 'outcomes.left-out-request');
  await window.getByRole('tab', { name: 'Why' }).click();
  await expect(window.locator('.live-left-out')).toContainText('top_k');
  await picture(window, 'outcomes.left-out-why');

  streaming.leave();
  waiting.leave();
  await app.quit();
  await Promise.all([upstream.close(), busy.close()]);
});
