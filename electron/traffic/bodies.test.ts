import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { BodyHold, HeldBytes } from './body-hold.ts';
import { MAX_BODY_BYTES, SHORT_BODY_BYTES, readBodies } from './bodies.ts';

const held = (body: string, all = new HeldBytes()) =>
  new BodyHold(
    {
      method: 'POST',
      path: '/v1/messages',
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(body),
    },
    all,
  );
const text = (words: string): MessagesEvent => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: words },
});
const opening: readonly MessagesEvent[] = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
];

describe('bodies', () => {
  test('a small request stays what it was, as JSON', () => {
    const bodies = readBodies(held('{ "model": "m", "messages": [] }').raw());
    expect(bodies.request).toEqual({
      text: '{"model":"m","messages":[]}',
      bytes: 32,
      isCut: false,
    });
    expect(bodies.response).toBeNull();
  });

  test('an answer is put together from its events, and cut with a count', () => {
    const hold = held('{}');
    for (const event of opening) hold.event(event);
    for (let index = 0; index < 5000; index += 1) hold.event(text('x'.repeat(1024)));
    const { response } = readBodies(hold.raw());
    expect(response).toMatchObject({ isCut: true, bytes: 5000 * 1024 });
    const message = JSON.parse(response!.text) as { content: [{ text: string }] };
    expect(message.content[0].text).toHaveLength(MAX_BODY_BYTES);
  });

  test('a request that is too large is cut at a boundary, and no half key stays at the cut', () => {
    const key = `sk-ant-api03-${'k'.repeat(40)}`;
    for (const before of [20, 13, 5]) {
      const start = `{"model":"m","text":"`;
      const filler = 'a '.repeat((MAX_BODY_BYTES - start.length - before) >> 1);
      const { request } = readBodies(held(`${start}${filler}${key} and more"}`).raw());
      expect(request!.isCut).toBe(true);
      expect(request!.text).not.toContain('sk-a');
      expect(request!.text.length).toBeGreaterThan(MAX_BODY_BYTES - 64);
    }
  });

  const secret = fc.string({
    unit: fc.constantFrom(...Array.from('abcdefghijkmnpqrstuvwxyzABCDEFGH23456789')),
    minLength: 20,
    maxLength: 40,
  });
  test('a planted key survives nowhere, whole or cut, escaped or not', () => {
    fc.assert(
      fc.property(secret, fc.boolean(), fc.integer({ min: 0, max: 4 }), (run, isCut, place) => {
        const key = `sk-ant-${run}`;
        const inner = JSON.stringify({ api_key: run, deep: [`Bearer ${run}`] });
        const request = {
          model: 'm',
          system: place === 0 ? `use ${key}` : 'hm',
          metadata: place === 1 ? { token: run } : {},
          [place === 2 ? key : 'name']: 1,
          messages: [
            { role: 'user', content: place === 3 ? inner : 'hello' },
            {
              role: 'user',
              content: [{ type: 'text', text: place === 4 ? `x-api-key: ${run}` : '' }],
            },
          ],
          filler: isCut ? 'word '.repeat(60_000) : '',
        };
        const hold = held(JSON.stringify(request), isCut ? new HeldBytes(0) : new HeldBytes());
        hold.answer(JSON.stringify({ content: [{ type: 'text', text: `${key} and ${inner}` }] }));
        const bodies = readBodies(hold.raw());
        expect(bodies.request?.isCut).toBe(isCut);
        expect(JSON.stringify(bodies)).not.toContain(run);
        if (!isCut) expect(() => JSON.parse(bodies.request!.text) as unknown).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });

  test('a request of megabytes is kept whole, and so can be compared', () => {
    const body = JSON.stringify({ model: 'm', messages: ['a '.repeat(1_000_000)] });
    expect(readBodies(held(body).raw()).request).toEqual({
      text: body,
      bytes: body.length,
      isCut: false,
    });
  });

  test('all running ones together are bounded; beyond it the beginnings are kept, until one ends', () => {
    const all = new HeldBytes(3 * 1024 * 1024);
    const body = JSON.stringify({ text: 'a '.repeat(1024 * 1024) });
    const first = held(body, all);
    expect(readBodies(held(body, all).raw()).request).toMatchObject({
      isCut: true,
      bytes: body.length,
    });
    const short = held(body, all).raw();
    expect(short.request).toHaveLength(SHORT_BODY_BYTES);
    expect(short.request.buffer.byteLength).toBe(SHORT_BODY_BYTES);
    first.release();
    expect(readBodies(held(body, all).raw()).request).toMatchObject({ isCut: false });
  });
});

test('the query of the address is kept, and no key in it', () => {
  const pathOf = (path: string): string =>
    readBodies({
      method: 'POST',
      path,
      headers: {},
      request: new Uint8Array(),
      requestBytes: 0,
      response: null,
      responseBytes: 0,
      isResponseCut: false,
    }).path;
  expect(pathOf('/v1/messages?beta=true')).toBe('/v1/messages?beta=true');
  const key = 'Qx7'.repeat(16);
  expect(pathOf(`/v1/messages?beta=true&key=${key}`)).not.toContain(key);
  expect(pathOf(`/v1/messages?auth=${key}`)).not.toContain(key);
});
