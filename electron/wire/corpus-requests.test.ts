import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { spliceModel } from './anthropic-messages/splice-model.ts';
import { stripAttribution } from './anthropic-messages/strip-attribution.ts';
import { encodeRequest } from './openai-chat/request.ts';
import { encode } from './testing/streams.ts';

const shared = process.env['SWITCHYARD_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');
const folder = join(shared, 'fixtures/claude-code');
const isThere = existsSync(folder);

const requests = (isThere ? readdirSync(folder) : [])
  .filter((file) => file.startsWith('cc-') && file.endsWith('.json'))
  .map((file) => {
    const { body } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { body?: unknown };
    const parsed: unknown = typeof body === 'string' && body !== '' ? JSON.parse(body) : body;
    return [file, parsed as MessagesRequest | null] as const;
  })
  .filter((entry): entry is readonly [string, MessagesRequest] =>
    Array.isArray(entry[1]?.messages),
  );

const provider: ResolvedProvider = {
  id: 'acme',
  preset: null,
  name: 'Acme',
  wire: 'openai-chat',
  baseUrl: 'http://127.0.0.1:9/v1',
  auth: 'none',
  keys: [],
  models: [],
  modelMapping: {},
  headers: {},
  timeouts: {},
  quirks: [],
  billing: { kind: 'free' },
};

test.skipIf(!isThere)(isThere ? 'requests are there' : 'no recorded client requests', () => {
  expect(requests.length).toBeGreaterThan(10);
});

describe.skipIf(!isThere)('recorded requests of the real client', () => {
  test.each(requests)('%s', (_file, request) => {
    const encoded = encodeRequest(request, { provider, model: 'm', options: null });
    const text = new TextDecoder().decode(encoded.body);
    const body = JSON.parse(text) as { messages: { role: string; tool_calls?: unknown[] }[] };
    expect(text).not.toContain('cache_control');
    expect(text).not.toContain('x-anthropic-billing-header');
    // A tool result stands behind its call, and nothing but results stands between.
    for (const [index, { role }] of body.messages.entries()) {
      if (role !== 'tool') continue;
      const before = body.messages.slice(0, index).findLast((message) => message.role !== 'tool');
      expect(before?.tool_calls?.length).toBeGreaterThan(0);
    }
    const raw = encode(JSON.stringify(request));
    const stripped = new TextDecoder().decode(stripAttribution(raw));
    expect(stripped).not.toContain('"x-anthropic-billing-header');
    expect(JSON.parse(stripped)).toMatchObject({ messages: request.messages });
    const spliced = new TextDecoder().decode(spliceModel(raw, 'new') ?? raw);
    expect(spliced).toBe(JSON.stringify({ ...request, model: 'new' }));
  });
});
