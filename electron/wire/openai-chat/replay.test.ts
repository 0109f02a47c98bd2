import { describe, expect, test } from 'vitest';
import type { ContentBlock, MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { encodeForeignThinking, type ForeignThinking } from '../foreign-thinking.ts';
import { assistant, call, result, text, use, user } from '../testing/blocks.ts';
import { send } from '../testing/chat-request.ts';
import { encode, framesOf, seed, sseOf, translateFrames } from '../testing/streams.ts';
import { LossReport } from './loss.ts';
import { encodeReplay } from './replay.ts';

const messagesOf = (messages: MessageParam[], preset: string | null = null) =>
  send({ messages }, { provider: { preset } });

describe('thinking comes back to where it came from', () => {
  const thought = (field: string, more = {}, words = 'hm'): ContentBlock => ({
    type: 'thinking',
    thinking: words,
    signature: encodeForeignThinking({ provider: 'acme', field, ...more } as never),
  });
  test.each<[string, ContentBlock, unknown]>([
    ['reasoning_content', thought('reasoning_content'), { content: 'a', reasoning_content: 'hm' }],
    ['reasoning', thought('reasoning'), { content: 'a', reasoning: 'hm' }],
    ['think tags', thought('think-tag'), { content: '<think>hm</think>\n\na' }],
    ['thinking tags', thought('thinking-tag'), { content: '<thinking>hm</thinking>\n\na' }],
    [
      'content array',
      thought('content-array'),
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
          { type: 'text', text: 'a' },
        ],
      },
    ],
    [
      'encrypted details',
      {
        type: 'redacted_thinking',
        data: encodeForeignThinking({
          provider: 'acme',
          field: 'reasoning_details',
          details: [{ type: 'reasoning.encrypted', data: 'X' }],
        }),
      },
      { content: 'a', reasoning_details: [{ type: 'reasoning.encrypted', data: 'X' }] },
    ],
  ])('%s', (_name, block, expected) => {
    const { body, dropped } = messagesOf([assistant(block, text('a'))]);
    expect(body.messages).toEqual([{ role: 'assistant', ...(expected as object) }]);
    expect(dropped).toEqual([]);
  });

  test.each([
    ['of Anthropic', { type: 'thinking', thinking: 'hm', signature: 'EqQBCkYI' }],
    ['without signature', { type: 'thinking', thinking: 'hm', signature: '' }],
    [
      'of another provider',
      {
        type: 'thinking',
        thinking: 'hm',
        signature: encodeForeignThinking({ provider: 'other', field: 'reasoning' }),
      },
    ],
  ])('%s it is dropped and reported', (_name, block) => {
    const { body, dropped } = messagesOf([assistant(block, text('a'))]);
    expect(body.messages).toEqual([{ role: 'assistant', content: 'a' }]);
    expect(dropped).toEqual(['messages[0].content[0]']);
  });

  test('DeepSeek gets a blank with every answer that has no reasoning, unless thinking is off', () => {
    const id = 'acme';
    const own = thought('reasoning_content');
    const messages = [
      user(text('q')),
      assistant(own, text('a')),
      user(text('q')),
      assistant(use('t1')),
    ];
    const reasoningOf = (request: Partial<MessagesRequest>, options = {}) => {
      const sent = send(
        { messages, ...request },
        { provider: { id, preset: 'deepseek' }, options },
      );
      return sent.body.messages
        .filter(({ role }) => role === 'assistant')
        .map((message) => message['reasoning_content']);
    };
    expect(reasoningOf({})).toEqual(['hm', ' ']);
    expect(reasoningOf({ thinking: { type: 'adaptive' } })).toEqual(['hm', ' ']);
    expect(reasoningOf({ thinking: { type: 'disabled' } })).toEqual(['hm', undefined]);
    expect(reasoningOf({}, { thinking: 'off' })).toEqual(['hm', undefined]);
    const whole = [...messages, user(result('t1', 'x'))];
    const sent = send({ messages: whole }, { provider: { id, preset: 'deepseek' } });
    expect(sent.dropped).toEqual(['messages']);
    expect(send({ messages: whole }, { provider: { id } }).dropped).toEqual([]);
    expect(messagesOf([user(text('q')), assistant(own)], 'deepseek').dropped).toEqual([]);
  });

  test("Gemini's signatures return with their calls; calls of others are excused", () => {
    const signed = (id: string, signature?: string) => ({
      id,
      function: { name: 'read', arguments: '{"a":1}' },
      ...(signature && { extra_content: { google: { thought_signature: signature } } }),
    });
    const calls = [signed('one', 'SIG'), signed('two')];
    const chunk = {
      choices: [{ delta: { content: 'ok', tool_calls: calls }, finish_reason: 'stop' }],
    };
    const from = { ...seed, providerId: 'acme' };
    const events = translateFrames(framesOf([encode(sseOf([chunk]))]), 'complete', from);
    const answer = accumulate(events)?.content ?? [];
    expect(answer.map(({ type }) => type)).toEqual([
      'text',
      'redacted_thinking',
      'tool_use',
      'tool_use',
    ]);
    const results = user(result('one', 'x'), result('two', 'y'));
    const google = (thought_signature: string) => ({
      extra_content: { google: { thought_signature } },
    });
    const sent = messagesOf(
      [assistant(...answer), results, assistant(use('three')), user(result('three', 'z'))],
      'google-ai-studio',
    );
    expect(sent.body.messages.map((message) => message['tool_calls'])).toEqual([
      [{ ...call('one'), ...google('SIG') }, call('two')],
      undefined,
      undefined,
      [{ ...call('three'), ...google('skip_thought_signature_validator') }],
      undefined,
    ]);
    expect(sent.dropped).toEqual([]);
    const elsewhere = messagesOf([assistant(...answer), results]);
    expect(JSON.stringify(elsewhere.body)).not.toContain('SIG');
  });

  test('a round trip through the client keeps streamed details unchanged', () => {
    const delta = (fields: object) => ({ choices: [{ index: 0, delta: fields }] });
    const piece = (words: string) =>
      delta({
        reasoning: words,
        reasoning_details: [{ type: 'reasoning.text', text: words, index: 0, format: 'f' }],
      });
    const events = translateFrames(
      framesOf([
        encode(
          sseOf([
            piece('let '),
            piece('me'),
            delta({ reasoning_details: [{ type: 'reasoning.text', signature: 's', index: 0 }] }),
            { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }] },
          ]),
        ),
      ]),
      'complete',
      { ...seed, providerId: 'acme' },
    );
    const { body } = messagesOf([assistant(...(accumulate(events)?.content ?? []))]);
    expect(body.messages).toEqual([
      {
        role: 'assistant',
        content: 'a',
        reasoning: 'let me',
        reasoning_details: [
          { type: 'reasoning.text', text: 'let me', index: 0, format: 'f', signature: 's' },
        ],
      },
    ]);
  });
});

describe('of each block', () => {
  const foreign = (state: object) => encodeForeignThinking(state as ForeignThinking);
  const replay = (asTags: boolean, ...blocks: object[]) => {
    const loss = new LossReport();
    const placed = blocks.map((block, at) => ({ block: block as ContentBlock, path: `at ${at}` }));
    const { callSignatures, ...rest } = encodeReplay(placed, { providerId: 'acme', asTags }, loss);
    return { ...rest, signatures: [...callSignatures], dropped: loss.dropped };
  };
  const nothing = { fields: {}, prefix: '', parts: [], signatures: [], dropped: [] };
  const thought = (words: unknown, state: object) => ({
    type: 'thinking',
    thinking: words,
    signature: foreign({ provider: 'acme', ...state }),
  });

  test('words of one field are joined, others have their own', () => {
    expect(
      replay(
        false,
        thought('a', { field: 'reasoning' }),
        thought('b', { field: 'reasoning' }),
        thought('c', { field: 'reasoning_content' }),
        thought('d', { field: 'think-tag' }),
        thought('e', { field: 'thinking-tag' }),
        thought('f', { field: 'content-array' }),
      ),
    ).toEqual({
      ...nothing,
      fields: { reasoning: 'ab', reasoning_content: 'c' },
      prefix: '<think>d</think>\n\n<thinking>e</thinking>\n\n',
      parts: ['f'],
    });
  });

  test('where tags are read, only `reasoning` becomes one', () => {
    expect(
      replay(
        true,
        thought('a', { field: 'reasoning' }),
        thought('b', { field: 'reasoning_content' }),
        thought('c', { field: 'thinking-tag' }),
      ),
    ).toEqual({
      ...nothing,
      fields: { reasoning_content: 'b' },
      prefix: '<think>a</think>\n\n<thinking>c</thinking>\n\n',
    });
  });

  test('no words leave no field', () => {
    expect(
      replay(
        false,
        thought('', { field: 'reasoning' }),
        thought(7, { field: 'reasoning_content' }),
      ),
    ).toEqual(nothing);
  });

  test('words that came in details go back in details only', () => {
    const details = [{ type: 'reasoning.text', text: { sameText: true } }];
    expect(replay(false, thought('a', { field: 'reasoning_details', details }))).toEqual({
      ...nothing,
      fields: { reasoning_details: [{ type: 'reasoning.text', text: 'a' }] },
    });
    expect(replay(false, thought('a', { field: 'reasoning_details' }))).toEqual(nothing);
    expect(replay(true, thought('a', { field: 'reasoning', details }))).toEqual({
      ...nothing,
      fields: { reasoning_details: [{ type: 'reasoning.text', text: 'a' }] },
      prefix: '<think>a</think>\n\n',
    });
  });

  test('signatures of calls are those that have both an id and a signature', () => {
    const details = [{ id: 'one', signature: 'S' }, { id: 'two' }, { signature: 'T' }, null, 7];
    const state = { provider: 'acme', field: 'call-signatures' };
    expect(
      replay(
        false,
        { type: 'redacted_thinking', data: foreign({ ...state, details }) },
        { type: 'redacted_thinking', data: foreign(state) },
      ),
    ).toEqual({ ...nothing, signatures: [['one', 'S']] });
  });

  test('what names no provider goes back to any, what names another to none', () => {
    const why = 'thinking of another provider is not sent on';
    expect(
      replay(
        false,
        thought('a', { field: 'reasoning', provider: '' }),
        thought('b', { field: 'reasoning', provider: 'other' }),
        { type: 'redacted_thinking', data: 'EqQB' },
        { type: 'thinking', thinking: 'c' },
      ),
    ).toEqual({
      ...nothing,
      fields: { reasoning: 'a' },
      dropped: [1, 2, 3].map((at) => ({ path: `at ${at}`, why })),
    });
  });
});
