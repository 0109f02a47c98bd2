import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames } from '../upstream/dialects.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../upstream/scripted-upstream.ts';
import { quietClientEnv, startClient, type ClientEvent, type Session } from './client.ts';
import { expectOwnNetwork } from './launched.ts';

/** The gateway is killed in the midst of an answer and comes up again: the real client's turn has to complete. */
const root = resolve(import.meta.dirname, '../..');
const claude = process.env['SWITCHYARD_CLAUDE'] ?? '';
const TOKEN = 'switchyard-test-token-of-the-killed-gateway';
const HALF = anthropicFrames([{ type: 'text', text: 'Half of it, and then the other half.' }]);
const WORDS = 'All of it, from the new gateway.';
/** The client's own ladder has 11 steps of up to 40 s; what completes within its first few is what people bear. */
const BEARABLE_MS = 30_000;

let out = '';
let home = '';
let upstream: ScriptedUpstream;
let running: ChildProcessWithoutNullStreams | null = null;
let session: Session | null = null;

beforeAll(async () => {
  expectOwnNetwork();
  // Inside the checkout, so that the bundle finds native modules as the shipped one does.
  await mkdir(join(root, 'dist'), { recursive: true });
  out = await mkdtemp(join(root, 'dist', 'killed-test-'));
  const configFile = join(root, 'vite.cli.config.ts');
  await build({ root, configFile, build: { outDir: out }, logLevel: 'error' });
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'switchyard-killed-'));
  await mkdir(join(home, 'project'));
  upstream = await startScriptedUpstream(anthropicAnswer([{ type: 'text', text: WORDS }]));
});
afterEach(async () => {
  await session?.close();
  session = null;
  running?.kill('SIGKILL');
  running = null;
  await upstream.close();
  await rm(home, { recursive: true, force: true });
});
afterAll(() => rm(out, { recursive: true, force: true }));

/** `switchyard serve` on the given port, 0 for any; resolves with its port once it listens. */
async function serve(port: number): Promise<number> {
  const file = join(home, 'switchyard.json');
  await writeFile(
    file,
    JSON.stringify({
      version: 1,
      activeProfile: 'p',
      providers: [{ id: 'one', wire: 'anthropic-messages', baseUrl: upstream.url, auth: 'none' }],
      profiles: [
        { id: 'p', rules: [{ id: 'all', then: { targets: [{ provider: 'one', model: 'm' }] } }] },
      ],
    }),
  );
  const args = ['serve', '--config', file, '--port', String(port), '--json'];
  const child = spawn(process.execPath, [join(out, 'switchyard.js'), ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, SWITCHYARD_TOKEN: TOKEN },
  });
  running = child;
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(() => {
    throw new Error(`serve ended: ${stderr}`);
  });
  ended.catch(() => undefined);
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended,
  ])) as [string];
  return Number(new URL((JSON.parse(line) as { url: string }).url).port);
}

async function kill(): Promise<void> {
  const child = running;
  running = null;
  const gone = child === null ? null : once(child, 'close');
  child?.kill('SIGKILL');
  await gone;
}

function startAt(port: number): Session {
  const settingsFile = join(home, 'settings.json');
  return startClient({
    claude,
    settingsFile,
    folder: join(home, 'project'),
    partial: true,
    env: {
      ...quietClientEnv(home),
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${String(port)}`,
      ANTHROPIC_AUTH_TOKEN: TOKEN,
    },
  });
}

const isDelta = ({ type, event }: ClientEvent): boolean =>
  type === 'stream_event' && event?.type === 'content_block_delta';
/** The first retry follows the cut; the second one means that the first found nobody there. */
const isSecondRetry = ({ subtype, attempt }: ClientEvent): boolean =>
  subtype === 'api_retry' && attempt === 2;

test.each(['at once', 'after a retry found nobody there'] as const)(
  'killed in mid-answer and back %s: the turn completes, on the same port and token',
  async (when) => {
    await writeFile(join(home, 'settings.json'), '{}');
    upstream.play((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(HALF.slice(0, 4).join(''));
    });
    const port = await serve(0);
    session = startAt(port);
    const turn = session.ask('Say all of it.');
    // What goes wrong before the kill is the turn's own failure.
    await Promise.race([session.saw(isDelta), turn]);

    upstream.play(anthropicAnswer([{ type: 'text', text: WORDS }]));
    const killedAt = performance.now();
    await kill();
    if (when !== 'at once') await session.saw(isSecondRetry);
    expect(await serve(port)).toBe(port);
    const result = await turn;
    expect(performance.now() - killedAt).toBeLessThan(BEARABLE_MS);
    expect(result).toMatchObject({ subtype: 'success', is_error: false, result: WORDS });
    expect(upstream.requests).toHaveLength(2);
    // One session, before and after.
    const sessions = upstream.requests.map(({ headers }) => headers['x-claude-code-session-id']);
    expect(new Set(sessions).size).toBe(1);

    expect(await session.ask('And again.')).toMatchObject({ subtype: 'success', result: WORDS });
  },
);
