import { describe, expect, test } from 'vitest';
import type { MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';
import { assistant, call, image, imagePart, result, text, use, user } from '../testing/blocks.ts';
import { send } from '../testing/chat-request.ts';

const messagesOf = (messages: MessageParam[], preset: string | null = null) =>
  send({ messages }, { provider: { preset } });

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
