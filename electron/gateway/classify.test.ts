import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tierOf } from '../../shared/domain/model-tier.ts';
import { classify } from './classify.ts';
import { findSubagentTag, withoutSubagentTag } from './subagent-tag.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';

const base: MessagesRequest = {
  model: 'claude-opus-5-5',
  max_tokens: 1000,
  stream: true,
  messages: [{ role: 'user', content: 'Hello' }],
  tools: [{ name: 'Bash', description: 'runs', input_schema: { type: 'object' } }],
};

function read(
  request: Partial<MessagesRequest>,
  headers: Record<string, string> = {},
  path = '/v1/messages?beta=true',
): RequestFacts {
  return classify({ ...base, ...request }, { headers, path, project: null, now: 0 });
}

const png = (width: number, height: number): string => {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0x89504e47, 0);
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head.toString('base64');
};
const image = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: png(750, 100) },
};
const planOn = 'Plan mode is active. The user indicated that they do not want you to execute yet';

describe('kinds', () => {
  test.each<[string, Partial<MessagesRequest>, Record<string, string>, string[]]>([
    ['a plain request', {}, {}, ['main']],
    ['thinking', { thinking: { type: 'adaptive' } }, {}, ['main', 'thinking']],
    ['thinking switched off', { thinking: { type: 'disabled' } }, {}, ['main']],
    [
      'a subagent by header',
      { thinking: { type: 'adaptive' } },
      { 'x-claude-code-agent-id': 'a1' },
      ['subagent', 'thinking'],
    ],
    [
      'a subagent by billing block',
      { system: [{ type: 'text', text: 'x-anthropic-billing-header: cc_is_subagent=true;' }] },
      {},
      ['subagent'],
    ],
    [
      'a web search',
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      {},
      ['web-search'],
    ],
    [
      'a title',
      {
        tools: [],
        output_config: { format: { type: 'json_schema', schema: { properties: { title: {} } } } },
      },
      {},
      ['title', 'background'],
    ],
    ['a check of a model', { tools: [], max_tokens: 1 }, {}, ['background']],
    [
      'an auxiliary call',
      { tools: [] },
      { 'x-claude-code-request-class': 'auxiliary' },
      ['background'],
    ],
    ["an older client's haiku call", { model: 'claude-3-5-haiku', tools: [] }, {}, ['background']],
    ['a conversation on haiku', { model: 'claude-haiku-5-5' }, {}, ['main']],
    ['compaction by header', {}, { 'x-claude-code-request-class': 'compaction' }, ['compaction']],
    [
      'compaction by its words',
      {
        messages: [
          { role: 'user', content: 'CRITICAL: Respond with TEXT ONLY. Do NOT call any tools.\n…' },
        ],
      },
      {},
      ['compaction'],
    ],
    [
      'words of compaction in a request that says main',
      {
        messages: [
          { role: 'user', content: 'CRITICAL: Respond with TEXT ONLY. Do NOT call any tools.' },
        ],
      },
      { 'x-claude-code-request-class': 'main' },
      ['main'],
    ],
    [
      'plan mode',
      { messages: [{ role: 'user', content: [{ type: 'text', text: planOn }] }] },
      {},
      ['main', 'plan'],
    ],
    [
      'plan mode that was left',
      {
        messages: [
          { role: 'user', content: planOn },
          { role: 'user', content: 'You have exited plan mode.' },
        ],
      },
      {},
      ['main'],
    ],
    [
      'plan mode quoted in a tool result',
      {
        messages: [
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: planOn }] },
        ],
      },
      {},
      ['main'],
    ],
    ['an image', { messages: [{ role: 'user', content: [image] }] }, {}, ['main', 'image']],
    [
      'an image in a tool result',
      {
        messages: [
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: [image] }] },
        ],
      },
      {},
      ['main', 'image'],
    ],
    [
      'a long prompt',
      { messages: [{ role: 'user', content: 'word '.repeat(60_000) }] },
      {},
      ['main', 'long-context'],
    ],
    [
      'the beta for a million tokens',
      {},
      { 'anthropic-beta': 'context-1m-2025-08-07' },
      ['main', 'long-context'],
    ],
  ])('%s', (_name, request, headers, kinds) => {
    expect(read(request, headers).kinds).toEqual(kinds);
  });

  test('counting tokens is told by the path', () => {
    expect(read({}, {}, '/v1/messages/count_tokens?beta=true').kinds).toEqual(['count-tokens']);
  });
});

describe('estimate', () => {
  test.each([
    ['English', 'The quick brown fox jumps over the lazy dog. '.repeat(100), 900, 1300],
    ['Korean', '안녕하세요 세계 '.repeat(100), 600, 1000],
  ])('%s', (_name, content, low, high) => {
    const { inputTokens } = read({ tools: [], messages: [{ role: 'user', content }] });
    expect(inputTokens).toBeGreaterThan(low);
    expect(inputTokens).toBeLessThan(high);
  });

  test('an image counts by its size in pixels, not by its bytes', () => {
    const tokens = (source: object): number =>
      read({ tools: [], messages: [{ role: 'user', content: [{ type: 'image', source }] }] })
        .inputTokens;
    expect(tokens(image.source)).toBeLessThan(130);
    expect(
      tokens({ type: 'base64', media_type: 'image/jpeg', data: 'A'.repeat(400_000) }),
    ).toBeLessThan(1700);
    expect(tokens({ type: 'url', url: 'https://example.com/a.png' })).toBeGreaterThan(1500);
  });

  test('a document counts by its bytes', () => {
    const source = { type: 'base64', media_type: 'application/pdf', data: 'A'.repeat(1_000_000) };
    const facts = read({ messages: [{ role: 'user', content: [{ type: 'document', source }] }] });
    expect(facts.images).toBe(true);
    expect(facts.inputTokens).toBeGreaterThan(25_000);
    expect(facts.inputTokens).toBeLessThan(35_000);
  });
});

test.each([
  ['openrouter,anthropic/claude-sonnet-4.5', 'sonnet'],
  ['claude-fable-5-2', 'fable'],
  ['Claude-Opus-5-5', 'opus'],
  ['claude-3-haiku', 'haiku'],
  ['gpt-5', 'other'],
])('tier of %s', (model, tier) => {
  expect(tierOf(model)).toBe(tier);
});

describe('session and client', () => {
  test.each([
    [{ 'x-claude-code-session-id': 's-12345678' }, undefined, 's-12345678'],
    [{}, '{"device_id":"d","session_id":"2bda348d-bbc3"}', '2bda348d-bbc3'],
    [{}, 'user_abc_account__session_2bda348d-bbc3', '2bda348d-bbc3'],
    [{}, 'someone', null],
    [{}, undefined, null],
  ])('%j %j', (headers: Record<string, string>, userId, sessionId) => {
    const metadata = userId === undefined ? {} : { metadata: { user_id: userId } };
    expect(read(metadata, headers).sessionId).toBe(sessionId);
  });

  test.each([
    [{ 'user-agent': 'claude-cli/2.1.329 (external, cli)' }, 'claude-code'],
    [{ 'user-agent': 'codex_exec/0.169.0' }, 'codex'],
    [{ originator: 'codex_cli_rs' }, 'codex'],
    [{ 'user-agent': 'Anthropic/JS 1.11.0' }, 'other'],
    [{}, 'other'],
  ])('%j', (headers: Record<string, string>, client) => {
    expect(read({}, headers).client).toBe(client);
  });
});

describe('subagent tag', () => {
  const tag = '<CCR-SUBAGENT-MODEL>minimax,M-2</CCR-SUBAGENT-MODEL>';
  test('is read at the start of a block and removed before sending', () => {
    const request: MessagesRequest = {
      ...base,
      system: [{ type: 'text', text: 'identity' }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'reminder' },
            { type: 'text', text: `${tag}\nDo it`, cache_control: {} },
          ],
        },
        { role: 'user', content: tag },
      ],
    };
    expect(findSubagentTag(request)).toEqual({ provider: 'minimax', model: 'M-2' });
    expect(read(request).tag).toEqual({ provider: 'minimax', model: 'M-2' });
    expect(withoutSubagentTag(request).messages[0]?.content).toEqual([
      { type: 'text', text: 'reminder' },
      { type: 'text', text: 'Do it', cache_control: {} },
    ]);
  });

  test('quoted inside a text, or coming later, it steers nothing', () => {
    const messages = [
      { role: 'user' as const, content: `Explain ${tag}` },
      { role: 'user' as const, content: tag },
    ];
    expect(findSubagentTag({ ...base, messages })).toBeNull();
    const request = { ...base, messages };
    expect(withoutSubagentTag(request)).toBe(request);
  });
});

const corpus = join(process.env['SWITCHYARD_SHARED'] ?? '../shared', 'fixtures/claude-code');
const expected: Record<string, string[]> = {
  'cc-compact-manual.json': ['compaction', 'thinking'],
  'cc-count-tokens-a.json': ['count-tokens'],
  'cc-count-tokens-tools.json': ['count-tokens'],
  'cc-main-old-model-notools-search.json': ['main'],
  'cc-model-validate-max1.json': ['background'],
  'cc-title.json': ['title', 'background'],
  'cc-websearch-side.json': ['web-search'],
  'cc-subagent-explore.json': ['subagent', 'thinking'],
  'cc-subagent-general.json': ['subagent', 'thinking'],
  'cc-subagent-turn2.json': ['subagent', 'thinking'],
  'sdk-stream.json': ['main'],
};

interface Recorded {
  url: string;
  headers: Record<string, string>;
  bodyBytes: number;
  body: MessagesRequest | null;
}

/** Recordings of the real client are no part of the project; without them the table above stands alone. */
describe.skipIf(!existsSync(corpus))(
  'requests of the real client (skipped where the corpus is absent)',
  () => {
    const files = existsSync(corpus) ? readdirSync(corpus) : [];
    const recorded = files
      .filter((file) => /^(?:cc|sdk)-.*\.json$/.test(file))
      .map(
        (file) => [file, JSON.parse(readFileSync(join(corpus, file), 'utf8')) as Recorded] as const,
      )
      .filter(([, { body }]) => typeof body === 'object' && body !== null && 'messages' in body);

    test.each(recorded)('%s', (file, { url, headers, body, bodyBytes }) => {
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const facts = classify(body!, { headers: lower, path: url, project: null, now: 0 });
      const kinds = expected[file] ?? ['main', 'thinking'];
      expect(facts.kinds.filter((kind) => kind !== 'long-context')).toEqual(kinds);
      expect(facts.client).toBe(file.startsWith('cc-') ? 'claude-code' : 'other');
      if (file.startsWith('cc-')) expect(facts.sessionId).toMatch(/^[0-9a-f-]{36}$/);
      expect(facts.inputTokens).toBeGreaterThan(0);
      expect(facts.inputTokens).toBeLessThan(bodyBytes);
    });

    test('the same holds without the hint headers', () => {
      for (const [file, { url, headers, body }] of recorded) {
        const lower = Object.fromEntries(
          Object.entries(headers)
            .map(([name, value]) => [name.toLowerCase(), value] as const)
            .filter(([name]) => !name.startsWith('x-claude')),
        );
        const facts = classify(body!, { headers: lower, path: url, project: null, now: 0 });
        const kinds = expected[file] ?? ['main', 'thinking'];
        expect([file, facts.kinds.filter((kind) => kind !== 'long-context')]).toEqual([
          file,
          kinds,
        ]);
      }
    });
  },
);
