import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { countBody } from './count-body.ts';
import { countPrompt, estimatePrompt } from './estimate-prompt.ts';
import { imageTokens } from './image-tokens.ts';

const prose =
  'The handler answers with an error since the guard returns early, and nobody noticed it before the release. ';
const code =
  'export function read(path: string): number {\n  const found = index.get(path) ?? -1;\n  return found < 0 ? 0 : found + 1;\n}\n';
const korean = '이 기능은 요청을 다른 제공자에게 보내고, 오류가 나면 다음 대상으로 갑니다. ';

function asking(text: string): MessagesRequest {
  return { model: 'claude-sonnet-4-6', max_tokens: 1, messages: [{ role: 'user', content: text }] };
}

describe('the estimate for rules', () => {
  test.each([
    ['prose', prose.repeat(2000)],
    ['code', code.repeat(2000)],
    ['Korean', korean.repeat(2000)],
    ['prose, then code, then Korean', prose.repeat(900) + code.repeat(900) + korean.repeat(900)],
    ['a short question', prose],
  ])('agrees with the whole count within a tenth: %s', (_, text) => {
    const { inputTokens: whole } = countPrompt(asking(text));
    const { inputTokens: sampled } = estimatePrompt(asking(text));
    expect(Math.abs(sampled - whole) / whole).toBeLessThan(0.1);
  });

  test('is deterministic, positive and never far from the whole count for texts of any cut', () => {
    const texts = fc.array(fc.constantFrom(prose, code, korean, 'x', '', '{"a":1}'), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(texts, (pieces) => {
        const request: MessagesRequest = {
          ...asking(''),
          messages: [
            { role: 'user', content: pieces.map((text) => ({ type: 'text' as const, text })) },
          ],
        };
        const { inputTokens } = estimatePrompt(request);
        expect(estimatePrompt(request).inputTokens).toBe(inputTokens);
        const whole = countPrompt(request).inputTokens;
        expect(inputTokens).toBeGreaterThan(0);
        expect(inputTokens).toBeLessThan(whole * 1.6 + 20);
        expect(inputTokens).toBeGreaterThan(whole / 1.6 - 20);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what counts', () => {
  const bare = countPrompt(asking(prose)).inputTokens;

  test('each message and the offer of tools cost their overhead', () => {
    const two = { ...asking(prose), messages: [...asking(prose).messages, ...asking('').messages] };
    expect(countPrompt(two).inputTokens - bare).toBe(4);
    const tools = [{ name: 'Read', description: prose, input_schema: { type: 'object' } }];
    const added = countPrompt({ ...asking(prose), tools }).inputTokens - bare;
    expect(added).toBeGreaterThan(350);
    expect(added).toBeLessThan(450);
  });

  test('marks for the cache and signatures cost nothing', () => {
    const content = [
      { type: 'text' as const, text: prose, cache_control: { type: 'ephemeral' as const } },
    ];
    const marked = { ...asking(''), messages: [{ role: 'user' as const, content }] };
    expect(countPrompt(marked).inputTokens).toBe(bare);
  });

  test('input and result of a tool are counted, pictures in them too', () => {
    const use = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { file: prose } };
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } };
    const result = {
      type: 'tool_result',
      tool_use_id: 'toolu_1',
      content: [{ type: 'text', text: prose }, image],
    };
    const size = countPrompt({
      ...asking(prose),
      messages: [
        { role: 'assistant', content: [use] },
        { role: 'user', content: [result] },
      ] as MessagesRequest['messages'],
    });
    expect(size.hasImages).toBe(true);
    expect(size.inputTokens).toBeGreaterThan(2 * (bare - 4) + 1000);
  });

  test('a body that is no Messages request is not counted', () => {
    expect(countBody(Buffer.from('{"model":'))).toBeNull();
    expect(countBody(Buffer.from('null'))).toBeNull();
    expect(countBody(Buffer.from(JSON.stringify(asking(prose))))).toBe(bare);
  });
});

/** 1024 x 768: only the head is there, and only the head is read. */
const png = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000004000000030008020000000000000000',
  'hex',
).toString('base64');

describe('a picture', () => {
  const at = (bytes: readonly (number | string)[]): string =>
    Buffer.concat(
      bytes.map((part) =>
        typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]),
      ),
    ).toString('base64');
  const pad = '\0'.repeat(40);
  const jpeg = at([
    0xff,
    0xd8,
    0xff,
    0xe1,
    0x00,
    0x10,
    'camera data...',
    0xff,
    0xc4,
    0x00,
    0x04,
    'xx',
    0xff,
    0xc2,
    0x00,
    0x11,
    0x08,
    0x03,
    0x00,
    0x04,
    0x00,
    0x03,
    pad,
  ]);

  test.each([
    ['PNG', png],
    ['JPEG', jpeg],
    ['GIF', at(['GIF89a', 0x00, 0x04, 0x00, 0x03, pad])],
    ['WebP, lossy', at(['RIFF....WEBPVP8 ', pad.slice(0, 10), 0x00, 0x04, 0x00, 0x03, pad])],
    ['WebP, lossless', at(['RIFF....WEBPVP8L', '....', 0x2f, 0xff, 0xc3, 0xbf, 0x00, pad])],
    [
      'WebP, extended',
      at(['RIFF....WEBPVP8X', '........', 0xff, 0x03, 0x00, 0xff, 0x02, 0x00, pad]),
    ],
  ])('of 1024 x 768 costs its pixels: %s', (_, base64) => {
    expect(imageTokens(base64)).toBe(Math.ceil((1024 * 768) / 750));
  });

  test.each(['', 'AAAA', '/9j/', '/9j/4Q==', png.slice(0, 12), 'PHN2Zz48L3N2Zz4='])(
    'of unknown size costs as much as a large one: %j',
    (base64) => {
      expect(imageTokens(base64)).toBe(1600);
    },
  );

  test('never throws and stays within its bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', '/9j/'), (bytes, head) => {
        const tokens = imageTokens(head + Buffer.from(bytes).toString('base64'));
        expect(tokens).toBeGreaterThan(0);
        expect(tokens).toBeLessThanOrEqual(1600);
      }),
      { numRuns: 1000 },
    );
  });
});
