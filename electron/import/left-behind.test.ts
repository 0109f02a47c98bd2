import { expect, test } from 'vitest';
import type { Conversion } from './conversion.ts';
import { convertText } from './convert-text.ts';

const losses = ({ notCarried }: Conversion): readonly string[] =>
  notCarried.map(({ path, why }) => `${path} ${why}`);

test('claude-code-router: what nobody reads is named, down to a credential', () => {
  const conversion = convertText(
    'config.json',
    JSON.stringify({
      Providers: [
        {
          name: 'a',
          api_base_url: 'https://a.example.com/v1',
          credentials: [{ api_key: '$A', rpm: 3 }],
          models: ['m'],
          tokenizer: { type: 'huggingface' },
        },
      ],
      Router: { default: 'a,m', vision: 'a,m' },
      fallback: { default: ['a,m'], vision: ['a,m'] },
      presets: ['x'],
      StatusLine: {},
    }),
    null,
  );
  expect(losses(conversion)).toEqual([
    'Providers[0].credentials[0].rpm no-counterpart',
    'Providers[0].tokenizer no-counterpart',
    'Router.vision no-counterpart',
    'fallback.vision no-counterpart',
    'presets no-counterpart',
  ]);
});

test('cc-relay: limits of the server, cloud fields, and names that its strategy does not read', () => {
  const conversion = convertText(
    'config.yaml',
    `
server: { listen: "127.0.0.1:8787", timeout_ms: 600000, enable_http2: true }
routing: { strategy: failover, failover_timeout: 5000, default_provider: z }
providers:
  - name: z
    type: zai
    keys: [{ key: "\${Z}", weight: 2 }, { key: "\${Y}", weight: 1, region: eu }]
  - { name: az, type: azure, base_url: "https://x.openai.azure.com", azure_api_version: "2024-06-01", keys: [{ key: "\${AZ}" }] }
telemetry: { on: true }
`,
    null,
  );
  expect(losses(conversion)).toEqual([
    'providers[0].keys[1].region no-counterpart',
    'providers[0].keys[1].weight own-setting',
    'providers[1] wire-later',
    'providers[1].azure_api_version no-counterpart',
    'routing.failover_timeout own-setting',
    'routing.default_provider no-counterpart',
    'server.timeout_ms own-setting',
    'server.enable_http2 own-setting',
    'telemetry no-counterpart',
  ]);
});

test('model-router: a header of its own', () => {
  const conversion = convertText(
    'config.yaml',
    `
server: { host: "127.0.0.1", workers: 4 }
routes:
  - match: glm
    fallback: false
    upstream: { url: "https://a.example.com", auth: { header: X-Team-Key, value: "\${A}", refresh: "u" }, retries: 3 }
`,
    null,
  );
  expect(losses(conversion)).toEqual([
    'routes[0].upstream.retries no-counterpart',
    'routes[0].upstream.auth.refresh no-counterpart',
    'routes[0].upstream.auth.header header',
    'server.workers no-counterpart',
  ]);
});

test('free-claude-code: vendors that are not known here, and every other variable', () => {
  const conversion = convertText(
    '.env',
    'MODEL=groq/m\nGROQ_API_KEY=$GROQ\nLIGHTNING_API_KEY=abcdefgh12345\nCLAUDE_WORKSPACE=./x\nZAI_API_KEY=\n',
    null,
  );
  expect(losses(conversion)).toEqual([
    'LIGHTNING_API_KEY vendor-unknown',
    'CLAUDE_WORKSPACE no-counterpart',
  ]);
  expect(JSON.stringify(conversion)).not.toContain('abcdefgh12345');
});

test('Claude Code’s settings and cc-switch: the model beside the variables, and what concerns requests', () => {
  const settings = {
    model: 'glm-5.2[1m]',
    env: {
      ANTHROPIC_BASE_URL: 'https://api.z.ai/api/anthropic',
      ANTHROPIC_AUTH_TOKEN: '$ZAI',
      ANTHROPIC_API_KEY: 'abcdefgh12345',
      API_TIMEOUT_MS: '3000000',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: '32000',
      EDITOR: 'vim',
    },
  };
  const rest = [
    'env.ANTHROPIC_API_KEY second-key',
    'env.API_TIMEOUT_MS own-setting',
    'env.HTTPS_PROXY proxy',
    'env.CLAUDE_CODE_MAX_OUTPUT_TOKENS client-setting',
  ];
  const own = convertText('settings.json', JSON.stringify(settings), null);
  expect(own.configuration.profiles[0]?.rules.at(-1)?.then).toMatchObject({
    targets: [{ model: 'glm-5.2' }],
  });
  expect(losses(own)).toEqual(rest);
  const dump = `INSERT INTO "providers" ("app_type","name","settings_config","in_failover_queue") VALUES ('claude','Z','${JSON.stringify(settings)}',1);`;
  const switched = convertText('export.sql', dump, null);
  expect(losses(switched)).toEqual([
    'providers[0].in_failover_queue failover-queue',
    ...rest.map((line) => `providers[0].${line}`),
  ]);
  expect(JSON.stringify([own, switched])).not.toContain('abcdefgh12345');
});
