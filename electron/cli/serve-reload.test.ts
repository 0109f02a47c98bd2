import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** The watch looks every 300 ms; a busy machine may take its time. */
const within = { timeout: 15_000, interval: 50 };
vi.setConfig({ testTimeout: 60_000 });

let out = '';
let folder = '';
let file = '';
beforeAll(async () => {
  // Inside the checkout, so that the bundle finds native modules as the shipped one does.
  await mkdir(join(root, 'dist'), { recursive: true });
  out = await mkdtemp(join(root, 'dist', 'reload-test-'));
  const configFile = join(root, 'vite.cli.config.ts');
  await build({ root, configFile, build: { outDir: out }, logLevel: 'error' });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
}, 60_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-reload-'));
  file = join(folder, 'switchyard.json');
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  upstream.close();
  upstream.closeAllConnections();
  await rm(out, { recursive: true, force: true });
});

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};
/** Models asked for, in order; streams begin and then wait for `finish`. */
const asked: string[] = [];
const streams: ServerResponse[] = [];
const upstream = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const { model, stream } = JSON.parse(body) as { model: string; stream?: boolean };
    asked.push(model);
    if (stream !== true) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(message));
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    const block = { type: 'text', text: '' };
    const delta = { type: 'text_delta', text: model };
    event(response, { type: 'message_start', message: { ...message, stop_reason: null } });
    event(response, { type: 'content_block_start', index: 0, content_block: block });
    event(response, { type: 'content_block_delta', index: 0, delta });
    streams.push(response);
  });
});
function event(
  response: ServerResponse,
  data: { readonly type: string; readonly [field: string]: unknown },
): void {
  response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
}
function finish(response: ServerResponse): void {
  const delta = { stop_reason: 'end_turn', stop_sequence: null };
  event(response, { type: 'content_block_stop', index: 0 });
  const usage = { output_tokens: 2 };
  event(response, { type: 'message_delta', delta, usage });
  event(response, { type: 'message_stop' });
  response.end();
}

function configuration(models: readonly string[], change: object = {}): string {
  const baseUrl = `http://127.0.0.1:${String((upstream.address() as AddressInfo).port)}`;
  const targets = models.map((model) => ({ provider: 'local', model }));
  const then = { strategy: 'round-robin', targets };
  return JSON.stringify({
    version: 1,
    listen: { port: 0 },
    activeProfile: 'p',
    providers: [{ id: 'local', wire: 'anthropic-messages', baseUrl, auth: 'none' }],
    profiles: [{ id: 'p', rules: [{ id: 'all', when: {}, then }] }],
    ...change,
  });
}

const running: ChildProcessWithoutNullStreams[] = [];
interface Served {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The model that a request reaches; with `session`, as a turn of that conversation. */
  readonly ask: (session?: string) => Promise<string>;
  readonly stream: () => Promise<Response>;
}
async function serve(path = file): Promise<Served> {
  const args = [join(out, 'switchyard.js'), 'serve', '--config', path, '--json'];
  const child = spawn(process.execPath, args, { env: { PATH: '/usr/bin:/bin', HOME: folder } });
  running.push(child);
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  await vi.waitFor(() => expect(texts.stdout).toContain('\n'), within);
  const { url, token } = JSON.parse(texts.stdout) as { url: string; token: string };
  const post = (stream: boolean, session?: string): Promise<Response> =>
    fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-switchyard-token': token,
        ...(session === undefined ? {} : { 'x-claude-code-session-id': session }),
      },
      body: JSON.stringify({
        model: 'claude-sonnet-5-5',
        max_tokens: 9,
        stream,
        messages: [{ role: 'user', content: 'hi' }],
      }),
    });
  return {
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    stream: () => post(true),
    ask: async (session) => {
      const response = await post(false, session);
      expect(response.status).toBe(200);
      await response.text();
      return asked.at(-1) ?? '';
    },
  };
}
const readAnew = (served: Served): number =>
  served
    .stderr()
    .split('\n')
    .filter((line) => line.includes('read anew')).length;
const untilReadAnew = (served: Served, times: number): Promise<void> =>
  vi.waitFor(() => expect(readAnew(served)).toBe(times), within);

test.each<[string, (text: string) => Promise<void>]>([
  ['written over', (text) => writeFile(file, text)],
  [
    'replaced by a rename',
    async (text) => {
      await writeFile(`${file}.new`, text);
      await rename(`${file}.new`, file);
    },
  ],
  [
    'deleted and made again',
    async (text) => {
      await unlink(file);
      await writeFile(file, text);
    },
  ],
  [
    'emptied, then written in two halves',
    async (text) => {
      await writeFile(file, '');
      await writeFile(file, text.slice(0, 40));
      await writeFile(file, text);
    },
  ],
])('a file that is %s holds from the next request on', async (_how, change) => {
  await writeFile(file, configuration(['one']));
  const served = await serve();
  expect(await served.ask()).toBe('one');
  await change(configuration(['two']));
  await untilReadAnew(served, 1);
  expect(await served.ask()).toBe('two');
  await change(configuration(['three']));
  await untilReadAnew(served, 2);
  expect(await served.ask()).toBe('three');
  expect(served.stderr()).not.toContain('invalid');
  expect(served.stdout().trimEnd().split('\n')).toHaveLength(1);
});

test('a link that is turned to another file counts, as containers mount them', async () => {
  await writeFile(join(folder, 'a.json'), configuration(['one']));
  await writeFile(join(folder, 'b.json'), configuration(['two']));
  await symlink('a.json', file);
  const served = await serve();
  expect(await served.ask()).toBe('one');
  await symlink('b.json', `${file}.new`);
  await rename(`${file}.new`, file);
  await untilReadAnew(served, 1);
  expect(await served.ask()).toBe('two');
});

test('an invalid file keeps what ran, says each problem once, and its repair is told', async () => {
  await writeFile(file, configuration(['one']));
  const served = await serve();
  const bad = configuration(['one'], { activeProfile: 'q', listen: { port: 'x' }, extra: 1 });
  await writeFile(file, bad);
  await vi.waitFor(() => expect(served.stderr()).toContain('what ran before goes on'), within);
  expect(await served.ask()).toBe('one');
  const lines = served.stderr().trimEnd().split('\n');
  expect(lines[0]).toBe(`switchyard: ${file} is invalid; what ran before goes on`);
  expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(['listen.port', 'extra']);
  await rm(file);
  await vi.waitFor(() => expect(served.stderr()).toContain('there is no such file'), within);
  expect(await served.ask()).toBe('one');
  await writeFile(file, configuration(['one']));
  await untilReadAnew(served, 1);
  expect(served.stderr().match(/extra/g)).toHaveLength(1);
});

test('a stream under way keeps its target, and a conversation its own while the rule has it', async () => {
  await writeFile(file, configuration(['one', 'two', 'three']));
  const served = await serve();
  const home = await served.ask('s1');
  await served.ask('s2');
  const begun = streams.length;
  const response = await served.stream();
  await vi.waitFor(() => expect(streams).toHaveLength(begun + 1), within);
  const streamed = asked.at(-1) ?? '';

  await writeFile(file, configuration(['new', 'newer', home]));
  await untilReadAnew(served, 1);
  expect(await served.ask('s1')).toBe(home);
  finish(streams[begun]!);
  const text = await response.text();
  expect(text).toContain(`"text":"${streamed}"`);
  expect(text).toContain('message_stop');

  await writeFile(file, configuration(['new', 'newer']));
  await untilReadAnew(served, 2);
  expect(['new', 'newer']).toContain(await served.ask('s1'));
});

test('another address is said to need a restart; the gateway stays where it is', async () => {
  await writeFile(file, configuration(['one']));
  const served = await serve();
  await writeFile(file, configuration(['two'], { listen: { port: 4567 } }));
  await untilReadAnew(served, 1);
  expect(served.stderr()).toMatch(/listen has changed; .* restarted/);
  expect(await served.ask()).toBe('two');
});
