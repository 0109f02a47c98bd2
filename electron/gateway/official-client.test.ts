import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { anthropicAnswer, errorAnswer, openaiAnswer } from '../../e2e/upstream/dialects.ts';
import { configurationFor, TOKEN, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const wires = ['anthropic-messages', 'openai-chat'] as const;
const answers = { 'anthropic-messages': anthropicAnswer, 'openai-chat': openaiAnswer };

const { upstream } = useUpstreams({ upstream: anthropicAnswer([]) });
const under = useGateway();

async function startClient(wire: (typeof wires)[number]): Promise<Anthropic> {
  await under.start(
    configurationFor(NOBODY, [
      { id: 'one', name: 'One', wire, baseUrl: upstream.url, auth: 'none' },
    ]),
  );
  return new Anthropic({ apiKey: TOKEN, baseURL: under.url, maxRetries: 0 });
}

const question = {
  model: 'claude-sonnet-4-6',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'read it' }],
  tools: [
    {
      name: 'Read',
      description: 'Reads a file',
      input_schema: { type: 'object' as const, properties: { file_path: { type: 'string' } } },
    },
  ],
};

const calls = [
  { type: 'text', text: 'Reading two files.' },
  { type: 'tool_use', id: 'call_1', name: 'Read', input: { file_path: '/a "quoted"/안녕' } },
  { type: 'tool_use', id: 'call_2', name: 'Read', input: { file_path: '/b' } },
] as const;

describe.each(wires)('the official client through %s', (wire) => {
  test('streams text and tool calls, and sends results back', async () => {
    upstream.play(answers[wire](calls));
    const client = await startClient(wire);
    const first = await client.messages.stream(question).finalMessage();
    expect(first.stop_reason).toBe('tool_use');
    expect(first.usage).toMatchObject({
      input_tokens: 25,
      cache_read_input_tokens: 100,
      output_tokens: 12,
    });
    const uses = first.content.flatMap((block) => (block.type === 'tool_use' ? [block] : []));
    expect(uses.map(({ name, input }) => [name, input])).toEqual([
      ['Read', { file_path: '/a "quoted"/안녕' }],
      ['Read', { file_path: '/b' }],
    ]);

    upstream.play(answers[wire]([{ type: 'text', text: 'Both are empty.' }]));
    const second = await client.messages
      .stream({
        ...question,
        messages: [
          ...question.messages,
          { role: 'assistant', content: first.content },
          {
            role: 'user',
            content: uses.map(({ id }) => ({
              type: 'tool_result' as const,
              tool_use_id: id,
              content: 'empty',
            })),
          },
        ],
      })
      .finalMessage();
    expect(second.content).toMatchObject([{ type: 'text', text: 'Both are empty.' }]);
    expect(second.stop_reason).toBe('end_turn');
    expect(under.watched.ends.map(({ state }) => state)).toEqual(['complete', 'complete']);
  });

  test('gets whole answers and typed errors', async () => {
    upstream.play(answers[wire](calls));
    const client = await startClient(wire);
    const whole = await client.messages.create(question);
    expect(whole.content.map(({ type }) => type)).toEqual(['text', 'tool_use', 'tool_use']);
    upstream.play(errorAnswer(429, 'rate_limit_error', 'slow down'));
    await expect(client.messages.create(question)).rejects.toBeInstanceOf(Anthropic.RateLimitError);
  });
});
