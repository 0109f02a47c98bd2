import { describe, expect, test } from 'vitest';
import type { ContentBlock, MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { encodeForeignThinking } from '../foreign-thinking.ts';
import { send } from '../testing/chat-request.ts';
import { framesOf, encode, seed, sseOf, translateFrames } from '../testing/streams.ts';
import { chatUrl, unsupportedField } from './request.ts';
import { upstreamToolName } from './tool-names.ts';

const messagesOf = (messages: MessageParam[], preset: string | null = null) =>
  send({ messages }, { provider: { preset } });
const user = (...content: ContentBlock[]): MessageParam => ({ role: 'user', content });
const assistant = (...content: ContentBlock[]): MessageParam => ({ role: 'assistant', content });
const text = (words: string): ContentBlock => ({ type: 'text', text: words });
const use = (id: string, input: unknown = { a: 1 }): ContentBlock => ({
  type: 'tool_use',
  id,
  name: 'read',
  input,
});
const result = (id: string, content?: unknown, extra = {}): ContentBlock => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...extra,
});
const image: ContentBlock = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: 'AAAA' },
};
const imagePart = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
const call = (id: string, args = '{"a":1}') => ({
  id,
  type: 'function',
  function: { name: 'read', arguments: args },
});

test.each([
  ['https://a.test/v1', 'https://a.test/v1/chat/completions'],
  ['https://a.test/v1/', 'https://a.test/v1/chat/completions'],
  ['https://a.test/v1/chat/completions', 'https://a.test/v1/chat/completions'],
  ['https://a.test/x/chat/completions/', 'https://a.test/x/chat/completions'],
  ['https://a.test/d?api-version=1', 'https://a.test/d/chat/completions?api-version=1'],
])('chatUrl(%s)', (baseUrl, url) => {
  expect(chatUrl(baseUrl)).toBe(url);
});

test('a plain streaming request, whole', () => {
  const { body, dropped, url } = send({
    system: 'You',
    max_tokens: 100,
    stream: true,
    temperature: 0.5,
    top_p: 0.9,
    stop_sequences: ['END'],
  });
  expect(url).toBe('https://acme.test/v1/chat/completions');
  expect(body).toEqual({
    model: 'm-1',
    messages: [
      { role: 'system', content: 'You' },
      { role: 'user', content: 'hi' },
    ],
    max_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    stop: ['END'],
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(dropped).toEqual([]);
});

describe('system', () => {
  const line = 'x-anthropic-billing-header: cc_version=1; cch=2;';
  test.each<[string, MessagesRequest['system'], unknown]>([
    [
      'blocks are joined',
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      'a\n\nb',
    ],
    [
      'an attribution block goes',
      [
        { type: 'text', text: line },
        { type: 'text', text: 'b' },
      ],
      'b',
    ],
    ['an attribution line goes', `${line}\nb`, 'b'],
    [
      'only a leading attribution line',
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: line },
      ],
      `a\n\n${line}`,
    ],
    ['cache marks go', [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }], 'a'],
  ])('%s', (_name, system, content) => {
    const { body, dropped } = send(system === undefined ? {} : { system });
    expect(body.messages[0]).toEqual({ role: 'system', content });
    expect(dropped).toEqual([]);
  });

  test('system turns: leading ones join the prompt, later ones keep their place', () => {
    const { body } = send({
      system: 'a',
      messages: [
        { role: 'system', content: 'b' },
        user(text('hi')),
        { role: 'system', content: [{ type: 'text', text: 'env' }] },
        assistant(text('yes')),
      ],
    });
    expect(body.messages).toEqual([
      { role: 'system', content: 'a\n\nb' },
      { role: 'user', content: 'hi\n\n<system-reminder>\nenv\n</system-reminder>' },
      { role: 'assistant', content: 'yes' },
    ]);
  });
});

describe('turns', () => {
  test.each<[string, MessageParam[], unknown[], string[]]>([
    [
      'text blocks are joined',
      [user(text('a'), text(''), text('b'))],
      [{ role: 'user', content: 'a\n\nb' }],
      [],
    ],
    [
      'images become parts',
      [
        user(text('see'), image, {
          type: 'image',
          source: { type: 'url', url: 'https://x.test/i' },
        }),
      ],
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'see' },
            imagePart,
            { type: 'image_url', image_url: { url: 'https://x.test/i' } },
          ],
        },
      ],
      [],
    ],
    [
      'calls and results, in parallel',
      [
        assistant(text('ok'), use('t1'), use('t2', {})),
        user(result('t1', 'one'), result('t2', [text('two'), text('2')]), text('go on')),
      ],
      [
        { role: 'assistant', content: 'ok', tool_calls: [call('t1'), call('t2', '{}')] },
        { role: 'tool', tool_call_id: 't1', content: 'one' },
        { role: 'tool', tool_call_id: 't2', content: 'two\n\n2' },
        { role: 'user', content: 'go on' },
      ],
      [],
    ],
    [
      'results stand behind their call, whatever came between',
      [assistant(use('t1')), { role: 'system', content: 'note' }, user(result('t1', 'one'))],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'one' },
        { role: 'user', content: '<system-reminder>\nnote\n</system-reminder>' },
      ],
      [],
    ],
    [
      'images of a result follow in a user turn',
      [assistant(use('t1')), user(result('t1', [image]), text('so?'))],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'See the attachment below.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Attachment of the tool result t1:' },
            imagePart,
            { type: 'text', text: 'so?' },
          ],
        },
      ],
      [],
    ],
    [
      'an error that says so itself is not marked twice, one that mentions one is',
      [
        assistant(use('t1'), use('t2')),
        user(
          result('t1', '<tool_use_error>no</tool_use_error>', { is_error: true }),
          result('t2', 'it was an error', { is_error: true }),
        ),
      ],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1'), call('t2')] },
        { role: 'tool', tool_call_id: 't1', content: '<tool_use_error>no</tool_use_error>' },
        { role: 'tool', tool_call_id: 't2', content: 'Error: it was an error' },
      ],
      [],
    ],
    [
      'text and image of a result',
      [assistant(use('t1', '{"a":1}')), user(result('t1', [text('seen'), image]))],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'seen' },
        {
          role: 'user',
          content: [{ type: 'text', text: 'Attachment of the tool result t1:' }, imagePart],
        },
      ],
      [],
    ],
    [
      'errors say so',
      [assistant(use('t1')), user(result('t1', 'no such file', { is_error: true }))],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'Error: no such file' },
      ],
      [],
    ],
    [
      'a result without content',
      [assistant(use('t1')), user(result('t1'))],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: '' },
      ],
      [],
    ],
    [
      'a result without its call is told as text',
      [user(result('t9', 'one'))],
      [{ role: 'user', content: 'Result of an earlier tool call:\none' }],
      [],
    ],
    [
      'a call without its result gets a note, wherever it stands',
      [
        assistant(use('t1'), use('t2')),
        user(text('stop'), result('t2', 'two')),
        assistant(use('t3')),
      ],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1'), call('t2')] },
        { role: 'tool', tool_call_id: 't2', content: 'two' },
        { role: 'tool', tool_call_id: 't1', content: 'No result: the call was interrupted.' },
        { role: 'user', content: 'stop' },
        { role: 'assistant', content: null, tool_calls: [call('t3')] },
        { role: 'tool', tool_call_id: 't3', content: 'No result: the call was interrupted.' },
      ],
      ['messages'],
    ],
    [
      'a second result of one call is told as text',
      [assistant(use('t1')), user(result('t1', 'one'), result('t1', 'again'))],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'one' },
        { role: 'user', content: 'Result of an earlier tool call:\nagain' },
      ],
      [],
    ],
    [
      'one id used twice: each call has its own result',
      [
        assistant(use('t1')),
        user(result('t1', 'a')),
        assistant(use('t1')),
        user(result('t1', 'b')),
      ],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'a' },
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'b' },
      ],
      [],
    ],
    [
      'a result before its call is told, and the call gets a note',
      [user(result('t1', 'early')), assistant(use('t1'))],
      [
        { role: 'user', content: 'Result of an earlier tool call:\nearly' },
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'No result: the call was interrupted.' },
      ],
      ['messages'],
    ],
    [
      'tool references are told',
      [assistant(use('t1')), user(result('t1', [{ type: 'tool_reference', tool_name: 'Web' }]))],
      [
        { role: 'assistant', content: null, tool_calls: [call('t1')] },
        { role: 'tool', tool_call_id: 't1', content: 'The tool Web is now available.' },
      ],
      [],
    ],
    [
      'text documents become text, others are reported',
      [
        user(
          { type: 'document', title: 'notes', source: { type: 'text', data: 'words' } },
          {
            type: 'document',
            title: 'paper',
            source: { type: 'base64', media_type: 'application/pdf', data: 'AA' },
          },
        ),
      ],
      [
        {
          role: 'user',
          content:
            'notes:\nwords\n\n[The document "paper" was left out: this model cannot read it.]',
        },
      ],
      ['messages[0].content[1]'],
    ],
    [
      'unknown blocks are reported',
      [user(text('a'), { type: 'server_tool_use', id: 's' })],
      [{ role: 'user', content: 'a' }],
      ['messages[0].content[1]'],
    ],
    [
      'an answer of nothing but foreign thinking is left out',
      [
        user(text('a')),
        assistant({ type: 'thinking', thinking: 'hm', signature: 'EqQB' }),
        user(text('b')),
      ],
      [{ role: 'user', content: 'a\n\nb' }],
      ['messages[1].content[0]'],
    ],
  ])('%s', (_name, messages, expected, dropped) => {
    const sent = messagesOf(messages);
    expect(sent.body.messages).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });

  test('unsafe tool ids go back as the upstream wrote them', () => {
    const carried = 'toolu_sy_ZnVuY3Rpb25zLnJlYWQ6MA';
    const { body } = messagesOf([assistant(use(carried)), user(result(carried, 'x'))]);
    expect(body.messages).toEqual([
      { role: 'assistant', content: null, tool_calls: [call('functions.read:0')] },
      { role: 'tool', tool_call_id: 'functions.read:0', content: 'x' },
    ]);
  });

  test('Mistral gets ids of nine characters and an assistant turn behind results', () => {
    const turns = [assistant(use('toolu_01ABC')), user(result('toolu_01ABC', 'x'), text('go'))];
    const { body } = messagesOf(turns, 'mistral');
    const [first, second, third, fourth] = body.messages;
    const id = (first?.['tool_calls'] as { id: string }[])[0]?.id;
    expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(second).toMatchObject({ role: 'tool', tool_call_id: id });
    expect(third?.['role']).toBe('assistant');
    expect(fourth).toEqual({ role: 'user', content: 'go' });
    const parallel = [
      assistant(use('t1'), use('t2')),
      user(result('t1', 'x'), result('t2', 'y')),
      assistant(text('so')),
      user(text('go')),
    ];
    expect(messagesOf(parallel, 'mistral').body.messages.map(({ role }) => role)).toEqual([
      'assistant',
      'tool',
      'tool',
      'assistant',
      'user',
    ]);
    expect(send({ stream: true }, { provider: { preset: 'mistral' } }).body).not.toHaveProperty(
      'stream_options',
    );
  });

  test('DeepSeek gets no images, and the model is told', () => {
    const { body, dropped } = messagesOf([user(image)], 'deepseek');
    expect(body.messages[0]?.['content']).toMatch(/image was left out/);
    expect(dropped).toEqual(['messages[0].content[0]']);
  });

  test('Ollama gets images by value only', () => {
    const byAddress = { type: 'image', source: { type: 'url', url: 'https://x.test/i' } };
    const { body, dropped } = messagesOf([user(image, byAddress)], 'ollama');
    expect(body.messages[0]?.['content']).toEqual([
      imagePart,
      { type: 'text', text: '[An image was left out.]' },
    ]);
    expect(dropped).toEqual(['messages[0].content[1]']);
  });

  test('OpenAI gets PDF documents', () => {
    const pdf = { type: 'base64', media_type: 'application/pdf', data: 'AA' };
    const { body, dropped } = messagesOf(
      [user({ type: 'document', title: 'p', source: pdf })],
      'openai',
    );
    expect(body.messages[0]?.['content']).toEqual([
      { type: 'file', file: { filename: 'p.pdf', file_data: 'data:application/pdf;base64,AA' } },
    ]);
    expect(dropped).toEqual([]);
  });
});

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

describe('tools', () => {
  const read = { name: 'read', description: 'd', input_schema: { type: 'object', properties: {} } };

  test('functions, without $schema; empty schemas are filled', () => {
    const schema = { $schema: 'x', type: 'object', properties: { a: { type: 'string' } } };
    const { body, dropped } = send({
      tools: [
        { name: 'a', description: 'd', input_schema: schema, cache_control: { type: 'ephemeral' } },
        { name: 'b', type: 'custom', input_schema: {} },
        { name: 'c', input_schema: { type: 'object' } },
        { name: 'd' },
      ],
    });
    const { $schema: _gone, ...kept } = schema;
    const empty = { type: 'object', properties: {} };
    expect(body['tools']).toEqual([
      { type: 'function', function: { name: 'a', description: 'd', parameters: kept } },
      { type: 'function', function: { name: 'b', parameters: empty } },
      { type: 'function', function: { name: 'c', parameters: empty } },
      { type: 'function', function: { name: 'd', parameters: empty } },
    ]);
    expect(dropped).toEqual([]);
  });

  test('server tools and placeholders are removed and reported', () => {
    const { body, dropped } = send({
      tools: [
        { name: 'web_search', type: 'web_search_20250305', max_uses: 8 },
        { name: 'DeferredToolPlaceholder', defer_loading: true, input_schema: {} },
      ],
      tool_choice: { type: 'auto' },
    });
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('tool_choice');
    expect(dropped).toEqual(['tools[0]', 'tools[1]']);
  });

  test.each<[string, MessagesRequest['tool_choice'], string | null, unknown, string[]]>([
    ['auto', { type: 'auto' }, null, { tool_choice: 'auto' }, []],
    ['none', { type: 'none' }, null, { tool_choice: 'none' }, []],
    ['any', { type: 'any' }, null, { tool_choice: 'required' }, []],
    [
      'tool',
      { type: 'tool', name: 'read' },
      null,
      { tool_choice: { type: 'function', function: { name: 'read' } } },
      [],
    ],
    [
      'a tool that is not sent',
      { type: 'tool', name: 'x' },
      null,
      { tool_choice: 'auto' },
      ['tool_choice'],
    ],
    [
      'any where it is refused',
      { type: 'any' },
      'moonshot',
      { tool_choice: 'auto' },
      ['tool_choice'],
    ],
    [
      'one at a time',
      { type: 'auto', disable_parallel_tool_use: true },
      null,
      { tool_choice: 'auto', parallel_tool_calls: false },
      [],
    ],
    [
      'one at a time, unknown there',
      { type: 'auto', disable_parallel_tool_use: true },
      'cerebras',
      { tool_choice: 'auto' },
      ['tool_choice.disable_parallel_tool_use'],
    ],
  ])('choice: %s', (_name, tool_choice, preset, expected, dropped) => {
    const sent = send(
      { tools: [read], ...(tool_choice && { tool_choice }) },
      { provider: { preset } },
    );
    const { tools: _tools, messages: _messages, model: _model, ...rest } = sent.body;
    expect(rest).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });

  test.each<[string, string, object[], unknown[], string[]]>([
    [
      'Moonshot: its schema dialect, and no strict tools',
      'moonshot',
      [
        {
          name: 'a',
          strict: true,
          input_schema: { properties: { t: { type: 'array', items: [{}] } } },
        },
      ],
      [
        {
          name: 'a',
          parameters: { type: 'object', properties: { t: { type: 'array', prefixItems: [{}] } } },
        },
      ],
      ['tools[0].strict'],
    ],
    [
      'Cerebras: strict tools are closed',
      'cerebras',
      [{ name: 'a', strict: true, input_schema: { properties: { t: { format: 'uri' } } } }],
      [
        {
          name: 'a',
          strict: true,
          parameters: { type: 'object', properties: { t: {} }, additionalProperties: false },
        },
      ],
      ['tools[0].input_schema'],
    ],
    [
      'Cerebras: where not all are strict none is, and none is closed',
      'cerebras',
      [
        { name: 'a', strict: true, input_schema: { properties: { t: { format: 'uri' } } } },
        { name: 'b' },
      ],
      [
        { name: 'a', parameters: { type: 'object', properties: { t: { format: 'uri' } } } },
        { name: 'b', parameters: { type: 'object', properties: {} } },
      ],
      ['tools[0].strict'],
    ],
    [
      'Gemini: a subset, without strict',
      'google-ai-studio',
      [
        {
          name: 'a',
          strict: false,
          input_schema: { properties: { t: { const: 'x', pattern: 'y' } } },
        },
      ],
      [
        {
          name: 'a',
          parameters: { type: 'object', properties: { t: { type: 'string', enum: ['x'] } } },
        },
      ],
      ['tools[0].input_schema'],
    ],
    [
      'OpenAI: strict as asked',
      'openai',
      [
        { name: 'a', strict: false },
        { name: 'b', strict: true },
      ],
      [
        { name: 'a', strict: false, parameters: { type: 'object', properties: {} } },
        { name: 'b', strict: true, parameters: { type: 'object', properties: {} } },
      ],
      [],
    ],
  ])('schemas of %s', (_name, preset, tools, expected, dropped) => {
    const sent = send({ tools: tools as never }, { provider: { preset } });
    const functions = (sent.body['tools'] as { function: unknown }[]).map((tool) => tool.function);
    expect(functions).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });

  test('Ollama gets no tool_choice, a forced one is reported', () => {
    const tools = [{ name: 'a' }];
    const provider = { preset: 'ollama' };
    const auto = send({ tools, tool_choice: { type: 'auto' } }, { provider });
    expect([auto.body['tool_choice'], auto.dropped]).toEqual([undefined, []]);
    const forced = send({ tools, tool_choice: { type: 'any' } }, { provider });
    expect([forced.body['tool_choice'], forced.dropped]).toEqual([undefined, ['tool_choice']]);
  });

  test('names that are too long are cut, and come back whole', () => {
    const name = `mcp__${'server'.repeat(8)}__${'tool'.repeat(8)}`;
    const { body } = send({ tools: [{ name, input_schema: {} }] });
    const sent = (body['tools'] as { function: { name: string } }[])[0]?.function.name ?? '';
    expect(sent).toMatch(/^[a-zA-Z0-9_-]{64}$/);
    expect(sent).toBe(upstreamToolName(name));
    const piece = { index: 0, id: 'c', function: { name: sent, arguments: '{}' } };
    const chunk = { choices: [{ delta: { tool_calls: [piece] }, finish_reason: 'tool_calls' }] };
    const from = { ...seed, toolNames: ['read', name] };
    const events = translateFrames(framesOf([encode(sseOf([chunk]))]), 'complete', from);
    expect(accumulate(events)?.content[0]).toMatchObject({ name });
  });
});

describe('limits and sampling', () => {
  test.each<[string, number | undefined, object, object, object, string[]]>([
    ['as asked', 100, {}, {}, { max_tokens: 100 }, []],
    ['not asked', undefined, {}, {}, {}, []],
    ['the rule is lower', 100, {}, { maxOutputTokens: 50 }, { max_tokens: 50 }, ['max_tokens']],
    ['the rule is higher', 100, {}, { maxOutputTokens: 500 }, { max_tokens: 100 }, []],
    ['the model is lower', 100, { maxOutputTokens: 40 }, {}, { max_tokens: 40 }, ['max_tokens']],
    [
      'the context is small',
      32_000,
      { contextTokens: 8_000 },
      {},
      { max_tokens: 7_985 },
      ['max_tokens'],
    ],
    ['the context is full', 32_000, { contextTokens: 100 }, {}, { max_tokens: 32_000 }, []],
  ])('%s', (_name, max_tokens, model, options, expected, dropped) => {
    const sent = send(max_tokens === undefined ? {} : { max_tokens }, {
      provider: { models: [{ id: 'm-1', ...model }] },
      options,
    });
    const { messages: _messages, model: _model, ...rest } = sent.body;
    expect(rest).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });

  test.each(['openai', 'groq', 'cerebras'])('%s wants max_completion_tokens', (preset) => {
    const { body } = send({ max_tokens: 9 }, { provider: { preset } });
    expect(body).toMatchObject({ max_completion_tokens: 9 });
    expect(body).not.toHaveProperty('max_tokens');
  });

  test('the host tells the vendor where no preset does', () => {
    const { body } = send(
      { max_tokens: 9 },
      { provider: { baseUrl: 'https://api.openai.com/v1' } },
    );
    expect(body).toHaveProperty('max_completion_tokens', 9);
  });

  test.each([
    ['https://api.z.ai/api/coding/paas/v4', { stop: ['a'] }],
    ['http://127.0.0.1:11434/v1', { stop: ['a', 'b', 'c', 'd', 'e'] }],
    [
      'https://us.openai.azure.com/openai',
      { stop: ['a', 'b', 'c', 'd'], max_completion_tokens: 9 },
    ],
    [
      'https://codestral.mistral.ai/v1',
      { stop: ['a', 'b', 'c', 'd'], max_tokens: 9, stream: true },
    ],
    ['not an address', { stop: ['a', 'b', 'c', 'd'] }],
  ])('%s is known by its address', (baseUrl, expected) => {
    const asked = { max_tokens: 9, stream: true, stop_sequences: ['a', 'b', 'c', 'd', 'e'] };
    const { body } = send(asked, { provider: { baseUrl } });
    expect(body).toMatchObject(expected);
    expect('stream_options' in body).toBe(!baseUrl.includes('mistral'));
  });

  test("a preset's habits go before the address's", () => {
    const provider = { preset: 'zai', baseUrl: 'https://api.openai.com/v1' };
    expect(send({ max_tokens: 9 }, { provider }).body).toHaveProperty('max_tokens', 9);
  });

  test('MiniMax gets no temperature of 0', () => {
    const { body, dropped } = send({ temperature: 0 }, { provider: { preset: 'minimax' } });
    expect(body).toHaveProperty('temperature', 0.01);
    expect(dropped).toEqual(['temperature']);
  });

  test('reasoning models of OpenAI take no sampling', () => {
    const { body, dropped } = send(
      { temperature: 1, top_p: 1, stop_sequences: ['x'] },
      { provider: { preset: 'openai' }, model: 'gpt-5.2' },
    );
    expect(Object.keys(body)).toEqual(['model', 'messages']);
    expect(dropped).toEqual(['temperature', 'top_p', 'stop_sequences']);
  });

  test('more stops than the vendor takes are left out and reported', () => {
    const { body, dropped } = send({ stop_sequences: ['a', 'b', 'c', 'd', 'e'] });
    expect(body['stop']).toEqual(['a', 'b', 'c', 'd']);
    expect(dropped).toEqual(['stop_sequences']);
  });
});

describe('thinking and effort', () => {
  const asked = { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } };
  test.each<[string, object, string | null, string, object, object, string[]]>([
    ['no switch known', asked, null, 'm', {}, {}, ['thinking', 'output_config.effort']],
    [
      'no switch, but the rule says so',
      asked,
      null,
      'm',
      { effort: 'low' },
      { reasoning_effort: 'low' },
      [],
    ],
    [
      'OpenAI',
      asked,
      'openai',
      'gpt-5.2',
      {},
      { reasoning_effort: 'high' },
      ['output_config.effort'],
    ],
    [
      'OpenAI, no reasoning model',
      asked,
      'openai',
      'gpt-4.1',
      {},
      {},
      ['thinking', 'output_config.effort'],
    ],
    [
      'OpenAI, off',
      { thinking: { type: 'disabled' } },
      'openai',
      'o4-mini',
      {},
      { reasoning_effort: 'low' },
      [],
    ],
    [
      'Z.AI, before GLM 5.2',
      asked,
      'zai',
      'glm-5.1',
      {},
      { thinking: { type: 'enabled', clear_thinking: false } },
      ['output_config.effort'],
    ],
    [
      'Z.AI, off by the rule',
      asked,
      'zai',
      'glm',
      { thinking: 'off' },
      { thinking: { type: 'disabled' } },
      ['output_config.effort'],
    ],
    [
      'DeepSeek',
      asked,
      'deepseek',
      'd',
      {},
      { thinking: { type: 'enabled' }, reasoning_effort: 'max' },
      [],
    ],
    [
      'DeepSeek, a low effort',
      { ...asked, output_config: { effort: 'low' } },
      'deepseek',
      'd',
      {},
      { thinking: { type: 'enabled' }, reasoning_effort: 'high' },
      [],
    ],
    ['OpenRouter', asked, 'openrouter', 'x/y', {}, { reasoning: { effort: 'xhigh' } }, []],
    [
      'OpenRouter, budget',
      { thinking: { type: 'enabled', budget_tokens: 99 } },
      'openrouter',
      'x/y',
      {},
      { reasoning: { max_tokens: 99 } },
      [],
    ],
    [
      'OpenRouter, off',
      { thinking: { type: 'disabled' } },
      'openrouter',
      'x/y',
      {},
      { reasoning: { enabled: false } },
      [],
    ],
    ['vLLM', asked, 'vllm', 'q', {}, {}, ['thinking', 'output_config.effort']],
    [
      'vLLM, off by the rule',
      asked,
      'vllm',
      'q',
      { thinking: 'off' },
      { chat_template_kwargs: { enable_thinking: false } },
      ['output_config.effort'],
    ],
  ])('%s', (_name, request, preset, model, options, expected, dropped) => {
    const sent = send(request, { provider: { preset }, model, options });
    const { messages: _messages, model: _model, ...rest } = sent.body;
    expect(rest).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });
});

describe('what has no counterpart', () => {
  test('is reported by name, cache marks are not', () => {
    const { body, dropped } = send({
      metadata: { user_id: 'u' },
      context_management: { edits: [] },
      top_k: 5,
      cache_control: { type: 'ephemeral' },
      output_config: { task_budget: 1 },
    });
    expect(Object.keys(body)).toEqual(['model', 'messages']);
    expect(dropped).toEqual([
      'metadata',
      'context_management',
      'top_k',
      'output_config.task_budget',
    ]);
  });

  test('a JSON schema for the answer goes as response_format', () => {
    const format = { type: 'json_schema', schema: { type: 'object' } };
    expect(send({ output_config: { format } }).body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'answer', schema: { type: 'object', properties: {} } },
    });
    const weak = send({ output_config: { format } }, { provider: { preset: 'deepseek' } });
    expect(weak.body['response_format']).toEqual({ type: 'json_object' });
    expect(weak.body.messages[0]?.['content']).toContain('{"type":"object"}');
    expect(weak.dropped).toEqual(['output_config.format']);
  });

  test('safeguards is refused by name, so that the client goes on without', () => {
    const request = { model: 'm', messages: [] };
    expect(unsupportedField(request)).toBeNull();
    expect(unsupportedField({ ...request, safeguards: {} })).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringContaining('safeguards') as string,
    });
  });
});
