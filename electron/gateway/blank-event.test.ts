import { expect, test } from 'vitest';
import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { blankEvent, blankOf } from './blank-event.ts';

const secret = 'odd*key';
const blank = blankOf([secret]);
const delta = (fields: object): MessagesEvent =>
  ({ type: 'content_block_delta', index: 0, delta: fields }) as MessagesEvent;

test.each([
  ['text', { type: 'text_delta', text: `it is ${secret}!` }],
  ['thinking', { type: 'thinking_delta', thinking: `it is ${secret}!` }],
  ['arguments', { type: 'input_json_delta', partial_json: `{"k":"${secret}"}` }],
])('a credential quoted in %s is blanked', (_where, fields) => {
  const blanked = blankEvent(delta(fields), blank);
  expect(JSON.stringify(blanked)).toBe(JSON.stringify(delta(fields)).replace(secret, '[redacted]'));
});

test('also in a message, a block and an error', () => {
  const error = {
    type: 'error',
    error: { type: 'api_error', message: `${secret} ran out` },
  } as const;
  expect(blankEvent(error, blank)).toEqual({
    type: 'error',
    error: { type: 'api_error', message: '[redacted] ran out' },
  });
  const start = {
    type: 'content_block_start',
    index: 1,
    content_block: {
      type: 'tool_use',
      id: 't',
      name: 'Bash',
      input: { command: [secret, 7, null] },
    },
  } as const;
  expect(blankEvent(start, blank)).toEqual({
    ...start,
    content_block: { ...start.content_block, input: { command: ['[redacted]', 7, null] } },
  });
});

test('a delta without it is passed on as it is, and so is a signature', () => {
  const text = delta({ type: 'text_delta', text: 'hello' });
  expect(blankEvent(text, blank)).toBe(text);
  const signature = delta({ type: 'signature_delta', signature: 'EqQB' });
  expect(blankEvent(signature, blank)).toBe(signature);
});
