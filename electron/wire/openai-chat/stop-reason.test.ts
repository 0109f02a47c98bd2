import { expect, test } from 'vitest';
import { readFinish, stopReason, type Finish } from './stop-reason.ts';

test.each<[string, Finish]>([
  ['stop', 'end_turn'],
  ['eos', 'end_turn'],
  ['end_turn', 'end_turn'],
  ['completed', 'end_turn'],
  ['stop_sequence', 'stop_sequence'],
  ['STOP', 'end_turn'],
  ['something new', 'end_turn'],
  ['length', 'max_tokens'],
  ['model_length', 'max_tokens'],
  ['max_tokens', 'max_tokens'],
  ['tool_calls', 'tool_use'],
  ['function_call', 'tool_use'],
  ['tool_use', 'tool_use'],
  ['content_filter', 'refusal'],
  ['SAFETY', 'refusal'],
  ['sensitive', 'refusal'],
  ['refusal', 'refusal'],
  ['error', 'failed'],
  ['insufficient_system_resource', 'failed'],
  ['network_error', 'failed'],
])('%s is %s', (reason, finish) => {
  expect(readFinish(reason)).toBe(finish);
});

test.each([
  ['end_turn', true, 'tool_use'],
  ['end_turn', false, 'end_turn'],
  ['tool_use', true, 'tool_use'],
  ['tool_use', false, 'end_turn'],
  ['max_tokens', true, 'max_tokens'],
  ['stop_sequence', true, 'stop_sequence'],
  ['refusal', true, 'refusal'],
] as const)('%s with calls %s is told as %s', (finish, hasCalls, reason) => {
  expect(stopReason(finish, hasCalls)).toBe(reason);
});
