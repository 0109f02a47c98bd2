import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeSse, SseDecoder } from './sse.ts';
import { cut, encode, framesOf } from './testing/streams.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 });
const line = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((text) => text.replace(/[\r\n\ufeff]/g, ''));
const newline = fc.constantFrom('\n', '\r\n');
const stream = fc
  .array(fc.record({ data: line, event: fc.option(line), comment: fc.boolean(), newline }))
  .map((frames) =>
    frames
      .map(
        ({ data, event, comment, newline: end }) =>
          (comment ? `: keep-alive${end}` : '') +
          (event === null ? '' : `event: ${event}${end}`) +
          `data: ${data}${end}${end}`,
      )
      .join(''),
  );

describe('SseDecoder', () => {
  test('gives the same frames however the bytes are cut', () => {
    fc.assert(
      fc.property(stream, sizes, (text, pieces) => {
        const bytes = encode(text);
        expect(framesOf(cut(bytes, pieces))).toEqual(framesOf([bytes]));
      }),
      { numRuns: 1000 },
    );
  });

  test('reads back what encodeSse writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), sizes, (text, pieces) => {
        const event = { type: 'content_block_delta', text };
        const [frame, ...more] = framesOf(cut(encode(encodeSse(event)), pieces));
        expect(more).toEqual([]);
        expect(frame?.event).toBe(event.type);
        expect(JSON.parse(frame?.data ?? '')).toEqual(event);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps a last frame without its blank line, drops comments', () => {
    expect(framesOf([encode(': hello\n\ndata: 1\n\ndata: 2')])).toEqual([
      { event: null, data: '1', id: null },
      { event: null, data: '2', id: null },
    ]);
  });

  test('refuses a frame without end', () => {
    const decoder = new SseDecoder();
    const megabyte = encode('x'.repeat(1024 * 1024));
    decoder.push(encode('data: '));
    expect(() => {
      for (let i = 0; i < 17; i += 1) decoder.push(megabyte);
    }).toThrow(RangeError);
  });
});
