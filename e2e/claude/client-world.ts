import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { silentLogger } from '../../electron/base/logger.ts';
import { createGateway } from '../../electron/gateway/create-gateway.ts';
import { createRecorder } from '../../electron/traffic/recorder.ts';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import { startScriptedUpstream } from '../upstream/scripted-upstream.ts';
import type { Script, ScriptedUpstream } from '../upstream/scripted-upstream.ts';
import { quietClientEnv, startClient, type ClientEvent, type Session } from './client.ts';

const claude = process.env['SWITCHYARD_CLAUDE'] ?? '';
/** The key of the one provider, and the client's own login where there is none. */
export const KEY = 'sk-of-the-row-not-a-real-one';
const TOKEN = 'switchyard-test-token-of-the-client-world';

/** The client is at hand, and loopback is all that it can reach. */
export function expectOwnNetwork(): void {
  expect(claude, 'run it by `npm run e2e:claude`, which fetches the client').not.toBe('');
  const outside = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  expect(outside, 'run it by `npm run e2e:claude`: only loopback may be there').toEqual([]);
}

export interface ClientWorld {
  readonly session: Session;
  readonly upstream: ScriptedUpstream;
  /** The file that the tool loop writes. */
  readonly file: string;
  /** Every exchange that has ended, as the app keeps it. */
  readonly rows: readonly ExchangeRow[];
  close(): Promise<void>;
}

interface WorldWish {
  readonly script: (file: string) => Script;
  /** What the one provider is, but for its address; null: Anthropic's stand-in with the client's own login. */
  readonly provider:
    | (Pick<Provider, 'preset' | 'wire' | 'auth'> & {
        readonly path: string;
        readonly model: string;
      })
    | null;
  readonly permissionMode?: string;
}

/** The real client on the real gateway with the real recorder, all in front of one scripted upstream. */
export async function startWorld(wish: WorldWish): Promise<ClientWorld> {
  const home = await mkdtemp(join(tmpdir(), 'switchyard-row-'));
  const folder = join(home, 'project');
  const file = join(folder, 'hello.txt');
  const settingsFile = join(home, 'settings.json');
  await mkdir(folder);
  await writeFile(settingsFile, '{}');
  const upstream = await startScriptedUpstream(wish.script(file));
  const configuration = configurationOf(wish, upstream.url);
  const rows: ExchangeRow[] = [];
  const recorder = createRecorder({
    configuration: () => configuration,
    onRow: () => undefined,
    onEnd: (row) => rows.push(row),
    capture: () => 'off',
    onBodies: () => undefined,
  });
  const gateway = createGateway({
    configuration: () => configuration,
    revealKey: () => Promise.resolve(KEY),
    authorize: (token) => (token === TOKEN ? { project: folder } : null),
    observer: recorder,
    clock: systemClock,
    logger: silentLogger,
    allowedOrigins: [],
    version: '0.0.0-test',
  });
  const { port } = await gateway.start({ host: '127.0.0.1', port: 0 });
  const session = startClient({
    claude,
    settingsFile,
    folder,
    ...(wish.permissionMode === undefined ? {} : { permissionMode: wish.permissionMode }),
    env: {
      ...quietClientEnv(home),
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${String(port)}`,
      ANTHROPIC_CUSTOM_HEADERS: `x-switchyard-token: ${TOKEN}`,
      ANTHROPIC_API_KEY: KEY,
    },
  });
  return {
    session,
    upstream,
    file,
    rows,
    close: async () => {
      await session.close();
      await gateway.stop(0);
      await upstream.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function configurationOf({ provider }: WorldWish, url: string) {
  const { path = '', model = '', ...own } = provider ?? {};
  const targets = [{ provider: 'row', model }];
  return configurationSchema.parse({
    version: 1,
    activeProfile: 'p',
    native: { baseUrl: provider === null ? url : 'http://127.0.0.1:9' },
    providers:
      provider === null
        ? []
        : [{ id: 'row', baseUrl: url + path, keys: [{ id: 'main', keychain: true }], ...own }],
    profiles: [
      { id: 'p', rules: [{ id: 'all', then: provider === null ? { native: true } : { targets } }] },
    ],
  });
}

/** All that the client told of one kind. */
export function textOf(events: readonly ClientEvent[], type: 'text' | 'thinking'): string {
  const blocks = events.flatMap(({ message }) =>
    Array.isArray(message?.content) ? (message.content as readonly object[]) : [],
  );
  return blocks
    .map((block) => (block as Record<string, string | undefined>)[type] ?? '')
    .join('\n');
}
