import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication, Page } from 'playwright/test';
import { everythingTo } from './configurations.ts';
import { ask } from './client.ts';
import { readKeyring } from './keyring.ts';
import { callApi, type RunningApp } from './launch.ts';
import { expect, test } from './test.ts';
import { anthropicAnswer } from './upstream/dialects.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './upstream/scripted-upstream.ts';
import { show } from './worlds.ts';

const run = promisify(execFile);

/** What a shell would like to read for itself, and what is no ASCII. */
const hard = `it's "quoted" $HOME \`id\` $(id) \\ back!\n둘째 줄, السطر الثالث`;
const secret = `sk-ant-api03-${'Zq7'.repeat(20)}`;

async function makeWorld(
  start: (options: object) => Promise<RunningApp>,
): Promise<{ readonly running: RunningApp; readonly upstream: ScriptedUpstream }> {
  const upstream = await startScriptedUpstream(
    anthropicAnswer([{ type: 'text', text: `Never write ${secret} anywhere.` }]),
  );
  const running = await start({
    preferences: { captureBodies: 'all' },
    configuration: everythingTo(
      {
        id: 'near',
        name: 'Near',
        wire: 'anthropic-messages',
        baseUrl: upstream.url,
        auth: 'none',
      },
      'near-1',
    ),
  });
  return { running, upstream };
}

async function copyAsCurl(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Copy or export this request' }).click();
  await window.getByRole('menuitem', { name: 'Copy as cURL' }).click();
  await expect(window.getByText('Copied; set SWITCHYARD_KEY before you run it')).toBeVisible();
}

function clipboard({ app }: RunningApp): Promise<string> {
  return app.evaluate(({ clipboard: board }) => board.readText());
}

/** As a person would: pasted into a shell, with the key in its variable. */
async function inShell(command: string, key: string): Promise<string> {
  const { stdout } = await run('bash', ['-c', command], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', SWITCHYARD_KEY: key },
    timeout: 20_000,
  });
  return stdout;
}

test('a request that is copied as cURL arrives from a shell as it was', async ({ start }) => {
  const { running, upstream } = await makeWorld(start);
  const { window } = running;
  await ask(running, {
    text: hard,
    more: { system: hard, temperature: 0.25 },
    headers: { 'anthropic-beta': 'fine-grained-tool-streaming-2025-05-14' },
  });
  await show(window, 'live');
  await window.getByRole('row').last().click();
  await window.keyboard.press('Enter');
  await copyAsCurl(window);
  const command = await clipboard(running);
  const token = readKeyring('gateway/token');
  expect(token).not.toBe('');
  expect(command).not.toContain(token);
  expect(command).toContain('$SWITCHYARD_KEY');

  // To a server that notes every byte.
  const noting = await startScriptedUpstream((response) => response.end('{}'));
  expect(command).toContain(running.url);
  await inShell(command.replace(running.url, noting.url), 'the-key-of-the-shell');
  const [noted] = noting.requests;
  const sent = JSON.parse(noted?.body.toString() ?? '') as object;
  expect(sent).toEqual({
    model: 'claude-sonnet-4-6',
    max_tokens: 256,
    stream: true,
    messages: [{ role: 'user', content: hard }],
    system: hard,
    temperature: 0.25,
  });
  expect(noted).toMatchObject({ method: 'POST', url: '/v1/messages?beta=true' });
  expect(noted?.headers).toMatchObject({
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'fine-grained-tool-streaming-2025-05-14',
    'x-api-key': 'the-key-of-the-shell',
  });
  expect(noted?.headers['x-switchyard-token']).toBeUndefined();

  // And through the gateway, to the same upstream, as the same request.
  const answer = await inShell(command, token);
  expect(answer).toContain('event: message_stop');
  await upstream.arrived(2);
  const [first, second] = upstream.requests;
  expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
  const rows = await callApi(window, 'traffic', 'list', { limit: 10, before: null });
  expect(rows.map(({ state }) => state)).toEqual(['complete', 'complete']);
  await noting.close();
  await upstream.close();
});

async function exportAs(
  { app, window }: { readonly app: ElectronApplication; readonly window: Page },
  item: string,
  filePath: string | null,
): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () =>
      Promise.resolve(
        path === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: path },
      );
  }, filePath);
  await window.getByRole('button', { name: /^Export/ }).click();
  await window.getByRole('menuitem', { name: item }).click();
}

test('selected requests are exported as HAR and JSONL, without what is secret', async ({
  start,
}) => {
  const { running, upstream } = await makeWorld(start);
  const { window, app, userData } = running;
  for (const text of ['first', `second, with ${secret}`, 'third', 'fourth'])
    await ask(running, { text });
  await show(window, 'live');
  await expect(window.getByRole('row')).toHaveCount(5);
  await window.getByRole('row').nth(2).click();
  await window
    .getByRole('row')
    .nth(4)
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(window.getByRole('button', { name: 'Export 2 selected requests' })).toBeVisible();

  await exportAs({ app, window }, 'Export as HAR…', null);
  await expect(window.getByRole('menu')).toHaveCount(0);
  const har = join(userData, 'picked.har');
  await exportAs({ app, window }, 'Export as HAR…', har);
  await expect(window.getByText('2 requests written')).toBeVisible();
  // Of the user alone.
  expect(statSync(har).mode & 0o077).toBe(0);
  const text = readFileSync(har, 'utf8');
  const { log } = JSON.parse(text) as { readonly log: { readonly entries: readonly HarEntry[] } };
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'Switchyard' } });
  expect(log.entries.map(({ request }) => contentOf(request.postData.text))).toEqual([
    'second, with [redacted]',
    'fourth',
  ]);
  for (const entry of log.entries) expectHarEntry(entry);

  const jsonl = join(userData, 'picked.jsonl');
  await exportAs({ app, window }, 'Export as JSONL…', jsonl);
  await expect
    .poll(() => readFileSync(jsonl, { encoding: 'utf8', flag: 'a+' }).split('\n').length)
    .toBe(3);
  const lines = readFileSync(jsonl, 'utf8').trimEnd().split('\n');
  const read = lines.map((line) => JSON.parse(line) as ExportedLine);
  expect(read.map(({ bodies }) => contentOf(bodies.request.text))).toEqual([
    'second, with [redacted]',
    'fourth',
  ]);
  expect(read.map(({ detail }) => detail.row.state)).toEqual(['complete', 'complete']);
  const token = readKeyring('gateway/token');
  for (const written of [text, lines.join('\n')]) {
    expect(written).not.toContain(secret);
    expect(written).not.toContain(token);
    expect(written).toContain('[redacted]');
  }
  await upstream.close();
});

interface HarEntry {
  readonly startedDateTime: string;
  readonly request: { readonly url: string; readonly postData: { readonly text: string } };
  readonly response: { readonly content: { readonly text: string } };
}
interface ExportedLine {
  readonly detail: { readonly row: { readonly state: string } };
  readonly bodies: { readonly request: { readonly text: string } };
}

function contentOf(body: string): string | undefined {
  const { messages } = JSON.parse(body) as {
    readonly messages: readonly { readonly content: string }[];
  };
  return messages[0]?.content;
}

/** What HAR 1.2 wants of an entry. @see http://www.softwareishard.com/blog/har-12-spec/ */
function expectHarEntry(entry: HarEntry): void {
  const number = expect.any(Number) as unknown;
  const text = expect.any(String) as unknown;
  const message = { httpVersion: text, cookies: [], headersSize: number, bodySize: number };
  expect(entry).toMatchObject({
    time: number,
    request: {
      ...message,
      method: 'POST',
      headers: expect.arrayContaining([{ name: text, value: text }]) as unknown,
      queryString: [{ name: 'beta', value: 'true' }],
      postData: { mimeType: 'application/json' },
    },
    response: {
      ...message,
      status: 200,
      statusText: text,
      headers: [],
      content: { size: number, mimeType: 'application/json' },
      redirectURL: '',
    },
    cache: {},
    timings: { send: number, wait: number, receive: number },
  });
  expect(new Date(entry.startedDateTime).toISOString()).toBe(entry.startedDateTime);
  expect(new URL(entry.request.url).pathname).toBe('/v1/messages');
  expect(JSON.parse(entry.response.content.text)).toMatchObject({ role: 'assistant' });
}
