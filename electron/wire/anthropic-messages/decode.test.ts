import { describe, expect, test } from 'vitest';
import { seed } from '../testing/streams.ts';
import { anthropicAnswers } from './decode.ts';

const frame = (data: string) => ({ event: null, data, id: null });
const delta = {
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: 'a' },
} as const;
const stopped = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 1 },
} as const;
const stop = { type: 'message_stop' } as const;
const failure = { type: 'error', error: { type: 'api_error', message: 'm' } } as const;

test('an event is read as it is, what is none is passed over', () => {
  expect(anthropicAnswers.decodeEvent(frame(JSON.stringify(delta)))).toEqual({
    ok: true,
    value: delta,
  });
  expect(anthropicAnswers.decodeEvent(frame('{'))).toEqual({ ok: true, value: 'ignore' });
});

describe('a whole answer', () => {
  test('of a thin imitation gets what it lacks', () => {
    const content = [{ type: 'text', text: 'a' }];
    expect(anthropicAnswers.decodeResponse({ id: 'm', content }, seed)).toEqual({
      ok: true,
      value: {
        id: 'm',
        content,
        type: 'message',
        role: 'assistant',
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 0, output_tokens: 0 },
      },
    });
  });

  test('keeps what it says itself', () => {
    const answer = { content: [], stop_reason: 'max_tokens', usage: { input_tokens: 1 } };
    expect(anthropicAnswers.decodeResponse(answer, seed)).toMatchObject({
      ok: true,
      value: answer,
    });
  });

  test.each([
    [{ type: 'error', error: { message: 'busy' } }, 'upstream-failed', ': busy'],
    [{ content: 'a' }, 'upstream-garbled', ' sent JSON that is no answer'],
    [null, 'upstream-garbled', ' sent JSON that is no answer'],
  ])('%j is a failure', (body, code, words) => {
    const told = (from: object) => {
      const result = anthropicAnswers.decodeResponse(body, { ...seed, ...from });
      return result.ok ? null : [result.error.code, result.error.message];
    };
    expect(told({ providerName: 'Acme' })).toEqual([code, `Acme${words}`]);
    expect(told({})).toEqual([code, `The provider${words}`]);
  });
});

describe('a stream', () => {
  const cut = {
    type: 'error',
    error: { type: 'api_error', message: 'The stream ended before the answer did' },
  };
  test.each([
    ['that came to its end has nothing to add', [delta, stop], 'complete', []],
    ['that failed has nothing to add', [failure, delta], 'complete', []],
    ['that was cut says so', [delta], 'complete', [cut]],
    ['that has its stop reason is closed', [stopped], 'truncated', [stop]],
    ['of nothing says so', [], 'truncated', [cut]],
    ['that the client left says nothing', [delta], 'aborted', []],
  ] as const)('%s', (_name, events, cause, end) => {
    const translator = anthropicAnswers.translate(seed);
    expect(events.flatMap((event) => translator.push(event))).toEqual(events);
    expect(translator.end(cause)).toEqual(end);
  });
});
