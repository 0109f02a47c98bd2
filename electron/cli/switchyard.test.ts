import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { countBody } from '../tokens/count-body.ts';
import { estimatePrompt } from '../tokens/estimate-prompt.ts';

const root = resolve(import.meta.dirname, '../..');
let out = '';
let home = '';
beforeAll(async () => {
  // Inside the checkout, so that the bundle finds native modules as the shipped one does.
  await mkdir(join(root, 'dist'), { recursive: true });
  out = await mkdtemp(join(root, 'dist', 'cli-test-'));
  home = await mkdtemp(join(tmpdir(), 'switchyard-cli-'));
  const configFile = join(root, 'vite.cli.config.ts');
  await build({ root, configFile, build: { outDir: out }, logLevel: 'error' });
}, 60_000);
const running: ChildProcessWithoutNullStreams[] = [];
const servers: Server[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
afterAll(async () => {
  await rm(out, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(out, 'switchyard.js'), ...args], {
    cwd: home,
    env: { PATH: '/usr/bin:/bin', HOME: home, ...env },
  });
  running.push(child);
  const stdout = text(child.stdout);
  const stderr = text(child.stderr);
  const ended = once(child, 'close').then(async ([code]) => ({
    code: code as number | null,
    stdout: await stdout,
    stderr: await stderr,
  }));
  return { child, ended };
}

const run = (args: readonly string[], env: Record<string, string> = {}, input = '') => {
  const { child, ended } = start(args, env);
  child.stdin.end(input);
  return ended;
};

/** The first line on stdout. */
function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((done, fail) => {
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes('\n')) done(seen.slice(0, seen.indexOf('\n')));
    });
    child.once('close', () => {
      fail(new Error(`ended without a line: ${seen}`));
    });
  });
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
async function upstream(answer: Answer): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function configuration(change: object = {}): Promise<string> {
  const file = join(await mkdtemp(join(home, 'config-')), 'switchyard.json');
  const value = {
    version: 1,
    listen: { port: 0 },
    activeProfile: 'p',
    providers: [
      {
        id: 'local',
        wire: 'anthropic-messages',
        baseUrl: 'http://127.0.0.1:9',
        auth: 'bearer',
        keys: [{ id: 'main', env: 'LOCAL_KEY' }],
      },
    ],
    profiles: [
      {
        id: 'p',
        rules: [
          {
            id: 'long',
            name: 'Long',
            when: { inputTokens: { min: 60_000 } },
            then: { targets: [{ provider: 'local', model: 'big' }] },
          },
          { id: 'rest', when: {}, then: { targets: [{ provider: 'local', model: 'small' }] } },
          { id: 'dead', when: { tier: ['opus'] }, then: { native: true } },
        ],
      },
    ],
    ...change,
  };
  await writeFile(file, JSON.stringify(value));
  return file;
}

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'small',
  content: [{ type: 'text', text: 'hi' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};
const post = (url: string, token: string, body: object, signal?: AbortSignal) =>
  fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-switchyard-token': token },
    body: JSON.stringify({
      model: 'claude-sonnet-5-5',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'hi' }],
      ...body,
    }),
    signal: signal ?? null,
  });

describe('usage', () => {
  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['--help'], 0, /serve .*\n.*check/, /^$/],
    [['serve', '--help'], 0, /^Usage: switchyard serve/, /^$/],
    [[], 2, /^$/, /^Usage: switchyard COMMAND/],
    [['srve'], 2, /^$/, /no command "srve"\. Did you mean "serve"\?/],
    [['toString'], 2, /^$/, /no command "toString"/],
    [['serve', '--prot', '1'], 2, /^$/, /Unknown option '--prot'.*\nSee: switchyard serve --help/],
    [['check'], 2, /^$/, /Name the configuration file: switchyard check --config FILE/],
    [['check', '--config', 'nowhere.json'], 2, /^$/, /^nowhere\.json: there is no such file\n$/],
    [['doctor'], 1, /^$/, /not in this version yet/],
    [['import', 'x'], 1, /^$/, /^x: there is no such file\n$/],
    [['import', 'x', '--from', 'y'], 2, /^$/, /--from takes one of ccr, cc-relay/],
  ])('%j', async (args, code, stdout, stderr) => {
    const result = await run(args);
    expect(result).toEqual({
      code,
      stdout: expect.stringMatching(stdout) as string,
      stderr: expect.stringMatching(stderr) as string,
    });
  });
});

describe('check', () => {
  test('prints the rules as they will be read, unreachable ones marked', async () => {
    const { code, stdout, stderr } = await run(['check', '--config', await configuration()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('1. long "Long": inputTokens 60000 or more → local big');
    expect(stdout).toMatch(
      /3\. dead: tier opus → native .*\[unreachable: rule "rest" takes all of it\]/,
    );
    expect(stdout).toContain('note: local: LOCAL_KEY is not set here (key main)');
  });

  test('an invalid file: every problem on its own line with its JSON path, exit 2', async () => {
    const file = await configuration({ activeProfile: 'q', ports: 3, listen: { port: 'x' } });
    const { code, stdout, stderr } = await run(['check', '--config', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['listen.port', 'ports']);
  });

  test('an unset variable is named', async () => {
    const file = await configuration({ native: { baseUrl: '${RELAY_URL}' } });
    const { code, stderr } = await run(['check', '--config', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^native\.baseUrl .*RELAY_URL is not set/);
    expect((await run(['check', '--config', file], { RELAY_URL: 'http://127.0.0.1:9' })).code).toBe(
      0,
    );
  });
});

describe('route', () => {
  test('--json says rule, targets, kinds and why', async () => {
    const body = JSON.stringify({
      model: 'claude-opus-5-5',
      messages: [{ role: 'user', content: 'x' }],
      thinking: { type: 'adaptive' },
    });
    const args = [
      'route',
      '--config',
      await configuration(),
      '--request',
      '-',
      '--header',
      'X-Claude-Code-Agent-Id: a1',
      '--json',
    ];
    const { code, stdout, stderr } = await run(args, {}, body);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      rule: 'rest',
      targets: [{ provider: 'local', model: 'small' }],
      kinds: ['subagent', 'thinking'],
      trace: [
        {
          rule: 'long',
          matched: false,
          because: expect.stringMatching(/^\d+ tokens, wants 60,000 or more$/) as string,
        },
        { rule: 'rest', matched: true },
      ],
    });
  });

  test('in words, for the example request', async () => {
    const { stdout } = await run(['route', '--config', await configuration()]);
    expect(stdout).toMatch(
      /claude-sonnet-5-5: main; about \d+ tokens\n {2}passes {4}long: .*\n {2}takes it {2}rest: .*\n→ local small\n/,
    );
  });

  test.each([
    ['--request', 'nowhere.json'],
    ['--header', 'nonsense'],
    ['--time', '25:00'],
  ])('%s %s is wrong usage', async (option, value) => {
    const { code, stderr } = await run(['route', '--config', await configuration(), option, value]);
    expect(code).toBe(2);
    expect(stderr).toContain(value);
  });
});

describe('serve', () => {
  test('one JSON line, requests by the rules, and a clean end on SIGTERM', async () => {
    let seen: IncomingMessage['headers'] = {};
    const baseUrl = await upstream((request, response) => {
      seen = request.headers;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(message));
    });
    const file = await configuration({
      providers: [
        {
          id: 'local',
          wire: 'anthropic-messages',
          baseUrl,
          auth: 'bearer',
          keys: [{ id: 'main', env: 'LOCAL_KEY' }],
        },
      ],
    });
    const { child, ended } = start(['serve', '--config', file, '--json'], {
      LOCAL_KEY: 'sk-upstream',
    });
    const line = JSON.parse(await firstLine(child)) as { url: string; token: string; pid: number };
    expect(line).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      token: expect.stringMatching(/^[\w-]{43}$/) as string,
      pid: child.pid,
    });

    expect((await post(line.url, 'wrong', {})).status).toBe(401);
    const response = await post(line.url, line.token, {});
    expect(response.status).toBe(200);
    expect(response.headers.get('x-switchyard-rule')).toBe('rest');
    expect(seen.authorization).toBe('Bearer sk-upstream');
    expect(JSON.stringify(seen)).not.toContain(line.token);

    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('prompts are counted in the thread that the bundle brings along', async () => {
    const file = await configuration({
      providers: [
        { id: 'local', wire: 'openai-chat', baseUrl: 'http://127.0.0.1:9/v1', auth: 'none' },
      ],
    });
    const { child, ended } = start(['serve', '--config', file, '--json']);
    const line = JSON.parse(await firstLine(child)) as { url: string; token: string };
    const words = 'The quick brown fox, {"json": [1, 22, 333]}, 안녕하세요. '.repeat(500);
    const body = JSON.stringify({
      model: 'claude-sonnet-4-6',
      messages: [{ role: 'user', content: words }],
    });
    const response = await fetch(`${line.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers: { 'x-switchyard-token': line.token, 'content-type': 'application/json' },
      body,
    });
    expect(response.headers.get('x-switchyard-estimated')).toBe('true');
    // Every character was looked at, which only the thread does; rules see a sample.
    const counted = countBody(Buffer.from(body));
    expect(await response.json()).toEqual({ input_tokens: counted });
    expect(estimatePrompt(JSON.parse(body) as MessagesRequest).inputTokens).not.toBe(counted);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('a stream under way at SIGTERM still comes to its end', async () => {
    let finish: (() => void) | null = null;
    const baseUrl = await upstream((_request, response) => {
      if (finish !== null) {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(message));
        return;
      }
      response.setHeader('content-type', 'text/event-stream');
      const write = (event: { type: string }): void => {
        response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      };
      write({
        type: 'message_start',
        message: { ...message, content: [], stop_reason: null },
      } as never);
      write({
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'text', text: '' },
      } as never);
      write({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: 'first' },
      } as never);
      finish = () => {
        write({ type: 'content_block_stop', index: 0 } as never);
        write({
          type: 'message_delta',
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { output_tokens: 2 },
        } as never);
        write({ type: 'message_stop' });
        response.end();
      };
    });
    const file = await configuration({
      providers: [{ id: 'local', wire: 'anthropic-messages', baseUrl, auth: 'none' }],
    });
    const { child, ended } = start(['serve', '--config', file, '--json'], {
      SWITCHYARD_TOKEN: 'chosen-token',
    });
    const { url, token } = JSON.parse(await firstLine(child)) as { url: string; token: string };
    expect(token).toBe('chosen-token');
    const response = await post(url, token, { stream: true });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let got = '';
    while (!got.includes('first')) got += (await reader.read()).value ?? '';
    child.kill('SIGTERM');
    // Gone from the port before the stream may end: the signal has been seen.
    await expect
      .poll(
        () =>
          post(url, token, {}).then(
            (r) => r.status === 503,
            () => true,
          ),
        { timeout: 5000 },
      )
      .toBe(true);
    finish!();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      got += value;
    }
    expect(got).toContain('message_stop');
    expect((await ended).code).toBe(0);
  });

  test('a port in use is said plainly, exit 1', async () => {
    const taken = new URL(await upstream((_request, response) => response.end())).port;
    const { code, stdout, stderr } = await run([
      'serve',
      '--config',
      await configuration(),
      '--port',
      taken,
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^Port ${taken} on 127\\.0\\.0\\.1 is in use\\. .*--port N`));
  });

  test('a key in a keychain that is not there is an error of the request, not of the start', async () => {
    const file = await configuration({
      providers: [
        {
          id: 'local',
          wire: 'anthropic-messages',
          baseUrl: 'http://127.0.0.1:9',
          auth: 'bearer',
          keys: [{ id: 'main', keychain: true }],
        },
      ],
    });
    const { child } = start(['serve', '--config', file, '--json']);
    const { url, token } = JSON.parse(await firstLine(child)) as { url: string; token: string };
    const response = await post(url, token, {});
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).toMatch(/keychain|key/i);
  });
});

/** A stand-in for the client: tells what it was given, then asks the gateway one thing. */
const fakeClaude = `#!${process.execPath}
const { readFileSync, statSync } = require('node:fs');
const args = process.argv.slice(2);
const file = args[args.indexOf('--settings') + 1];
const { env } = JSON.parse(readFileSync(file, 'utf8'));
const [name, value] = env.ANTHROPIC_CUSTOM_HEADERS.split(': ');
fetch(env.ANTHROPIC_BASE_URL + '/v1/messages', {
  method: 'POST', headers: { [name]: value, 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'claude-sonnet-5-5', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }),
}).then((r) => {
  console.log(JSON.stringify({ args: args.slice(2), file, mode: statSync(file).mode & 0o777, cwd: process.cwd(), status: r.status, rule: r.headers.get('x-switchyard-rule'), auth: 'ANTHROPIC_AUTH_TOKEN' in env }));
  process.exit(7);
});
`;

describe('code and env', () => {
  test('code runs claude here with a settings file of its own, returns its exit code and cleans up', async () => {
    const claude = join(home, 'claude');
    await writeFile(claude, fakeClaude);
    await chmod(claude, 0o755);
    const baseUrl = await upstream((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(message));
    });
    const file = await configuration({
      providers: [{ id: 'local', wire: 'anthropic-messages', baseUrl, auth: 'none' }],
    });
    const { code, stdout, stderr } = await run(['code', '--config', file, '--', '-p', '--help'], {
      SWITCHYARD_CLAUDE: claude,
    });
    expect({ code, stderr }).toEqual({ code: 7, stderr: '' });
    const told = JSON.parse(stdout) as { file: string };
    expect(told).toMatchObject({
      args: ['-p', '--help'],
      mode: 0o600,
      cwd: home,
      status: 200,
      rule: 'rest',
      auth: true,
    });
    await expect(readFile(told.file)).rejects.toThrow('ENOENT');
    expect(await readdir(join(home, '.config/Switchyard/launches'))).toEqual([]);
  });

  test('without claude, without a gateway: exit 1 and a remedy', async () => {
    const none = await run(['code'], { SWITCHYARD_CLAUDE: join(home, 'nowhere') });
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toMatch(/Claude Code was not found\. Install it/);
    const env = await run(['env']);
    expect(env).toMatchObject({ code: 1, stdout: '' });
    expect(env.stderr).toMatch(/No gateway is running\. Start Switchyard/);
  });

  test('env finds the running app and prints what a shell can read', async () => {
    const { child } = start(['serve', '--config', await configuration(), '--json'], {
      SWITCHYARD_TOKEN: "it's",
    });
    const { url, pid } = JSON.parse(await firstLine(child)) as { url: string; pid: number };
    const folder = join(home, '.config/Switchyard');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'gateway.json'), JSON.stringify({ url, pid }));
    const { code, stdout } = await run(['env'], { SWITCHYARD_TOKEN: "it's" });
    expect(code).toBe(0);
    const shell = spawn('sh', [
      '-c',
      `${stdout}\nprintf '%s|%s|%s' "$ANTHROPIC_BASE_URL" "$ANTHROPIC_CUSTOM_HEADERS" "$ANTHROPIC_AUTH_TOKEN"`,
    ]);
    expect(await text(shell.stdout)).toBe(`${url}|x-switchyard-token: it's|it's`);
    const keeper = await run(['env'], { SWITCHYARD_TOKEN: 'T', ANTHROPIC_API_KEY: 'own' });
    expect(keeper.stdout).not.toContain('ANTHROPIC_AUTH_TOKEN');
    const noKeychain = await run(['env'], { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' });
    expect(noKeychain).toMatchObject({ code: 1, stdout: '' });
    expect(noKeychain.stderr).toMatch(/SWITCHYARD_TOKEN/);
  });
});
