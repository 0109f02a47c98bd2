import { expect, test } from 'vitest';
import type { AnswerFault } from '../../shared/domain/answer-health.ts';
import type { MessagesEvent, StopReason } from '../../shared/wire/messages.ts';
import { AnswerFaults, SHORT_ANSWER_TOKENS, STALL_MS } from './answer-faults.ts';
import { matchesSchema } from './schema-match.ts';

const schema = {
  type: 'object',
  properties: { path: { type: 'string' }, limit: { type: 'integer' } },
  required: ['path'],
  additionalProperties: false,
};
const terms = { tools: [{ name: 'Read', schema }], maxTokens: 32_000 };

const text = (...pieces: readonly string[]): MessagesEvent[] => [
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ...pieces.map((piece): MessagesEvent => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: piece },
  })),
  { type: 'content_block_stop', index: 0 },
];
const call = (name: string, ...json: readonly string[]): MessagesEvent[] => [
  {
    type: 'content_block_start',
    index: 1,
    content_block: { type: 'tool_use', id: 't', name, input: {} },
  },
  ...json.map((piece): MessagesEvent => ({
    type: 'content_block_delta',
    index: 1,
    delta: { type: 'input_json_delta', partial_json: piece },
  })),
  { type: 'content_block_stop', index: 1 },
];
const stop = (reason: StopReason): MessagesEvent => ({
  type: 'message_delta',
  delta: { stop_reason: reason, stop_sequence: null },
  usage: {},
});

function faultsOf(events: readonly MessagesEvent[], everyMs = 10, limit = 32_000) {
  const faults = new AnswerFaults({ ...terms, maxTokens: limit });
  for (const [place, event] of events.entries()) faults.push(event, place * everyMs);
  return {
    found: faults.finish(true, events.length * everyMs),
    calls: [faults.toolCalls, faults.badToolCalls],
  };
}

test.each([
  ['as the schema asks', ['{"path":', '"a","limit":3}'], 0],
  ['a tool without arguments of its own', [], 1],
  ['half of it', ['{"path":"a'], 1],
  ['a member too many', ['{"path":"a","mode":1}'], 1],
  ['a wrong type', ['{"path":"a","limit":"3"}'], 1],
  ['a member too few', ['{"limit":3}'], 1],
] as const)('arguments: %s', (_, json, bad) => {
  const { found, calls } = faultsOf([...call('Read', ...json), stop('tool_use')]);
  expect(calls).toEqual([1, bad]);
  expect(found).toEqual(bad === 1 ? ['tool-arguments'] : []);
});

test('a tool that was not offered with a schema is judged by its JSON alone', () => {
  expect(faultsOf([...call('Other', '{"a":1}'), stop('tool_use')]).found).toEqual([]);
  expect(faultsOf([...call('Other', '{"a"'), stop('tool_use')]).found).toEqual(['tool-arguments']);
});

test.each([
  [['<think>', 'let me see'], true],
  [['\n<thi', 'nk>let me see'], true],
  [['let me see\n</th', 'ink>\n\nDone.'], true],
  [['The tag `<think>` opens a block, </think> closes it.'], false],
  [['a < b and b > c'], false],
  [['Plain words.'], false],
] as const)('thinking in the text: %j', (pieces, leaks) => {
  const { found } = faultsOf([...text(...pieces), stop('end_turn')]);
  expect(found).toEqual(leaks ? ['think-leak'] : []);
});

test('stops that cut the answer short are told, unless a short one was wanted', () => {
  const cut = [...text('Half'), stop('max_tokens')];
  expect(faultsOf(cut).found).toEqual(['truncated']);
  expect(faultsOf(cut, 10, SHORT_ANSWER_TOKENS).found).toEqual([]);
  expect(faultsOf([stop('refusal')]).found).toEqual(['refused']);
});

test('nothing but thinking or white space is an empty answer', () => {
  expect(faultsOf([...text(' ', '\n'), stop('end_turn')]).found).toEqual(['empty']);
  expect(faultsOf([stop('end_turn')]).found).toEqual(['empty']);
});

test('a long silence inside the answer is a stall; before it, it is not', () => {
  expect(faultsOf([...text('a', 'b'), stop('end_turn')], STALL_MS + 1).found).toEqual(['stalled']);
  const slow = new AnswerFaults(terms);
  slow.push({ type: 'ping' }, 0);
  for (const event of [...text('a'), stop('end_turn')]) slow.push(event, STALL_MS * 4);
  expect(slow.finish(true, STALL_MS * 4)).toEqual([]);
});

test('a silence that nothing ended but the end is a stall, unless the answer was whole', () => {
  const silent = (events: readonly MessagesEvent[]): readonly AnswerFault[] => {
    const faults = new AnswerFaults(terms);
    for (const event of events) faults.push(event, 10);
    return faults.finish(false, STALL_MS + 11);
  };
  expect(silent(text('a'))).toEqual(['stalled']);
  expect(silent([{ type: 'ping' }])).toEqual([]);
  expect(silent([...text('a'), stop('end_turn')])).toEqual([]);
});

test('of an answer that broke off nothing is said that its end would have shown', () => {
  const faults = new AnswerFaults(terms);
  expect(faults.finish(false, 0)).toEqual([]);
});

test('what a schema says beyond what is understood holds', () => {
  expect(matchesSchema({ a: [1, 'x'] }, { properties: { a: { items: { anyOf: [{}] } } } })).toBe(
    true,
  );
  expect(matchesSchema('b', { enum: ['a'] })).toBe(false);
  expect(matchesSchema(null, { type: ['string', 'null'] })).toBe(true);
  expect(matchesSchema([1, '2'], { type: 'array', items: { type: 'number' } })).toBe(false);
});
