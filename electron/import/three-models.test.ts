import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../cli/main.ts';
import { convertText } from './convert-text.ts';

/** The set-up that its users print most: one model for all, one for thinking and long context, one for subagents. */
const threeModels = `{
  // JSON5 as claude-code-router reads it
  "APIKEY": "router-secret-1234567890",
  "LOG": true,
  "API_TIMEOUT_MS": 600000,
  "Providers": [
    {
      "name": "zai", "api_base_url": "https://api.z.ai/api/coding/paas/v4/chat/completions",
      "api_key": "$ZAI_API_KEY", "models": ["glm-5.2"],
      "transformer": { "use": [["maxtoken", { "max_tokens": 65536 }], "reasoning"] },
    },
    {
      "name": "minimax", "api_base_url": "https://api.minimax.io/anthropic/v1/messages",
      "api_key": "canary-minimax-0123456789", "models": ["MiniMax-M2.7"],
      "transformer": { "use": ["Anthropic"] },
    },
    {
      "name": "Moonshot AI", "api_base_url": "https://api.moonshot.ai/v1/chat/completions",
      "api_key": "\${MOONSHOT_API_KEY}", "models": ["kimi-k2.7-code"],
    },
  ],
  "Router": {
    "default": "zai,glm-5.2",
    "background": "zai,glm-5.2",
    "think": "minimax,MiniMax-M2.7",
    "longContext": "minimax,MiniMax-M2.7",
    "longContextThreshold": 60000,
    "webSearch": "zai,glm-5.2",
  },
}`;

const glm = 'zai glm-5.2';
const minimax = 'minimax MiniMax-M2.7';
const kimi = 'moonshot-ai kimi-k2.7-code';
const tag = '<CCR-SUBAGENT-MODEL>Moonshot AI,kimi-k2.7-code</CCR-SUBAGENT-MODEL>';
const idTag = '<CCR-SUBAGENT-MODEL>moonshot-ai,kimi-k2.7-code</CCR-SUBAGENT-MODEL>';

const ask = (text = 'Fix the test') => [{ role: 'user', content: text }];
/** Some words over 61,000 and under 59,000 tokens, for any tokeniser. */
const long = 'alpha beta gamma delta '.repeat(40_000);
const middle = 'alpha beta gamma delta '.repeat(5_000);
const billing = 'x-anthropic-billing-header: cc_version=2.1; cc_is_subagent=true';
const system = (...texts: string[]) => texts.map((text) => ({ type: 'text', text }));
const read = { name: 'Read', input_schema: { type: 'object' } };
const search = { type: 'web_search_20250305', name: 'web_search' };
const thinking = { type: 'enabled', budget_tokens: 4096 };
const picture = {
  role: 'user',
  content: [
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0K' } },
  ],
};
const sonnet = 'claude-sonnet-4-6';
const haiku = 'claude-haiku-4-5-20251001';
const opus = 'claude-opus-4-7';

/** Name, body, expected target, headers. */
type Row = [string, object, string, string[]];
const requests: Row[] = (
  [
    ['sonnet', {}, glm],
    ['opus', { model: opus }, glm],
    ['fable', { model: 'claude-fable-5' }, glm],
    ['a name nobody knows', { model: 'some-model' }, glm],
    ['streaming', { stream: true }, glm],
    ['with tools', { tools: [read] }, glm],
    ['with a system text', { system: 'You are Claude Code.' }, glm],
    ['two turns', { messages: [...ask(), { role: 'assistant', content: 'Done' }, ...ask()] }, glm],
    ['an image', { messages: [picture] }, glm],
    ['thinking switched off', { thinking: { type: 'disabled' } }, glm],
    ['background: haiku', { model: haiku }, glm],
    ['background: haiku with a tool', { model: haiku, tools: [read] }, glm],
    ['background: haiku that thinks', { model: haiku, thinking }, glm],
    ['background: model check', { model: opus, max_tokens: 1 }, glm],
    ['background: auxiliary', {}, glm, ['x-claude-code-request-class: auxiliary']],
    ['background: side reply', { thinking }, glm, ['x-claude-code-request-class: side_reply']],
    ['web search', { tools: [search] }, glm],
    ['web search that thinks', { tools: [search], thinking }, glm],
    ['a short prompt beside the threshold', { messages: ask(middle) }, glm],
    ['subagent without a tag', { system: system(billing, 'Agent') }, glm],
    ['thinking', { thinking }, minimax],
    ['thinking, adaptive', { thinking: { type: 'adaptive' } }, minimax],
    ['thinking opus', { model: opus, thinking }, minimax],
    ['thinking with tools', { thinking, tools: [read], stream: true }, minimax],
    ['thinking subagent without a tag', { thinking, system: system(billing) }, minimax],
    ['long', { messages: ask(long) }, minimax],
    ['long and thinking', { messages: ask(long), thinking }, minimax],
    ['long haiku', { model: haiku, messages: ask(long) }, minimax],
    ['long web search', { messages: ask(long), tools: [search] }, minimax],
    ['long system text', { system: long }, minimax],
    ['long tool result', { messages: toolResult(long) }, minimax],
    ['tag in the second system block', { system: system(billing, `${tag}You search.`) }, kimi],
    ['tag with the id', { system: system(billing, `${idTag}You search.`) }, kimi],
    ['tag in the first user message', { messages: ask(`${tag} Find it`) }, kimi],
    ['tag on a haiku', { model: haiku, system: system(billing, tag) }, kimi],
    ['tag on a thinking request', { thinking, system: system(billing, tag) }, kimi],
    ['tag on a long request', { messages: ask(long), system: system(billing, tag) }, kimi],
    ['provider,model', { model: 'Moonshot AI,kimi-k2.7-code' }, kimi],
    ['provider/model, thinking', { model: 'minimax/MiniMax-M2.7', thinking }, minimax],
    ['provider,model in capitals, long', { model: 'ZAI,glm-5.2', messages: ask(long) }, glm],
  ] satisfies [string, object, string, string[]?][] as [string, object, string, string[]?][]
).map(([name, change, target, headers = []]) => [name, change, target, headers]);

function toolResult(content: string): readonly object[] {
  return [
    ...ask(),
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'Read', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content }] },
  ];
}

let folder = '';
let config = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-three-'));
  config = join(folder, 'switchyard.json');
  const { configuration } = convertText('config.json', threeModels, null);
  await writeFile(config, JSON.stringify(configuration));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the printed set-up imports without a loss but the router’s own affairs', () => {
  const { source, configuration, keys, notCarried } = convertText('config.json', threeModels, null);
  expect(source).toBe('ccr');
  expect(configuration.providers).toEqual([
    {
      id: 'zai',
      preset: 'zai',
      name: 'zai',
      wire: 'openai-chat',
      baseUrl: 'https://api.z.ai/api/coding/paas/v4',
      auth: 'bearer',
      keys: [{ id: 'main', env: 'ZAI_API_KEY' }],
      models: [{ id: 'glm-5.2', maxOutputTokens: 65_536 }],
      timeouts: { firstByteMs: 600_000 },
    },
    {
      id: 'minimax',
      preset: 'minimax',
      name: 'minimax',
      wire: 'anthropic-messages',
      baseUrl: 'https://api.minimax.io/anthropic',
      auth: 'bearer',
      keys: [{ id: 'main', keychain: true }],
      models: [{ id: 'MiniMax-M2.7' }],
      timeouts: { firstByteMs: 600_000 },
    },
    {
      id: 'moonshot-ai',
      preset: 'moonshot',
      name: 'Moonshot AI',
      wire: 'openai-chat',
      baseUrl: 'https://api.moonshot.ai/v1',
      auth: 'bearer',
      keys: [{ id: 'main', env: 'MOONSHOT_API_KEY' }],
      models: [{ id: 'kimi-k2.7-code' }],
      timeouts: { firstByteMs: 600_000 },
    },
  ]);
  expect(keys).toEqual([
    { providerId: 'minimax', keyId: 'main', secret: 'canary-minimax-0123456789' },
  ]);
  expect(notCarried.map(({ path, why }) => `${path} ${why}`)).toEqual([
    'APIKEY own-token',
    'LOG own-setting',
  ]);
  expect(JSON.stringify({ configuration, notCarried })).not.toMatch(/canary|router-secret/);
});

test('there are forty requests', () => {
  expect(requests).toHaveLength(40);
});

test.each(requests)('route: %s', async (_name, change, target, headers) => {
  const body = join(folder, 'request.json');
  const request = { model: sonnet, max_tokens: 1024, messages: ask(), ...change };
  await writeFile(body, JSON.stringify(request));
  let out = '';
  const code = await main(
    [
      ...['route', '--config', config, '--request', body, '--json'],
      ...headers.flatMap((header) => ['--header', header]),
    ],
    {
      stdout: (text) => (out += text),
      stderr: () => undefined,
      env: { ZAI_API_KEY: 'z', MOONSHOT_API_KEY: 'm' },
      signal: new AbortController().signal,
      machine: { platform: 'linux', env: {}, home: folder },
      folder,
    },
    '0.0.0',
  );
  const { targets } = JSON.parse(out) as { targets: { provider: string; model: string }[] };
  expect([code, targets.map(({ provider, model }) => `${provider} ${model}`)]).toEqual([
    0,
    [target],
  ]);
});
