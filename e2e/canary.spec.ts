import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright/test';
import { ask } from './client.ts';
import { readKeyring } from './keyring.ts';
import { callApi, type RunningApp } from './launch.ts';
import { expect, test } from './test.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './upstream/scripted-upstream.ts';
import { pages, show } from './worlds.ts';

/** One secret per place that a secret can pass; each must stay out of every place where something is kept or shown. */
const canaries = {
  providerKey: 'sk-canary-provider-0a1b2c3d4e5f6071',
  /** Of no known shape: only who used it can know it. */
  oddKey: 'canary*odd+key',
  login: 'sk-ant-oat01-canarylogin-0123456789abcdef',
  apiKeyHeader: 'sk-ant-api03-canaryheader-0123456789abcdef',
  queryKey: 'canaryquery0123456789abcdef',
  inPrompt: 'sk-proj-canaryprompt0123456789abcdef',
  inToolResult: 'ghp_canarytool0123456789abcdefABCDEF01',
  inAnswer: 'gsk_canaryanswer0123456789abcdefABCDEF',
} as const;

test('planted secrets are in no row, log, export, message to the window, file or crash dump', async ({
  start,
}) => {
  const upstream = await echoingUpstream();
  const dumpsBefore = new Set(crashFiles(tmpdir()));
  const app = await start({
    configuration: configurationAt(upstream),
    preferences: { captureBodies: 'all' },
  });
  const log = collectLog(app);
  await recordMessages(app.app);
  await callApi(app.window, 'keys', 'store', {
    providerId: 'keyed',
    keyId: 'main',
    secret: canaries.providerKey,
  });
  await callApi(app.window, 'keys', 'store', {
    providerId: 'odd',
    keyId: 'main',
    secret: canaries.oddKey,
  });
  const gatewayToken = readKeyring('gateway/token');

  await driveTraffic(app);
  // Each upstream got its own key and nothing else's, or the canaries would prove nothing.
  const sent = upstream.requests.map(
    ({ headers }) => headers.authorization ?? headers['x-api-key'],
  );
  expect(new Set(sent)).toEqual(
    new Set([
      `Bearer ${canaries.providerKey}`,
      `Bearer ${canaries.oddKey}`,
      `Bearer ${canaries.login}`,
      canaries.apiKeyHeader,
    ]),
  );

  const seen = await everythingShown(app);
  const messages = await recordedMessages(app.app);
  expect(messages.length).toBeGreaterThan(20);
  await app.app.evaluate(() => setTimeout(() => process.crash(), 50)).catch(() => undefined);
  await expect.poll(() => app.process.exitCode ?? app.process.signalCode).not.toBeNull();

  const places: Record<string, string> = {
    'messages to the window': messages.join('\n'),
    'pages and answers of the window': seen,
    'standard error': log(),
  };
  for (const file of [...filesUnder(app.userData), ...crashFiles(tmpdir())])
    if (!dumpsBefore.has(file)) places[file] = readFileSync(file).toString('latin1');
  const leaks = Object.entries(places).flatMap(([place, text]) =>
    Object.entries({ ...canaries, gatewayToken })
      .filter(([, secret]) => text.includes(secret))
      .map(([name]) => `${name} in ${place}`),
  );
  expect(leaks).toEqual([]);
  await upstream.close();
});

function configurationAt(upstream: ScriptedUpstream) {
  const baseUrl = `${upstream.url}/v1`;
  const to = (id: string, tier: 'haiku' | 'opus') => ({
    id,
    name: id,
    enabled: true,
    when: { tier: [tier] },
    then: { strategy: 'failover' as const, targets: [{ provider: id, model: 'echo' }] },
  });
  const keys = [{ id: 'main', keychain: true as const }];
  return {
    native: { baseUrl: upstream.url },
    activeProfile: 'all',
    providers: [
      { id: 'keyed', wire: 'openai-chat' as const, baseUrl, auth: 'bearer' as const, keys },
      {
        id: 'odd',
        wire: 'anthropic-messages' as const,
        baseUrl: upstream.url,
        auth: 'bearer' as const,
        keys,
      },
    ],
    profiles: [
      { id: 'all', name: 'All', lock: null, rules: [to('keyed', 'haiku'), to('odd', 'opus')] },
    ],
  };
}

/** Answers with the credential that it was sent: in a header, in an error's words, in a stream and in an error of it. */
async function echoingUpstream(): Promise<ScriptedUpstream> {
  return startScriptedUpstream((response, request) => {
    const credential = String(request.headers.authorization ?? request.headers['x-api-key'] ?? '');
    const bare = credential.replace(/^Bearer /, '');
    const body = request.body.toString();
    const kind = /please (\w+)/.exec(body)?.[1] ?? 'answer';
    response.setHeader('x-debug-credential', credential);
    if (kind === 'refuse') {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `Invalid key ${bare} (${credential})` } }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (name: string | null, data: object): void => {
      response.write(`${name === null ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`);
    };
    const words = `Found ${canaries.inAnswer} and you sent ${bare}`;
    if (request.url.includes('chat/completions')) {
      send(null, {
        id: 'c',
        choices: [{ index: 0, delta: { role: 'assistant', content: words } }],
      });
      if (kind === 'break') send(null, { error: { message: `quota of ${bare} used up` } });
      else send(null, { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
      response.end(kind === 'break' ? '' : 'data: [DONE]\n\n');
      return;
    }
    for (const event of messagesEvents(words, kind === 'break' ? bare : null))
      send(event.type, event);
    response.end();
  });
}

function messagesEvents(
  words: string,
  broken: string | null,
): readonly { readonly type: string }[] {
  const usage = { input_tokens: 10, output_tokens: 5 };
  const message = {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'echo',
    content: [],
    usage,
  };
  const opening = [
    { type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: words } },
  ];
  if (broken !== null)
    return [
      ...opening,
      {
        type: 'error',
        error: { type: 'api_error', message: `quota of ${broken} used up` },
      } as never,
    ];
  return [
    ...opening,
    { type: 'content_block_stop', index: 0 } as never,
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 5 },
    } as never,
    { type: 'message_stop' },
  ];
}

async function driveTraffic(app: RunningApp): Promise<void> {
  const history = {
    messages: [
      { role: 'user', content: `my key is ${canaries.inPrompt}` },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'env' } }],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'toolu_1',
            content: `TOKEN=${canaries.inToolResult}`,
          },
        ],
      },
    ],
  };
  for (const text of ['please answer', 'please break', 'please refuse']) {
    for (const model of ['claude-haiku-4-5', 'claude-opus-4-8']) {
      await ask(app, { model, text });
    }
    await ask(app, { text, headers: { authorization: `Bearer ${canaries.login}` } });
    await ask(app, { text, headers: { 'x-api-key': canaries.apiKeyHeader } });
  }
  for (const model of ['claude-haiku-4-5', 'claude-opus-4-8'])
    await ask(app, { model, more: history });
  await fetch(`${app.url}/v1/whatever?api_key=${canaries.queryKey}`, {
    headers: {
      'x-switchyard-token': readKeyring('gateway/token'),
      authorization: `Bearer ${canaries.login}`,
    },
    signal: AbortSignal.timeout(10_000),
  });
}

/** Keeps every message from main to the window: pushes, and replies to calls. */
async function recordMessages(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow, ipcMain }) => {
    const kept: string[] = [];
    Object.assign(globalThis, { canaryMessages: kept });
    const keep = (value: unknown): void => {
      if (kept.length < 50_000) kept.push(JSON.stringify(value));
    };
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      const send = webContents.send.bind(webContents);
      webContents.send = (...all) => {
        keep(all);
        send(...all);
      };
    }
    const { _invokeHandlers: handlers } = ipcMain as unknown as {
      _invokeHandlers: Map<string, (...all: unknown[]) => unknown>;
    };
    for (const [channel, handler] of handlers)
      handlers.set(channel, async (...all) => {
        const reply = await handler(...all);
        keep([channel, reply]);
        return reply;
      });
  });
}

async function recordedMessages(app: ElectronApplication): Promise<readonly string[]> {
  return app.evaluate(
    () => (globalThis as unknown as { canaryMessages: readonly string[] }).canaryMessages,
  );
}

/** Every page, every exchange's detail, bodies and exports: what a curious person can bring onto the screen or disk. */
async function everythingShown(app: RunningApp): Promise<string> {
  const { window, userData } = app;
  const shown: string[] = [];
  const rows = await callApi(window, 'traffic', 'list', { limit: 200, before: null });
  expect(rows.length).toBeGreaterThanOrEqual(14);
  for (const { id } of rows) {
    shown.push(JSON.stringify(await callApi(window, 'traffic', 'detail', { exchangeId: id })));
    shown.push(JSON.stringify(await callApi(window, 'traffic', 'bodies', { exchangeId: id })));
  }
  const exchangeIds = rows.map(({ id }) => id);
  for (const format of ['har', 'jsonl'] as const) {
    const file = join(userData, `canary-export.${format}`);
    await app.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await callApi(window, 'traffic', 'export', { exchangeIds, format });
    expect(statSync(file).size).toBeGreaterThan(1000);
  }
  shown.push(JSON.stringify(await callApi(window, 'providers', 'list')));
  shown.push(JSON.stringify(await callApi(window, 'app', 'exportConfiguration')));
  for (const page of pages) {
    await show(window, page);
    await expect(window.getByRole('main')).toBeVisible();
    shown.push(await window.content());
  }
  // Proof that the bodies were kept: what stood beside the canaries is there.
  expect(shown.join('')).toContain('my key is [redacted]');
  return shown.join('\n');
}

function collectLog(app: RunningApp): () => string {
  const pieces: string[] = [];
  for (const stream of [app.process.stdout, app.process.stderr])
    stream?.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  return () => pieces.join('');
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Where a crash leaves its dump: core files and minidumps of the temporary folder and the working folder. */
function crashFiles(folder: string): string[] {
  return [folder, process.cwd()].flatMap((one) =>
    readdirSync(one)
      .filter((name) => /\.dmp$|^core(\.\d+)?$/.test(name))
      .map((name) => join(one, name)),
  );
}
