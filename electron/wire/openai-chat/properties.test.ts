import { MessageStream } from '@anthropic-ai/sdk/lib/MessageStream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accumulate } from '../accumulate.ts';
import { findGrammarBreach } from '../grammar.ts';
import { encodeSse } from '../sse.ts';
import { referenceOf } from '../testing/chat-reference.ts';
import {
  cut,
  encode,
  framesOf,
  seed,
  sseOf,
  summarize,
  translateFrames,
} from '../testing/streams.ts';
import { chunkSchema, type ChatChunk } from './schema.ts';
import { ChatTranslator } from './stream.ts';

/** A failure is shrunk for a while, not for ever. */
const runs = (numRuns: number) => ({
  numRuns,
  interruptAfterTimeLimit: 60_000,
  markInterruptAsFailure: true,
});

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const visible = word.map((text) => `w${text}`);
const json = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 4 }).filter((key) => key !== '__proto__'),
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant([{ a: '}{"' }])),
  { maxKeys: 4 },
);
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });

/** Pieces of one tool call, in the shapes that vendors use. */
const call = fc.record({
  input: json,
  cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
  nameFirst: fc.boolean(),
  asObject: fc.boolean(),
  followUp: fc.constantFrom({}, { id: '' }, { id: '', type: 'function' }),
  followUpName: fc.constantFrom(undefined, ''),
});

function piecesOf(shape: typeof call extends fc.Arbitrary<infer T> ? T : never, index: number) {
  const name = `tool_${index}`;
  const id = `call_${index}`;
  const head = { index, id, type: 'function' };
  if (shape.asObject) return [{ ...head, function: { name, arguments: shape.input } }];
  const text = JSON.stringify(shape.input);
  const parts = cut(encode(text), shape.cuts).map((bytes) =>
    new TextDecoder('latin1').decode(bytes),
  );
  // Cut between bytes that are ASCII only: re-encode what is not.
  const safe = /^[\x20-\x7e]*$/.test(text) ? parts : [text];
  const [first = '', ...rest] = shape.nameFirst ? ['', ...safe] : safe;
  return [
    { ...head, function: { name, arguments: first } },
    ...rest.map((piece) => ({
      index,
      ...shape.followUp,
      function: {
        ...(shape.followUpName === undefined ? {} : { name: shape.followUpName }),
        arguments: piece,
      },
    })),
  ];
}

/** A whole answer: reasoning, text, interleaved tool calls, text between and after, a finish and usage. */
const answer = fc
  .record({
    reasoningField: fc.constantFrom('reasoning_content', 'reasoning', null),
    reasoning: fc.array(word, { maxLength: 4 }),
    text: fc.array(visible, { maxLength: 5 }),
    calls: fc.array(call, { maxLength: 4 }),
    order: fc.array(fc.nat({ max: 3 }), { minLength: 40, maxLength: 40 }),
    textBetween: fc.array(fc.option(visible), { minLength: 40, maxLength: 40 }),
    finishInside: fc.boolean(),
    usageApart: fc.boolean(),
  })
  .map((plan) => {
    const delta = (fields: object): Record<string, unknown> => ({
      choices: [{ index: 0, delta: fields, finish_reason: null }],
    });
    const chunks: Record<string, unknown>[] = [delta({ role: 'assistant', content: '' })];
    const { reasoningField } = plan;
    if (reasoningField) {
      chunks.push(...plan.reasoning.map((text) => delta({ content: '', [reasoningField]: text })));
    }
    chunks.push(...plan.text.map((content) => delta({ content })));
    const pending = plan.calls.map(piecesOf);
    // Calls begin in order; what follows is interleaved at will.
    const queue = pending.map((pieces) => pieces.shift());
    for (let turn = 0; queue.length + pending.flat().length > 0; turn += 1) {
      // Only calls with something left: an order that keeps naming a finished one would never end.
      const open = pending
        .slice(0, plan.calls.length - queue.length)
        .filter((pieces) => pieces.length > 0);
      const chosen = open[(plan.order[turn % 40] ?? 0) % Math.max(1, open.length)];
      const piece = (turn % 2 === 0 ? queue.shift() : undefined) ?? chosen?.shift();
      if (piece) chunks.push(delta({ tool_calls: [piece] }));
      const between = plan.textBetween[turn % 40];
      if (between && turn % 5 === 4) chunks.push(delta({ content: between }));
    }
    const finish = plan.calls.length > 0 ? 'tool_calls' : 'stop';
    const usage = { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 };
    const last = chunks.at(-1) as { choices: [{ finish_reason: string | null }] };
    if (plan.finishInside) last.choices[0].finish_reason = finish;
    else chunks.push({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
    if (plan.usageApart) chunks.push({ choices: [], usage });
    else chunks.at(-1)!['usage'] = usage;
    return chunks;
  });

/** Anything at all, in a shape that passes the schema. */
const wildPiece = fc.record(
  {
    index: fc.option(fc.nat({ max: 3 })),
    id: fc.option(fc.constantFrom('', 'a', 'b', 'functions.x:0')),
    function: fc.record(
      {
        name: fc.option(fc.constantFrom('', 'one', 'two')),
        arguments: fc.oneof(fc.constantFrom('', '{', '}', '{}', '"', '{"a":1}'), json),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const wildText = fc.constantFrom(
  '',
  ' ',
  'x',
  '<thi',
  'nk>',
  '<think>',
  '</think>',
  'answer',
  '</th',
);
const wildChunk = fc.record(
  {
    choices: fc.array(
      fc.record({
        index: fc.constant(0),
        delta: fc.record(
          {
            content: fc.oneof(
              wildText,
              fc.constant(null),
              fc.array(
                fc.record({
                  type: fc.constantFrom('text', 'thinking', 'reference'),
                  text: wildText,
                  thinking: fc.array(fc.record({ type: fc.constant('text'), text: wildText })),
                }),
                { maxLength: 2 },
              ),
            ),
            reasoning_content: wildText,
            reasoning_details: fc.array(
              fc.record({
                type: fc.constantFrom('reasoning.text', 'reasoning.encrypted'),
                text: wildText,
              }),
              { maxLength: 2 },
            ),
            tool_calls: fc.array(wildPiece, { maxLength: 3 }),
          },
          { requiredKeys: [] },
        ),
        finish_reason: fc.option(fc.constantFrom('', 'stop', 'tool_calls', 'length', 'error'), {
          freq: 4,
        }),
      }),
      { maxLength: 1 },
    ),
    usage: fc.record({ prompt_tokens: fc.nat(), completion_tokens: fc.nat() }),
  },
  { requiredKeys: [] },
);

describe('any answer', () => {
  test('translating and accumulating commute, however the bytes are cut', () => {
    fc.assert(
      fc.property(answer, sizes, (chunks, pieces) => {
        const bytes = encode(`${sseOf(chunks)}data: [DONE]\n\n`);
        const events = translateFrames(framesOf(cut(bytes, pieces)));
        expect(findGrammarBreach(events, { complete: true })).toBeNull();
        const { finish: _finish, ...expected } = referenceOf(chunks);
        const message = accumulate(events);
        expect(summarize(message)).toEqual(expected);
        expect(message?.stop_reason).toBe(expected.tools.length > 0 ? 'tool_use' : 'end_turn');
        expect(message?.usage).toMatchObject({ input_tokens: 20, output_tokens: 5 });
      }),
      runs(1000),
    );
  });

  test('the official client reads the same message', async () => {
    await fc.assert(
      fc.asyncProperty(answer, async (chunks) => {
        const events = translateFrames(framesOf([encode(sseOf(chunks))]));
        const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
        const body = new Response(encode(lines)).body;
        if (!body) throw new Error('no body');
        const final = await MessageStream.fromReadableStream(body).finalMessage();
        const own = accumulate(events);
        expect(summarize(final as never)).toEqual(summarize(own));
        expect(final.stop_reason).toBe(own?.stop_reason);
        expect(final.usage).toMatchObject({ input_tokens: 20, output_tokens: 5 });
      }),
      runs(1000),
    );
  });

  test('a cut before the finish ends as an error and never as a message', () => {
    fc.assert(
      fc.property(answer, fc.double({ min: 0, max: 1, noNaN: true }), (chunks, share) => {
        const finishAt = chunks.findIndex(
          (chunk) => (chunk['choices'] as { finish_reason?: unknown }[])[0]?.finish_reason,
        );
        const kept = chunks.slice(0, Math.floor(share * finishAt));
        for (const cause of ['truncated', 'complete'] as const) {
          const events = translateFrames(framesOf([encode(sseOf(kept))]), cause);
          expect(events.at(-1)?.type).toBe('error');
          expect(events.some(({ type }) => type === 'message_stop')).toBe(false);
        }
      }),
      runs(1000),
    );
  });
});

describe('any chunks whatever', () => {
  test('every prefix is well-formed, and so is the end', () => {
    fc.assert(
      fc.property(fc.array(wildChunk, { maxLength: 14 }), (wild) => {
        const chunks = wild.map((chunk): ChatChunk => chunkSchema.parse(chunk));
        const translator = new ChatTranslator(seed);
        const events = [];
        for (const chunk of chunks) {
          events.push(...translator.push(chunk));
          expect(findGrammarBreach(events)).toBeNull();
        }
        events.push(...translator.end('complete'));
        expect(findGrammarBreach(events, { complete: true })).toBeNull();
        expect(translator.push({})).toEqual([]);
        expect(translator.end('complete')).toEqual([]);
      }),
      runs(2000),
    );
  });

  test('text is the same however content is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(wildText, { maxLength: 10 }), (texts) => {
        const run = (contents: readonly string[]) => {
          const chunks = contents.map((content) => ({
            choices: [{ index: 0, delta: { content } }],
          }));
          const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
          const events = translateFrames(framesOf([encode(sseOf([...chunks, end]))]));
          return summarize(accumulate(events));
        };
        expect(run(texts)).toEqual(run([texts.join('')]));
        expect(run(texts.join('').split(/(?:)/u))).toEqual(run([texts.join('')]));
      }),
      runs(1000),
    );
  });
});

test('the official client reads our bytes as the gateway writes them', async () => {
  const { default: Anthropic } = await import('@anthropic-ai/sdk');
  const chunks = [
    { choices: [{ index: 0, delta: { reasoning_content: 'hm' } }] },
    { choices: [{ index: 0, delta: { content: 'Grüße 👋' } }] },
    {
      choices: [
        {
          index: 0,
          delta: {
            tool_calls: [{ id: 'functions.go:0', function: { name: 'go', arguments: '{"a":1}' } }],
          },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    },
  ];
  const text = translateFrames(framesOf([encode(sseOf(chunks))]))
    .map(encodeSse)
    .join('');
  const client = new Anthropic({
    apiKey: 'test',
    baseURL: 'http://127.0.0.1:9',
    fetch: () =>
      Promise.resolve(
        new Response(encode(text), { headers: { 'content-type': 'text/event-stream' } }),
      ),
  });
  const message = await client.messages
    .stream({ model: 'claude-test', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] })
    .finalMessage();
  expect(message).toMatchObject({
    content: [
      { type: 'thinking', thinking: 'hm' },
      { type: 'text', text: 'Grüße 👋' },
      { type: 'tool_use', name: 'go', input: { a: 1 } },
    ],
    stop_reason: 'tool_use',
    usage: { input_tokens: 3, output_tokens: 4 },
  });
});
