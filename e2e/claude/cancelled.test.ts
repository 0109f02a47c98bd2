import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { configurationFor, startTestGateway, TOKEN } from '../../electron/gateway/testing.ts';
import type { GatewayUnderTest } from '../../electron/gateway/testing.ts';
import { anthropicAnswer, anthropicFrames } from '../upstream/dialects.ts';
import {
  startScriptedUpstream,
  type Script,
  type ScriptedUpstream,
} from '../upstream/scripted-upstream.ts';
import { quietClientEnv, startClient, type ClientEvent, type Session } from './client.ts';

/** The user cancels in Switchyard: the real client's turn ends with our words, and nothing is answered behind them. */
const claude = process.env['SWITCHYARD_CLAUDE'] ?? '';
const frames = anthropicFrames([{ type: 'text', text: 'Half of it, and then the other half.' }]);
const good = anthropicAnswer([{ type: 'text', text: 'An answer that nobody asked for.' }]);

let home = '';
let upstream: ScriptedUpstream | null = null;
let under: GatewayUnderTest | null = null;
let session: Session | null = null;

beforeAll(() => {
  expect(claude, 'run it by `npm run e2e:claude`, which fetches the client').not.toBe('');
});
afterEach(async () => {
  await under?.gateway.stop(0);
  await session?.close();
  await upstream?.close();
  await rm(home, { recursive: true, force: true });
});

const begun =
  (count: number): Script =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frames.slice(0, count).join(''));
  };
const saw =
  (type: string) =>
  (event: ClientEvent): boolean =>
    event.type === 'stream_event' && event.event?.type === type;

test.each<[string, Script, ((event: ClientEvent) => boolean) | null]>([
  ['before the answer', () => undefined, null],
  ['in the midst of a block', begun(4), saw('content_block_delta')],
  ['after a whole block', begun(frames.length - 2), saw('content_block_stop')],
])('%s', async (_, script, moment) => {
  home = await mkdtemp(join(tmpdir(), 'switchyard-cancelled-'));
  const folder = join(home, 'project');
  const settingsFile = join(home, 'settings.json');
  await mkdir(folder);
  await writeFile(settingsFile, '{}');
  upstream = await startScriptedUpstream((response, request, index) => {
    (index === 0 ? script : good)(response, request, index);
  });
  under = await startTestGateway(
    configurationFor('http://127.0.0.1:9', [
      { id: 'one', wire: 'anthropic-messages', baseUrl: upstream.url, auth: 'none' },
    ]),
  );
  session = startClient({
    claude,
    settingsFile,
    folder,
    partial: true,
    env: {
      ...quietClientEnv(home),
      ANTHROPIC_BASE_URL: under.url,
      ANTHROPIC_AUTH_TOKEN: TOKEN,
    },
  });
  const turn = session.ask('Say all of it.');
  await upstream.arrived(1);
  if (moment !== null) await Promise.race([session.saw(moment), turn]);
  const [asked] = under.watched.attempts;
  expect(under.gateway.cancel(asked?.exchangeId ?? '')).toBe(true);
  expect(await turn).toMatchObject({
    is_error: true,
    result: expect.stringContaining('Cancelled in Switchyard') as string,
  });
  expect(upstream.requests).toHaveLength(1);
  // Whoever then asks on purpose is answered.
  expect(await session.ask('Say it again.')).toMatchObject({ is_error: false });
});
