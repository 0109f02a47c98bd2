import { describe, expect, test } from 'vitest';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { send } from '../testing/chat-request.ts';
import { encode, framesOf, seed, sseOf, translateFrames } from '../testing/streams.ts';
import { upstreamToolName } from './tool-names.ts';

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

describe('what of a tool does not reach the vendor', () => {
  const tools = (...list: object[]) => {
    const { body, losses } = send({ tools: list as never });
    return { tools: body['tools'], losses };
  };
  const bare = { name: 'a', parameters: { type: 'object', properties: {} } };
  const sent = { type: 'function', function: bare };

  test('hints for loading and caching go without a word, the description with words', () => {
    const hints = { cache_control: {}, defer_loading: true, eager_input_streaming: true };
    expect(tools({ name: 'a', type: 'custom', ...hints })).toEqual({ tools: [sent], losses: [] });
    const { tools: told } = tools({ name: 'a', description: '' });
    expect(told).toEqual([{ type: 'function', function: { ...bare, description: '' } }]);
    expect(JSON.stringify(tools({ name: 'a' }).tools)).not.toContain('description');
  });

  test('fields that no other vendor knows are reported', () => {
    expect(tools({ name: 'a', max_uses: 8, input_examples: [] })).toEqual({
      tools: [sent],
      losses: [
        { path: 'tools[0].max_uses', why: 'chat completions have no such tool field' },
        { path: 'tools[0].input_examples', why: 'chat completions have no such tool field' },
      ],
    });
  });

  test('server tools and the placeholder say why they went; a name alone is no placeholder', () => {
    const placeholder = { name: 'DeferredToolPlaceholder' };
    expect(
      tools(
        { name: 'a', defer_loading: true },
        { name: 'web_search', type: 'web_search_20250305' },
        { ...placeholder, defer_loading: true },
        placeholder,
      ),
    ).toEqual({
      tools: [sent, { type: 'function', function: { ...bare, ...placeholder } }],
      losses: [
        { path: 'tools[1]', why: 'the server tool web_search_20250305 runs at Anthropic only' },
        { path: 'tools[2]', why: 'a placeholder of the client that is never called' },
      ],
    });
  });

  const losses = (quirks: Quirk[], request: object) => {
    const offered = { tools: [{ name: 'a' }], ...request } as Partial<MessagesRequest>;
    return send(offered, { provider: { quirks } }).losses;
  };
  test.each<[string, Quirk[], object, string, string]>([
    [
      'strictness',
      ['schema-mfjs'],
      { tools: [{ name: 'a', strict: true }] },
      'tools[0].strict',
      'this provider takes no strict tools like that',
    ],
    [
      'parts of a schema',
      ['schema-subset'],
      {
        tools: [{ name: 'a', input_schema: { properties: { b: { pattern: 'x', format: 'y' } } } }],
      },
      'tools[0].input_schema',
      "this provider's schemas have no pattern, format",
    ],
    [
      'calls one at a time',
      ['no-parallel-switch'],
      { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      'tool_choice.disable_parallel_tool_use',
      'this provider has no such switch',
    ],
    [
      'a choice',
      ['no-tool-choice'],
      { tool_choice: { type: 'none' } },
      'tool_choice',
      'this provider knows no tool choice',
    ],
    [
      'a forced choice',
      ['tool-choice-auto-only'],
      { tool_choice: { type: 'any' } },
      'tool_choice',
      'this provider knows no forced choice: auto instead of any',
    ],
    [
      'the choice of a tool that is not there',
      [],
      { tool_choice: { type: 'tool', name: 'b' } },
      'tool_choice',
      'b is not among the tools that are sent',
    ],
    [
      'the choice of no tool',
      [],
      { tool_choice: { type: 'tool' } },
      'tool_choice',
      'tool is not among the tools that are sent',
    ],
    [
      'a choice of a kind that nobody knows',
      [],
      { tool_choice: { type: 'all', name: 'a' } },
      'tool_choice',
      'a is not among the tools that are sent',
    ],
  ])('%s', (_name, quirks, request, path, why) => {
    expect(losses(quirks, request)).toEqual([{ path, why }]);
  });
});
