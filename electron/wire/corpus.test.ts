import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { accumulate } from './accumulate.ts';
import { AnthropicObserver } from './anthropic-messages/observe.ts';
import { findGrammarBreach } from './grammar.ts';
import { openaiChat } from './openai-chat/adapter.ts';
import { encodeSse } from './sse.ts';
import { referenceOf } from './testing/chat-reference.ts';
import { cut, encode, framesOf, seed, summarize, translateFrames } from './testing/streams.ts';

interface Recording {
  readonly provider: string;
  readonly name: string;
  readonly file: string;
  readonly wire: string;
  readonly status: number;
  readonly stream: boolean;
  /** False: one JSON payload a line, framing stripped. */
  readonly raw: boolean;
}

/** Recorded provider traffic that lives outside the project; null where it is absent, and tests skip. */
function readCorpus(): {
  readonly folder: string;
  readonly all: readonly Recording[];
} | null {
  const shared =
    process.env['SWITCHYARD_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');
  const folder = join(shared, 'fixtures');
  const index = join(folder, 'index.json');
  if (!existsSync(index)) return null;
  return { folder, all: JSON.parse(readFileSync(index, 'utf8')) as readonly Recording[] };
}

const noCorpus =
  'recordings are absent: set SWITCHYARD_SHARED, or keep ../shared beside the repository';

const corpus = readCorpus();
const RUNS = 5;

function bytesOf(folder: string, { file, raw }: Recording): Uint8Array {
  const bytes = readFileSync(join(folder, file));
  if (raw) return bytes;
  // Framing was stripped: write it again.
  const lines = bytes.toString('utf8').split('\n').filter(Boolean);
  return encode(lines.map((line) => `data: ${line}\n\n`).join(''));
}

function pick(wire: string, stream: boolean): readonly Recording[] {
  return (corpus?.all ?? []).filter(
    (entry) => entry.wire === wire && entry.stream === stream && entry.status === 200,
  );
}

/** Payloads without the decoder under test: good enough for complete recordings. */
function payloadsOf(bytes: Uint8Array): unknown[] {
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:') && line.includes('{'))
    .map((line) => JSON.parse(line.slice(5)) as unknown);
}

/** Some files hold several answers, one behind the other. */
function messagesIn(events: readonly MessagesEvent[]): MessagesEvent[][] {
  const messages: MessagesEvent[][] = [];
  for (const event of events) {
    if (event.type === 'message_start' || messages.length === 0) messages.push([]);
    messages.at(-1)?.push(event);
  }
  return messages;
}

test.skipIf(corpus === null)(corpus === null ? noCorpus : 'recordings are there', () => {
  expect(pick('openai-chat', true).length).toBeGreaterThan(0);
  expect(pick('anthropic-messages', true).length).toBeGreaterThan(0);
});

describe.skipIf(corpus === null)('recorded streams', () => {
  const folder = corpus?.folder ?? '';

  test.each(pick('openai-chat', true))('openai-chat $provider $name', (entry) => {
    const bytes = bytesOf(folder, entry);
    const payloads = payloadsOf(bytes);
    const { finish, ...expected } = referenceOf(payloads);
    const failed = payloads.some((payload) => (payload as { error?: unknown }).error);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (sizes) => {
        const events = translateFrames(framesOf(cut(bytes, sizes)));
        expect(findGrammarBreach(events, { complete: true })).toBeNull();
        expect(events.at(-1)?.type).toBe(failed || !finish ? 'error' : 'message_stop');
        if (failed || !finish) return;
        const message = accumulate(events);
        expect(summarize(message)).toEqual(expected);
        expect(summarize(message).text).not.toMatch(/<\/?think/);
        const { input_tokens: input, output_tokens: output } = message?.usage ?? {};
        expect(Number(input) + Number(output)).toBeGreaterThan(0);
      }),
      { numRuns: RUNS },
    );
  });

  test.each(pick('openai-chat', false))('openai-chat whole $provider $name', (entry) => {
    const body = JSON.parse(readFileSync(join(folder, entry.file), 'utf8')) as Record<
      string,
      unknown
    >;
    const decoded = openaiChat.decodeResponse(body, seed);
    if (body['error']) {
      expect(decoded.ok).toBe(false);
      return;
    }
    const { finish: _finish, ...expected } = referenceOf([body]);
    expect(decoded.ok && summarize(decoded.value)).toEqual(expected);
  });

  test.each(pick('anthropic-messages', true))('anthropic-messages $provider $name', (entry) => {
    const bytes = bytesOf(folder, entry);
    const observe = (pieces: readonly Uint8Array[]): MessagesEvent[] => {
      const observer = new AnthropicObserver();
      return framesOf(pieces).flatMap((frame) => observer.push(frame));
    };
    const whole = observe([bytes]);
    expect(whole.length).toBeGreaterThan(0);
    // Stitched files have stumps of two events between their answers.
    const messages = messagesIn(whole).filter(({ length }) => length > 2);
    expect(messages.map((events) => findGrammarBreach(events))).toEqual(messages.map(() => null));
    const payloads = payloadsOf(bytes) as { delta?: { text?: string; partial_json?: string } }[];
    const text = payloads.map(({ delta }) => delta?.text ?? '').join('');
    expect(messages.map((events) => summarize(accumulate(events)).text).join('')).toContain(text);
    // What we write is read back as it was.
    const again = observe([encode(whole.map(encodeSse).join(''))]);
    expect(again).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (sizes) => {
        expect(observe(cut(bytes, sizes))).toEqual(whole);
      }),
      { numRuns: RUNS },
    );
  });
});
