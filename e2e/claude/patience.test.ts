import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { silentLogger } from '../../electron/base/logger.ts';
import { createGateway } from '../../electron/gateway/create-gateway.ts';
import { combineObservers } from '../../electron/gateway/observer.ts';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import { openaiAnswer } from '../upstream/dialects.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../upstream/scripted-upstream.ts';
import { quietClientEnv, startClient, type Session } from './client.ts';

const claude = process.env['SWITCHYARD_CLAUDE'] ?? '';
const TOKEN = 'switchyard-test-token-of-patience';
const WORDS = 'Read at last.';
/** The client's patience with a server that says nothing: six minutes, if it were not told otherwise. */
const PATIENCE_MS = 4_000;

beforeAll(() => {
  expect(claude, 'run it by `npm run e2e:claude`, which fetches the client').not.toBe('');
});

/** An upstream that reads each prompt for `readingMs` before it says anything, and the client that asks it. */
async function withSlowReader(
  { readingMs, earlyHeadMs }: { readonly readingMs: number; readonly earlyHeadMs: number },
  use: (session: Session, upstream: ScriptedUpstream) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'switchyard-patience-'));
  const folder = join(home, 'project');
  const settingsFile = join(home, 'settings.json');
  await mkdir(folder);
  await writeFile(settingsFile, '{}');
  const answer = openaiAnswer([{ type: 'text', text: WORDS }]);
  const upstream = await startScriptedUpstream((response, request, index) => {
    setTimeout(() => answer(response, request, index), readingMs).unref();
  });
  const configuration = configurationSchema.parse({
    version: 1,
    activeProfile: 'p',
    native: { baseUrl: 'http://127.0.0.1:9' },
    providers: [{ id: 'local', wire: 'openai-chat', baseUrl: `${upstream.url}/v1`, auth: 'none' }],
    profiles: [
      {
        id: 'p',
        rules: [{ id: 'all', then: { targets: [{ provider: 'local', model: 'slow' }] } }],
      },
    ],
  });
  const gateway = createGateway(
    {
      configuration: () => configuration,
      revealKey: () => Promise.resolve(null),
      authorize: (token) => (token === TOKEN ? { project: folder } : null),
      observer: combineObservers([], () => undefined),
      clock: systemClock,
      logger: silentLogger,
      allowedOrigins: [],
      version: '0.0.0-test',
    },
    { limits: { earlyHeadMs, pingMs: 1_000 } },
  );
  const { port } = await gateway.start({ host: '127.0.0.1', port: 0 });
  const session = startClient({
    claude,
    settingsFile,
    folder,
    env: {
      ...quietClientEnv(home),
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${String(port)}`,
      ANTHROPIC_AUTH_TOKEN: TOKEN,
      API_TIMEOUT_MS: String(PATIENCE_MS),
    },
  });
  try {
    await use(session, upstream);
  } finally {
    await gateway.stop(0);
    await session.close();
    await upstream.close();
    await rm(home, { recursive: true, force: true });
  }
}

test('the client waits with pings for three times as long as it would in silence', async () => {
  const waits = { readingMs: 3 * PATIENCE_MS, earlyHeadMs: 1_000 };
  await withSlowReader(waits, async (session, upstream) => {
    const result = await session.ask('Read this.');
    expect(result).toMatchObject({ subtype: 'success', is_error: false, result: WORDS });
    expect(upstream.requests).toHaveLength(1);
  });
});

test('without them it gives up and asks again', async () => {
  const waits = { readingMs: 600_000, earlyHeadMs: 600_000 };
  await withSlowReader(waits, async (session, upstream) => {
    // What becomes of the turn is not the question.
    session.ask('Read this.').catch(() => undefined);
    await upstream.arrived(2);
  });
});
