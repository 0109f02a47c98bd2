import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { convertText } from './convert-text.ts';
import type { Conversion } from './conversion.ts';
import { readImport } from './read-import.ts';

const canary = 'canary-0123456789abcdef';
/** All that may be shown or written, for a look whether the key is in it. */
const shown = ({ configuration, notCarried }: Conversion): string =>
  JSON.stringify({ configuration, notCarried });
const losses = ({ notCarried }: Conversion): readonly string[] =>
  notCarried.map(({ path, why }) => `${path} ${why}`);
const targets = ({ configuration }: Conversion): readonly string[] =>
  configuration.profiles[0]?.rules.map(
    ({ id, then }) =>
      `${id}: ${'targets' in then ? then.targets.map((t) => `${t.provider} ${t.model}`).join(', ') : 'native'}`,
  ) ?? [];

describe('claude-code-router', () => {
  const router = JSON.stringify({
    HOST: '0.0.0.0',
    PORT: 4567,
    PROXY_URL: `http://user:${canary}@127.0.0.1:7890`,
    CUSTOM_ROUTER_PATH: '/home/ana/router.js',
    Providers: [
      {
        name: 'OpenRouter',
        api_base_url: `https://openrouter.ai/api/v1/chat/completions?key=${canary}`,
        api_key: canary,
        models: ['deepseek/deepseek-v4', 'x/vision'],
        transformer: {
          use: ['openrouter', ['sampling', { temperature: 0.2 }]],
          'deepseek/deepseek-v4': { use: [['reasoning', { enable: false }], 'homemade'] },
        },
      },
      {
        name: 'gemini',
        api_base_url: 'https://generativelanguage.googleapis.com/v1beta/models/',
        api_key: '<your-api-key>',
        models: ['gemini-3.1-pro-preview'],
        transformer: { use: ['gemini'] },
      },
      {
        name: 'ollama',
        api_base_url: 'http://localhost:11434/v1/chat/completions',
        api_key: 'ollama',
        models: ['qwen3:8b'],
      },
      { name: '智谱', api_base_url: 'https://open.bigmodel.cn/api/paas/v4/chat/completions' },
    ],
    Router: {
      default: 'OpenRouter,deepseek/deepseek-v4',
      background: 'ollama,qwen3:8b',
      think: 'nobody,model',
      image: 'OpenRouter,x/vision',
      longContext: 'gemini,gemini-3.1-pro-preview',
    },
    fallback: { default: ['gemini,gemini-3.1-pro-preview'] },
  });

  test('carries what our wires do and names the rest', () => {
    const conversion = convertText('config.json', router, null);
    expect(targets(conversion)).toEqual([
      'image: openrouter x/vision',
      'long-context: gemini gemini-3.1-pro-preview',
      'background: ollama qwen3:8b',
      'background-haiku: ollama qwen3:8b',
      'default: openrouter deepseek/deepseek-v4, gemini gemini-3.1-pro-preview',
    ]);
    expect(losses(conversion)).toEqual([
      'Providers[0].transformer.use[1] parameters',
      'Providers[0].transformer.deepseek/deepseek-v4.use[1] transformer',
      'Providers[0] (address) may-be-secret',
      'Providers[1] other-address',
      'Providers[1].api_key key-missing',
      'Providers[3] renamed',
      'Router.think unknown-target',
      'Router.image image-agent',
      'PROXY_URL proxy',
      'CUSTOM_ROUTER_PATH script',
      'HOST loopback-only',
    ]);
    const [openrouter, gemini, ollama] = conversion.configuration.providers;
    expect(openrouter).toMatchObject({ preset: 'openrouter', keys: [{ keychain: true }] });
    expect(gemini?.baseUrl).toBe('https://generativelanguage.googleapis.com/v1beta/openai');
    expect(ollama).toMatchObject({ auth: 'none', baseUrl: 'http://localhost:11434/v1' });
    expect(conversion.configuration.profiles[0]?.rules.at(-1)?.then).toMatchObject({
      targets: [{ thinking: 'off' }, {}],
    });
    expect(conversion.configuration.listen).toEqual({ host: '127.0.0.1', port: 4567 });
    expect(conversion.keys).toEqual([{ providerId: 'openrouter', keyId: 'main', secret: canary }]);
    expect(shown(conversion)).not.toContain(canary);
  });

  test('3.x: credentials, protocols and rules', () => {
    const conversion = convertText(
      'export.json',
      JSON.stringify({
        Providers: [
          {
            name: 'oai',
            type: 'openai_chat_completions',
            baseUrl: 'https://llm.example.com/v1',
            credentials: [
              { api_key: '${ONE}', priority: 2 },
              { api_key: canary },
              { api_key: 'off-canary', enabled: false },
            ],
            models: ['m-tools'],
            modelMetadata: { 'm-tools': { contextWindow: 131072 } },
          },
          { name: 'gone', enabled: false, baseUrl: 'https://x.example.com' },
        ],
        Router: {
          rules: [
            {
              name: 'Claude',
              type: 'condition',
              condition: { left: 'request.body.model', operator: 'starts-with', right: 'claude-' },
              rewrites: [{ key: 'request.body.model', operation: 'set', value: 'oai/m-tools' }],
            },
            { name: 'Mine', type: 'script', script: 'return null' },
            { name: 'Deep', condition: { left: 'request.header.x', operator: '>', right: 1 } },
          ],
        },
      }),
      null,
    );
    expect(conversion.configuration.providers).toMatchObject([
      {
        id: 'oai',
        auth: 'bearer',
        keys: [
          { id: 'main', env: 'ONE', priority: 2 },
          { id: 'key-2', keychain: true },
        ],
        models: [{ id: 'm-tools', contextTokens: 131_072 }],
      },
    ]);
    expect(targets(conversion)).toEqual(['rule-1-claude: oai m-tools']);
    expect(losses(conversion)).toEqual([
      'Providers[0].credentials[2] switched-off',
      'Providers[1] switched-off',
      'Router.rules[1] script',
      'Router.rules[2] condition',
    ]);
    expect(shown(conversion)).not.toContain('canary');
  });
});

describe('cc-relay', () => {
  const yaml = `
server: { listen: "127.0.0.1:8787", api_key: "${canary}" }
routing: { strategy: weighted_round_robin }
providers:
  - name: anthropic-pool
    type: anthropic
    enabled: true
    keys:
      - { key: "\${ANTHROPIC_API_KEY}", rpm_limit: 60, itpm_limit: 30000, otpm_limit: 10000, priority: 2, weight: 3 }
      - { key: "${canary}", priority: 1 }
  - name: zai
    type: zai
    enabled: true
    base_url: "https://api.z.ai/api/anthropic"
    keys: [{ key: "\${ZAI_API_KEY}" }]
    model_mapping: { claude-sonnet-4-5: GLM-4.7 }
  - { name: bedrock, type: bedrock, enabled: true }
metrics: { enabled: true }
`;
  const toml = `
[server]
listen = "0.0.0.0:8787"
[routing]
strategy = "model_based"
default_provider = "zai"
[routing.model_mapping]
"claude-" = "zai"
"claude-haiku" = "ollama"
[[providers]]
name = "zai"
type = "zai"
[[providers.keys]]
key = "\${ZAI_API_KEY}"
[[providers]]
name = "ollama"
type = "ollama"
base_url = "http://localhost:11434"
`;

  test('YAML: pool, limits, weights and mappings', () => {
    const conversion = convertText('config.yaml', yaml, null);
    expect(conversion.source).toBe('cc-relay');
    expect(conversion.configuration.providers).toMatchObject([
      {
        id: 'anthropic-pool',
        baseUrl: 'https://api.anthropic.com',
        auth: 'x-api-key',
        keys: [
          {
            id: 'main',
            env: 'ANTHROPIC_API_KEY',
            requestsPerMinute: 60,
            tokensPerMinute: 40_000,
          },
          { id: 'key-2', keychain: true, priority: 1 },
        ],
      },
      { id: 'zai', modelMapping: { 'claude-sonnet-4-5': 'GLM-4.7' } },
    ]);
    expect(conversion.configuration.profiles[0]?.rules).toMatchObject([
      {
        then: {
          strategy: 'weighted',
          targets: [
            { provider: 'anthropic-pool', model: '*', weight: 3 },
            { provider: 'zai', model: '*' },
          ],
        },
      },
    ]);
    expect(losses(conversion)).toEqual([
      'providers[2] cloud-login',
      'metrics no-counterpart',
      'server.api_key own-token',
    ]);
    expect(shown(conversion)).not.toContain(canary);
  });

  test('TOML: by the prefix of the model, the longest first', () => {
    const conversion = convertText('config.toml', toml, null);
    expect(targets(conversion)).toEqual(['model-1: ollama *', 'model-2: zai *', 'rest: zai *']);
    expect(losses(conversion)).toEqual(['server.listen loopback-only']);
  });
});

test('model-router: substrings, the client’s own login for the rest, no silent fallback', () => {
  const conversion = convertText(
    'config.yaml',
    `
server: { host: "127.0.0.1", port: 18081 }
default: { url: "https://api.anthropic.com" }
routes:
  - match: "claude-haiku"
    upstream: { url: "https://api.z.ai/api/anthropic", auth: { header: "Authorization", value: "Bearer ${canary}" } }
    model_map: "glm-4.5-air"
    fallback: "claude-sonnet-4-5"
  - match: "glm"
    upstream:
      url: "https://open.bigmodel.cn/api/paas/v4"
      auth: { header: Authorization, pool: ["Bearer \${GLM_ONE}", "Bearer \${GLM_TWO}"] }
    transformer: openai
`,
    null,
  );
  expect(conversion.source).toBe('model-router');
  expect(targets(conversion)).toEqual([
    'route-1: claude-haiku glm-4.5-air, anthropic claude-sonnet-4-5',
    'route-2: glm *',
    'rest: native',
  ]);
  expect(conversion.configuration.providers[2]).toMatchObject({
    wire: 'openai-chat',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    keys: [{ env: 'GLM_ONE' }, { env: 'GLM_TWO' }],
  });
  expect(conversion.keys).toEqual([{ providerId: 'claude-haiku', keyId: 'main', secret: canary }]);
  expect(losses(conversion)).toEqual(['routes[1].fallback paid-fallback']);
  expect(shown(conversion)).not.toContain(canary);
});

test('free-claude-code: tiers, fallbacks and keys of an .env', () => {
  const conversion = convertText(
    '.env',
    `# settings
NVIDIA_NIM_API_KEY="${canary}"
export OPENROUTER_API_KEY='\${OPENROUTER_API_KEY}'
LM_STUDIO_BASE_URL="http://localhost:1234/v1"
MODEL_OPUS=open_router/deepseek/deepseek-v4
MODEL_HAIKU=lmstudio/qwen3-8b # small
MODEL="nvidia_nim/nvidia/nemotron-3"
MODEL_FALLBACKS="open_router/free,nobody/x"
ANTHROPIC_AUTH_TOKEN="freecc"
DISCORD_BOT_TOKEN=${canary}
`,
    null,
  );
  expect(targets(conversion)).toEqual([
    'opus: open-router deepseek/deepseek-v4, open-router free',
    'haiku: lmstudio qwen3-8b, open-router free',
    'rest: nvidia-nim nvidia/nemotron-3, open-router free',
  ]);
  expect(conversion.configuration.providers).toMatchObject([
    { id: 'open-router', keys: [{ env: 'OPENROUTER_API_KEY' }] },
    { id: 'lmstudio', auth: 'none', baseUrl: 'http://localhost:1234' },
    { id: 'nvidia-nim', keys: [{ keychain: true }] },
  ]);
  expect(losses(conversion)).toContain('DISCORD_BOT_TOKEN no-counterpart');
  expect(losses(conversion)).toContain('MODEL_FALLBACKS[1] unknown-target');
  expect(shown(conversion)).not.toContain(canary);
});

const settings = {
  env: {
    ANTHROPIC_BASE_URL: 'https://api.z.ai/api/anthropic',
    ANTHROPIC_AUTH_TOKEN: canary,
    ANTHROPIC_MODEL: 'glm-5.2[1m]',
    ANTHROPIC_DEFAULT_HAIKU_MODEL: 'glm-4.5-air',
    CLAUDE_CODE_SUBAGENT_MODEL: 'glm-5-turbo',
  },
  permissions: { allow: ['Bash'] },
};

test('Claude Code’s settings: the env block does as rules what it did as variables', () => {
  const conversion = convertText('settings.json', JSON.stringify(settings), null);
  expect(conversion.source).toBe('claude-settings');
  expect(conversion.configuration.providers).toMatchObject([
    { id: 'api-z-ai', preset: 'zai', auth: 'bearer' },
  ]);
  expect(targets(conversion)).toEqual([
    'subagent: api-z-ai glm-5-turbo',
    'haiku: api-z-ai glm-4.5-air',
    'rest: api-z-ai glm-5.2',
  ]);
  expect(shown(conversion)).not.toContain(canary);
  const atRouter = { env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:3456', ANTHROPIC_API_KEY: 'x' } };
  expect(() => convertText('settings.json', JSON.stringify(atRouter), null)).toThrow(/no vendor/);
});

describe('cc-switch', () => {
  const rows = [
    ['one', 'claude', 'Z.AI', JSON.stringify(settings), '{}', 1],
    [
      'two',
      'claude',
      "Relay d'Ana",
      relay('https://relay.example.com', '$RELAY_KEY'),
      '{"apiFormat":"openai_chat"}',
      0,
    ],
    ['three', 'claude', 'Official', '{"env":{}}', '{}', 0],
    ['four', 'codex', 'Codex', `{"auth":{"OPENAI_API_KEY":"${canary}"}}`, '{}', 1],
  ] as const;
  function relay(url: string, token: string): string {
    return JSON.stringify({ env: { ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: token } });
  }
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchyard-ccs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const check = (conversion: Conversion): void => {
    expect(conversion.source).toBe('cc-switch');
    expect(conversion.configuration.activeProfile).toBe('z-ai');
    expect(conversion.configuration.profiles.map(({ id }) => id)).toEqual([
      'z-ai',
      'relay-d-ana',
      'official',
    ]);
    expect(conversion.configuration.providers).toMatchObject([
      { id: 'z-ai', keys: [{ keychain: true }] },
      {
        id: 'relay-d-ana',
        wire: 'openai-chat',
        baseUrl: 'https://relay.example.com/v1',
        keys: [{ env: 'RELAY_KEY' }],
      },
    ]);
    expect(losses(conversion)).toEqual(['providers[3] other-client']);
    expect(conversion.keys).toEqual([{ providerId: 'z-ai', keyId: 'main', secret: canary }]);
    expect(shown(conversion)).not.toContain(canary);
  };

  test('database, which stays as it is', async () => {
    const file = join(folder, 'cc-switch.db');
    const database = new Database(file);
    database.exec(
      'CREATE TABLE providers (id TEXT, app_type TEXT, name TEXT, settings_config TEXT, meta TEXT, is_current BOOLEAN, sort_index INTEGER, created_at INTEGER)',
    );
    const insert = database.prepare('INSERT INTO providers VALUES (?, ?, ?, ?, ?, ?, ?, 0)');
    rows.forEach((row, index) => insert.run(...row, index));
    database.close();
    const before = await readFile(file);
    const read = await readImport(file);
    if (!read.ok) throw new Error(read.error);
    check(read.value);
    expect(await readFile(file)).toEqual(before);
  });

  test('SQL export, read and never run', () => {
    const quote = (value: string | number): string =>
      typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
    const inserts = rows.map(
      (row) =>
        `INSERT INTO "providers" ("id", "app_type", "name", "settings_config", "meta", "is_current") VALUES (${row.map(quote).join(', ')});`,
    );
    check(convertText('export.sql', `BEGIN;\n${inserts.join('\n')}\nCOMMIT;`, null));
  });

  test('the file of older versions', () => {
    const provider = (index: 0 | 1 | 2 | 3): object => ({
      name: rows[index][2],
      settingsConfig: JSON.parse(rows[index][3]) as object,
      meta: JSON.parse(rows[index][4]) as object,
    });
    const claude = {
      current: 'one',
      providers: { one: provider(0), two: provider(1), three: provider(2) },
    };
    const codex = { current: 'four', providers: { four: provider(3) } };
    check(convertText('config.json', JSON.stringify({ version: 2, claude, codex }), null));
  });

  test('a database of claude-code-router 3 and one of nobody', async () => {
    const file = join(folder, 'config.sqlite');
    const database = new Database(file);
    database.exec('CREATE TABLE app_config (id INTEGER, config_json TEXT)');
    const config = {
      Providers: [{ name: 'a', baseUrl: 'https://a.example.com/v1', models: ['m'] }],
      Router: { default: 'a/m' },
    };
    database.prepare('INSERT INTO app_config VALUES (1, ?)').run(JSON.stringify(config));
    database.close();
    expect(await readImport(file)).toMatchObject({ ok: true, value: { source: 'ccr' } });
    const other = join(folder, 'other.db');
    const empty = new Database(other);
    empty.exec('CREATE TABLE history (url TEXT)');
    empty.close();
    expect(await readImport(other)).toMatchObject({
      ok: false,
      error: expect.stringContaining('no tool') as string,
    });
  });
});

test.each([
  ['broken.json', `{"Providers": [{"api_key": "${canary}"`],
  ['broken.toml', `key = "${canary}`],
  ['broken.yaml', `a: [${canary}`],
  ['other.json', `{"password": "${canary}"}`],
  ['notes.txt', `my key is ${canary}`],
  ['empty.json', '{"Providers": [], "Router": {}}'],
])('%s: refused in words that repeat nothing of it', async (name, text) => {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-broken-'));
  const file = join(folder, name);
  await writeFile(file, text);
  const read = await readImport(file);
  await rm(folder, { recursive: true, force: true });
  expect(read.ok).toBe(false);
  expect(JSON.stringify(read)).not.toContain('canary');
});
