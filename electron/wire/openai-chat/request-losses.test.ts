import { describe, expect, test } from 'vitest';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { send } from '../testing/chat-request.ts';
import { LossReport } from './loss.ts';

/** Everything but the conversation, and every loss with its reason. */
function settings(
  request: Partial<MessagesRequest>,
  provider: NonNullable<Parameters<typeof send>[1]>['provider'] = {},
  more: { readonly model?: string; readonly options?: object } = {},
) {
  const { body, losses } = send(request, { provider, ...more });
  const { messages: _messages, model: _model, ...rest } = body;
  return { rest, losses };
}
const nothing = { rest: {}, losses: [] };
const withQuirks = (...quirks: Quirk[]) => ({ quirks });

describe('max_tokens', () => {
  const others = { id: 'm-0', contextTokens: 10, maxOutputTokens: 5 };
  const of = (model: object) => ({ models: [others, { id: 'm-1', ...model }] });
  // The conversation is 45 characters when it is written, so fifteen tokens at a guess.
  const messages = [{ role: 'user' as const, content: 'hi' }];

  test('is lowered with its reason', () => {
    expect(settings({ max_tokens: 100 }, of({ maxOutputTokens: 40 }))).toEqual({
      rest: { max_tokens: 40 },
      losses: [
        { path: 'max_tokens', why: 'lowered from 100 to 40, the most that this target takes' },
      ],
    });
  });

  test('of another model says nothing', () => {
    expect(settings({ max_tokens: 100 }, { models: [others] }).rest).toEqual({ max_tokens: 100 });
    expect(settings({ max_tokens: 100 }, of({})).rest).toEqual({ max_tokens: 100 });
  });

  test.each([
    [271, 256],
    [270, 1000],
  ])('in a context of %d is %d: less room than 256 is left to the upstream', (context, sent) => {
    const { rest } = settings({ max_tokens: 1000, messages }, of({ contextTokens: context }));
    expect(rest).toEqual({ max_tokens: sent });
  });

  test('that nobody asked for is no loss, and none of the context', () => {
    expect(settings({}, of({ contextTokens: 8000 }))).toEqual(nothing);
    expect(settings({}, {}, { options: { maxOutputTokens: 50 } })).toEqual({
      rest: { max_tokens: 50 },
      losses: [],
    });
  });
});

describe('sampling', () => {
  test('that a reasoning model refuses goes with its reason, what was not asked without', () => {
    const why = 'this model refuses it';
    const refusing = withQuirks('no-sampling-for-reasoning-models');
    const asked = { temperature: 1, stop_sequences: [] };
    expect(settings(asked, refusing, { model: 'o3' })).toEqual({
      rest: {},
      losses: [
        { path: 'temperature', why },
        { path: 'stop_sequences', why },
      ],
    });
    expect(settings({}, refusing, { model: 'o3' })).toEqual(nothing);
    expect(settings(asked, refusing, { model: 'gpt-5-chat' }).rest).toEqual({ temperature: 1 });
  });

  test.each([
    [0, 0.01, 'raised from 0 to 0.01: 0 is refused'],
    [0.005, 0.01, 'raised from 0.005 to 0.01: 0 is refused'],
    [0.01, 0.01, null],
    [0.5, 0.5, null],
  ])('a temperature of %d, where 0 is refused, is %d', (temperature, sent, why) => {
    expect(settings({ temperature }, withQuirks('temperature-above-zero'))).toEqual({
      rest: { temperature: sent },
      losses: why === null ? [] : [{ path: 'temperature', why }],
    });
    expect(settings({ temperature })).toEqual({ rest: { temperature }, losses: [] });
  });

  test('no temperature is none, wherever', () => {
    expect(settings({ top_p: 0.5 }, withQuirks('temperature-above-zero'))).toEqual({
      rest: { top_p: 0.5 },
      losses: [],
    });
  });

  test('stops up to the most that are taken, the rest is reported', () => {
    const four = ['a', 'b', 'c', 'd'];
    expect(settings({ stop_sequences: four })).toEqual({ rest: { stop: four }, losses: [] });
    expect(settings({ stop_sequences: [...four, 'e'] })).toEqual({
      rest: { stop: four },
      losses: [{ path: 'stop_sequences', why: 'this provider takes 4, the rest is left out' }],
    });
    expect(settings({ stop_sequences: [] })).toEqual(nothing);
  });
});

test('fields without a counterpart go with their reason', () => {
  const why = 'chat completions have no such field';
  expect(settings({ top_k: 5, output_config: { task_budget: 1 } })).toEqual({
    rest: {},
    losses: [
      { path: 'top_k', why },
      { path: 'output_config.task_budget', why },
    ],
  });
});

describe('a form for the answer', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string', pattern: 'x', format: 'y' } },
  };
  const asked = { system: 'You', output_config: { format: { type: 'json_schema', schema } } };
  const sentAs = (properties: object) => ({
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', schema: { type: 'object', properties } },
    },
  });

  test('goes as it is, and the prompt stays as it is', () => {
    const { rest, losses } = settings(asked);
    expect(rest).toEqual(sentAs(schema.properties));
    expect(losses).toEqual([]);
    expect(send(asked).body.messages[0]).toEqual({ role: 'system', content: 'You' });
  });

  test("loses what the vendor's schemas lack, and says what", () => {
    expect(settings(asked, withQuirks('schema-subset'))).toEqual({
      rest: sentAs({ a: { type: 'string' } }),
      losses: [
        {
          path: 'output_config.format.schema',
          why: "this provider's schemas have no pattern, format",
        },
      ],
    });
  });

  test('is asked for in words where only JSON is promised', () => {
    const provider = withQuirks('json-object-only');
    expect(settings(asked, provider)).toEqual({
      rest: { response_format: { type: 'json_object' } },
      losses: [
        {
          path: 'output_config.format',
          why: 'this provider promises JSON, but not this schema',
        },
      ],
    });
    expect(send(asked, { provider }).body.messages[0]).toEqual({
      role: 'system',
      content: `You\n\nAnswer with one JSON object that matches this schema: ${JSON.stringify(schema)}`,
    });
  });

  test.each([{ type: 'text', schema }, { type: 'json_schema' }, {}])('%j is none', (format) => {
    expect(settings({ output_config: { format } })).toEqual(nothing);
  });
});

test('what is lost twice is reported once, for the reason that came first', () => {
  const loss = new LossReport();
  loss.add('a', 'first');
  loss.add('b', 'other');
  loss.add('a', 'second');
  expect(loss.dropped).toEqual([
    { path: 'a', why: 'first' },
    { path: 'b', why: 'other' },
  ]);
});
