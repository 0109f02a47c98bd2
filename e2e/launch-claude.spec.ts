import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAST_WORDS, openaiLoop } from './claude/tool-loop.ts';
import { everythingTo } from './configurations.ts';
import { callApi } from './launch.ts';
import { expect, test } from './test.ts';
import { anthropicAnswer } from './upstream/dialects.ts';
import { startScriptedUpstream } from './upstream/scripted-upstream.ts';

const claude = process.env['SWITCHYARD_CLAUDE'] ?? '';
const SUBSCRIPTION = 'sk-ant-oat01-not-a-real-token';

/** A terminal and a `claude` on PATH: the terminal runs what it is told, the client is the real one, fed by a pipe. */
class Desk {
  readonly home = mkdtempSync(join(tmpdir(), 'switchyard-desk-'));
  readonly folder = join(this.home, 'project');
  readonly #bin = join(this.home, 'bin');
  readonly #prompts = join(this.home, 'prompts');
  readonly #output = join(this.home, 'output');
  readonly #pipe: number;

  constructor() {
    for (const place of [this.folder, this.#bin]) mkdirSync(place);
    execFileSync('mkfifo', [this.#prompts]);
    // Open both ways, so that neither side waits for the other.
    this.#pipe = openSync(this.#prompts, 'r+');
    writeFileSync(this.#output, '');
    const format =
      '--input-format stream-json --output-format stream-json --verbose --dangerously-skip-permissions';
    this.#program('x-terminal-emulator', 'shift; exec "$@"');
    this.#program(
      'claude',
      `exec '${claude}' "$@" -p ${format} <'${this.#prompts}' >>'${this.#output}' 2>&1`,
    );
  }

  get env(): Readonly<Record<string, string>> {
    return {
      HOME: this.home,
      PATH: `${this.#bin}:${process.env['PATH'] ?? ''}`,
      SWITCHYARD_CLAUDE: join(this.#bin, 'claude'),
      IS_SANDBOX: '1',
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    };
  }

  say(content: string): void {
    writeSync(
      this.#pipe,
      `${JSON.stringify({ type: 'user', message: { role: 'user', content } })}\n`,
    );
  }

  /** The results of the turns so far. */
  results(): readonly string[] {
    return readFileSync(this.#output, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"type":"result"'))
      .map((line) => (JSON.parse(line) as { readonly result: string }).result);
  }

  output(): string {
    return readFileSync(this.#output, 'utf8');
  }

  leave(): void {
    closeSync(this.#pipe);
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  #program(name: string, line: string): void {
    const file = join(this.#bin, name);
    appendFileSync(file, `#!/bin/sh\n${line}\n`);
    chmodSync(file, 0o755);
  }
}

let desk: Desk;
test.beforeEach(() => {
  expect(claude, 'run it by `npm run e2e`, which fetches the client').not.toBe('');
  expect(Object.keys(networkInterfaces())).toEqual(['lo']);
  desk = new Desk();
});
test.afterEach(() => {
  desk.leave();
});

test('launched from the tray, the real client works through a practice loop', async ({
  start,
  trayHost,
  picture,
}) => {
  test.setTimeout(120_000);
  const { window } = await start({
    env: desk.env,
    preferences: { firstRunDone: true, recentFolders: [desk.folder] },
    configuration: practiceOnly,
  });
  const tray = await trayHost.nextIcon();
  await tray.click(/project$/);
  desk.say('Please use the practice tools.');
  await expect
    .poll(() => desk.results().length, { timeout: 60_000, message: desk.output() })
    .toBe(1);
  expect(existsSync(join(desk.folder, 'switchyard-practice.txt'))).toBe(true);
  const rows = await callApi(window, 'traffic', 'list', { limit: 50, before: null });
  expect(rows.length).toBeGreaterThanOrEqual(4);
  expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['complete']));
  expect(new Set(rows.map((row) => row.project))).toEqual(new Set([desk.folder]));
  await window.getByRole('link', { name: 'Live' }).click();
  await picture(window, 'launch.practice');
});

test('routing off in the tray sends the next turn of the same conversation to Anthropic', async ({
  start,
  trayHost,
  picture,
}) => {
  test.setTimeout(120_000);
  const vendor = await startScriptedUpstream(openaiLoop(join(desk.folder, 'hello.txt')));
  const anthropic = await startScriptedUpstream(
    anthropicAnswer([{ type: 'text', text: 'Straight from the stand-in.' }]),
  );
  const { window, userData } = await start({
    env: { ...desk.env, CLAUDE_CODE_OAUTH_TOKEN: SUBSCRIPTION },
    preferences: { recentFolders: [desk.folder] },
    configuration: {
      native: { baseUrl: anthropic.url },
      ...everythingTo(
        {
          id: 'vendor',
          name: 'Vendor',
          wire: 'openai-chat',
          baseUrl: `${vendor.url}/v1`,
          auth: 'none',
          models: [{ id: 'm-1' }],
        },
        'm-1',
      ),
    },
  });
  const tray = await trayHost.nextIcon();
  await window.getByRole('button', { name: 'Launch Claude' }).first().click();
  await picture(window, 'launch.dialog');
  await window.getByRole('dialog').getByRole('button', { name: 'Launch', exact: true }).click();
  desk.say('Write, read and count.');
  await expect.poll(() => desk.results(), { timeout: 60_000 }).toEqual([LAST_WORDS]);
  expect(readFileSync(join(desk.folder, 'hello.txt'), 'utf8')).toContain('line two');
  expect(anthropic.requests).toHaveLength(0);
  expect(vendor.requests.map((request) => request.headers.authorization)).toEqual(
    vendor.requests.map(() => undefined),
  );

  await tray.click(/^Routing on/);
  await expect.poll(async () => (await callApi(window, 'app', 'status')).routing).toBe('off');
  const before = vendor.requests.length;
  desk.say('And now?');
  await expect
    .poll(() => desk.results(), { timeout: 60_000 })
    .toEqual([LAST_WORDS, 'Straight from the stand-in.']);
  expect(vendor.requests.length).toBe(before);
  const [native] = anthropic.requests;
  expect(native?.headers.authorization).toBe(`Bearer ${SUBSCRIPTION}`);
  expect(native?.headers['x-switchyard-token']).toBeUndefined();
  expect(existsSync(userData)).toBe(true);
  await vendor.close();
  await anthropic.close();
});

const practiceOnly = everythingTo({ id: 'practice', preset: 'practice' }, 'practice');
