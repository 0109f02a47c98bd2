import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { anthropicAnswer } from '../upstream/dialects.ts';
import { startScriptedUpstream } from '../upstream/scripted-upstream.ts';
import type { ScriptedUpstream } from '../upstream/scripted-upstream.ts';
import { toolsRun } from './client.ts';
import type { Session } from './client.ts';
import { expectOwnNetwork, launchClaude, type Launched } from './launched.ts';
import { LAST_WORDS, anthropicLoop, openaiLoop } from './tool-loop.ts';

const SUBSCRIPTION = 'sk-ant-oat01-not-a-real-token';
const LOOP = ['Write', 'Read', 'Bash', 'Bash'];

beforeAll(expectOwnNetwork);

let home = '';
let folder = '';
let upstream: ScriptedUpstream;
let configuration: Configuration;
let launched: Launched | null = null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'switchyard-claude-'));
  folder = join(home, 'project');
  await mkdir(folder);
  await chmod(home, 0o755);
  upstream = await startScriptedUpstream(anthropicLoop(join(folder, 'hello.txt')));
});
afterEach(async () => {
  await launched?.session.close();
  await launched?.gateway.stop(0);
  launched = null;
  await upstream.close();
  await rm(home, { recursive: true, force: true });
});

function configure(provider: object, rules: readonly object[], nativeUrl = upstream.url): void {
  configuration = configurationSchema.parse({
    version: 1,
    activeProfile: 'p',
    native: { baseUrl: nativeUrl },
    providers: [provider],
    profiles: [{ id: 'p', rules }],
  });
}

async function launch(login: Record<string, string> = {}): Promise<Session> {
  launched = await launchClaude({ home, folder, configuration: () => configuration, login });
  return launched.session;
}

/** Nothing that we issued may stand anywhere in what reached an upstream. */
function expectNoSecretOfOurs(server: ScriptedUpstream): void {
  for (const { url, headers, body } of server.requests) {
    const all = `${url} ${JSON.stringify(headers)} ${body.toString()}`;
    for (const secret of launched?.secrets ?? []) expect(all).not.toContain(secret);
  }
}

async function expectLoop(client: Session, words: string): Promise<void> {
  const result = await client.ask('Please run the tool loop: write a file, read it, run commands.');
  expect(result).toMatchObject({ subtype: 'success', is_error: false });
  expect(result.result).toContain(words);
  expect(toolsRun(client.events)).toEqual(LOOP);
}

describe('the real client, started the way the app launches it', () => {
  test('through an Anthropic upstream: the subscription token arrives unchanged, our secret does not', async () => {
    const provider = {
      id: 'anthropic',
      wire: 'anthropic-messages',
      baseUrl: upstream.url,
      auth: 'native',
    };
    configure(provider, [
      { id: 'all', then: { targets: [{ provider: 'anthropic', model: 'claude-sonnet-5-5' }] } },
    ]);
    const client = await launch({ CLAUDE_CODE_OAUTH_TOKEN: SUBSCRIPTION });
    await expectLoop(client, LAST_WORDS);
    expect(await readFile(join(folder, 'hello.txt'), 'utf8')).toBe('line "one"\nline two ✓\n');
    expect(upstream.requests.length).toBeGreaterThanOrEqual(4);
    for (const { headers } of upstream.requests) {
      expect(headers.authorization).toBe(`Bearer ${SUBSCRIPTION}`);
      expect(headers['anthropic-beta']).toContain('oauth-2025-04-20');
    }
    expectNoSecretOfOurs(upstream);
    const [first] = launched?.routed ?? [];
    expect(first?.facts).toMatchObject({ project: folder, client: 'claude-code' });
    expect(first?.facts.kinds).toContain('main');
    expect(first?.plan.rule).toBe('all');
  });

  test('through an OpenAI chat upstream: no login needed, and none of the client’s goes there', async () => {
    upstream.play(openaiLoop(join(folder, 'hello.txt')));
    const provider = {
      id: 'chat',
      wire: 'openai-chat',
      baseUrl: `${upstream.url}/v1`,
      auth: 'bearer',
      keys: [{ id: 'main', keychain: true }],
    };
    configure(provider, [{ id: 'all', then: { targets: [{ provider: 'chat', model: 'gpt-x' }] } }]);
    const client = await launch();
    await expectLoop(client, LAST_WORDS);
    expect(await readFile(join(folder, 'hello.txt'), 'utf8')).toBe('line "one"\nline two ✓\n');
    for (const { url, headers } of upstream.requests) {
      expect(url).toBe('/v1/chat/completions');
      expect(headers.authorization).toBe('Bearer sk-of-the-provider');
    }
    expectNoSecretOfOurs(upstream);
  });

  test('through the practice provider: nothing is asked upstream, whatever the project’s settings say', async () => {
    await mkdir(join(folder, '.claude'));
    const elsewhere = { ANTHROPIC_BASE_URL: upstream.url, ANTHROPIC_CUSTOM_HEADERS: 'x-a: b' };
    for (const name of ['settings.json', 'settings.local.json']) {
      await writeFile(join(folder, '.claude', name), JSON.stringify({ env: elsewhere }));
    }
    configure({ id: 'practice', preset: 'practice' }, [
      { id: 'all', then: { targets: [{ provider: 'practice', model: 'practice' }] } },
    ]);
    await expectLoop(await launch(), 'practice');
    expect(upstream.requests).toEqual([]);
  });

  test('routing switched off in mid-conversation: the next turn goes natively to Anthropic', async () => {
    upstream.play(openaiLoop(join(folder, 'hello.txt')));
    const anthropic = await startScriptedUpstream(
      anthropicAnswer([{ type: 'text', text: 'Native says hello.' }]),
    );
    try {
      const provider = {
        id: 'chat',
        wire: 'openai-chat',
        baseUrl: `${upstream.url}/v1`,
        auth: 'none',
      };
      const rules = [{ id: 'all', then: { targets: [{ provider: 'chat', model: 'gpt-x' }] } }];
      configure(provider, rules, anthropic.url);
      const client = await launch({ CLAUDE_CODE_OAUTH_TOKEN: SUBSCRIPTION });
      await expectLoop(client, LAST_WORDS);
      expect(anthropic.requests).toEqual([]);
      for (const { headers } of upstream.requests) expect(headers.authorization).toBeUndefined();
      const before = upstream.requests.length;

      configuration = { ...configuration, routing: false };
      const result = await client.ask('And now?');
      expect(result).toMatchObject({ subtype: 'success', result: 'Native says hello.' });
      expect(upstream.requests).toHaveLength(before);
      const [native] = anthropic.requests;
      expect(native?.headers.authorization).toBe(`Bearer ${SUBSCRIPTION}`);
      // The whole conversation so far is in it: the same session goes on.
      expect(native?.body.toString()).toContain(LAST_WORDS);
      expectNoSecretOfOurs(anthropic);
      expectNoSecretOfOurs(upstream);
    } finally {
      await anthropic.close();
    }
  });
});
