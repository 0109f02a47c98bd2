import { expect, test } from 'vitest';
import type { MessagesEvent } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { findGrammarBreach } from '../grammar.ts';
import { SseDecoder } from '../sse.ts';
import { openaiChat } from './adapter.ts';

const seed = { id: 'msg_1', model: 'claude-x', estimatedInputTokens: 7 };

function run(text: string): MessagesEvent[] {
  const decoder = new SseDecoder();
  const translator = openaiChat.translate(seed);
  const frames = [...decoder.push(new TextEncoder().encode(text)), ...decoder.end()];
  const out: MessagesEvent[] = [];
  for (const frame of frames) {
    const event = openaiChat.decodeEvent(frame);
    if (!event.ok) throw new Error(event.error.message);
    if (event.value !== 'done' && event.value !== 'ignore') {
      out.push(...translator.push(event.value));
    }
  }
  return [...out, ...translator.end('complete')];
}

test('translates a text answer', () => {
  const events = run(
    'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}\n\n' +
      'data: {"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}\n\n' +
      'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}\n\n' +
      'data: [DONE]\n\n',
  );
  expect(findGrammarBreach(events, { complete: true })).toBeNull();
  expect(accumulate(events)).toMatchObject({
    content: [{ type: 'text', text: 'Hello' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 9, output_tokens: 2 },
  });
});
