import { describe, expect, test } from 'vitest';
import { encodeForeignThinking } from '../foreign-thinking.ts';
import { stripForeignThinking } from './strip-foreign-thinking.ts';

const signature = encodeForeignThinking({ provider: 'acme', field: 'reasoning' });
const foreign = { type: 'thinking', thinking: 'hm', signature };
const redacted = { type: 'redacted_thinking', data: signature };
const own = { type: 'thinking', thinking: 'hm', signature: 'EqQBCkYI' };
const text = { type: 'text', text: 'a' };
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('stripForeignThinking', () => {
  test('takes out what is not Anthropic’s and keeps the rest', () => {
    const before = {
      model: 'm',
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content: [foreign, own, text, redacted] },
        { role: 'assistant', content: [foreign] },
      ],
      max_tokens: 1,
    };
    const after = {
      ...before,
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content: [own, text] },
      ],
    };
    expect(new TextDecoder().decode(stripForeignThinking(bytes(before)))).toBe(
      JSON.stringify(after),
    );
  });

  test.each([
    ['nothing foreign', bytes({ messages: [{ role: 'assistant', content: [own, text] }] })],
    ['the prefix in a text', bytes({ messages: [{ role: 'user', content: 'switchyard.v1.x' }] })],
    ['no JSON', new TextEncoder().encode('{"switchyard.v1.')],
  ])('keeps a body with %s, as the same array', (_name, body) => {
    expect(stripForeignThinking(body)).toBe(body);
  });
});
