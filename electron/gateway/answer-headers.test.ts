import { describe, expect, test } from 'vitest';
import { anthropicAnswer, openaiAnswer } from '../../e2e/upstream/dialects.ts';
import { type RawAnswer, configurationFor, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const limits = {
  'anthropic-ratelimit-unified-status': 'allowed_warning',
  'anthropic-ratelimit-tokens-remaining': '12',
  'x-ratelimit-remaining-requests': '39',
  'x-ratelimit-reset-tokens': '2m59.56s',
  'x-request-id': 'upstream-1',
};
const theirs = { 'set-cookie': 'session=1', server: 'vendor', 'x-powered-by': 'vendor' };

const { upstream } = useUpstreams({
  upstream: (response, request, index) => {
    for (const [name, value] of Object.entries({ ...limits, ...theirs })) {
      response.setHeader(name, value);
    }
    const answer = request.url.endsWith('/chat/completions') ? openaiAnswer : anthropicAnswer;
    answer([{ type: 'text', text: 'hello' }])(response, request, index);
  },
});
const under = useGateway();

const wires = ['anthropic-messages', 'openai-chat'] as const;

async function send(wire: (typeof wires)[number], extra: object): Promise<RawAnswer> {
  const baseUrl = wire === 'openai-chat' ? `${upstream.url}/v1` : upstream.url;
  const provider = { id: 'one', preset: 'zai', wire, baseUrl, auth: 'none' } as const;
  await under.start(configurationFor(NOBODY, [provider]));
  return under.send(extra);
}

describe('of a good answer', () => {
  test.each(wires.flatMap((wire) => [true, false].map((stream) => [wire, stream] as const)))(
    'limits and request ids are kept, the vendor’s own headers are not: %s, stream %s',
    async (wire, stream) => {
      const answer = await send(wire, { stream });
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject(limits);
      for (const name of Object.keys(theirs)) expect(answer.headers).not.toHaveProperty(name);
    },
  );

  test.each(wires)('what did not reach the vendor is told to who watches: %s', async (wire) => {
    await send(wire, {
      context_management: { edits: [] },
      tool_choice: { type: 'any' },
      tools: [{ name: 'Read', input_schema: { type: 'object' } }],
    });
    const [attempt] = under.watched.attempts;
    expect(attempt?.dropped.map(({ path }) => path).sort()).toEqual([
      'context_management',
      'tool_choice',
    ]);
    for (const { why } of attempt?.dropped ?? []) expect(why).not.toBe('');
  });
});
