import type { ExchangeRow, StreamEventRecord } from '../../../shared/domain/exchange.ts';
import type { Message, MessagesEvent } from '../../../shared/wire/messages.ts';
import { toTokenUsage } from '../../../shared/wire/token-usage.ts';
import { redact } from '../../../shared/base/redact.ts';
import { accumulate } from '../../wire/accumulate.ts';
import type { AnswerAdapter } from '../../wire/adapter.ts';
import { anthropicAnswers } from '../../wire/anthropic-messages/decode.ts';
import { openaiChat } from '../../wire/openai-chat/adapter.ts';
import { SseDecoder, type SseFrame } from '../../wire/sse.ts';
import { EventLog } from '../event-log.ts';
import { plainWords, type RawEntry } from './har-schema.ts';

export type Dialect = 'messages' | 'chat';

const adapters: Readonly<Record<Dialect, AnswerAdapter>> = {
  messages: anthropicAnswers,
  chat: openaiChat,
};

const TAIL_CHARACTERS = 120;

export interface HarAnswer {
  /** The message that it made, as JSON; else what there was. */
  readonly text: string | null;
  readonly events: readonly StreamEventRecord[];
  readonly eventsLost: number;
  readonly row: Partial<ExchangeRow>;
}

/** An answer as a file recorded it: a stream as text, or a whole message. */
export function readAnswer(entry: RawEntry, dialect: Dialect, model: string): HarAnswer {
  const text = contentText(entry);
  const { status } = entry.response;
  if (text === null) {
    return { text, ...noEvents, row: { state: status === 200 ? 'cut' : 'failed' } };
  }
  const seed = { id: 'har', model, estimatedInputTokens: 0 };
  if (isStream(entry, text)) return readStream(entry, text, adapters[dialect], seed);
  const body: unknown = parsed(text);
  const decoded = status < 400 ? adapters[dialect].decodeResponse(body, seed) : null;
  if (decoded?.ok === true)
    return {
      text: JSON.stringify(decoded.value),
      ...noEvents,
      row: rowOfMessage(decoded.value),
    };
  return { text, ...noEvents, row: { state: 'failed', errorMessage: errorOf(body) } };
}

const noEvents = { events: [], eventsLost: 0 } as const;

function readStream(
  entry: RawEntry,
  text: string,
  adapter: AnswerAdapter,
  seed: Parameters<AnswerAdapter['translate']>[0],
): HarAnswer {
  const log = new EventLog();
  const translator = adapter.translate(seed);
  const events: MessagesEvent[] = [];
  let isDone = false;
  for (const frame of framesOf(text)) {
    // No file says when each event came; all that is known is when the answer began.
    log.addFrame(frame.event, frame.data, entry.timings.wait);
    const decoded = adapter.decodeEvent(frame);
    if (!decoded.ok || decoded.value === 'ignore') continue;
    if (decoded.value === 'done') isDone = true;
    else events.push(...translator.push(decoded.value));
  }
  events.push(...translator.end(isDone ? 'complete' : 'truncated'));
  const message = accumulate(events);
  const failure = events.find((event) => event.type === 'error');
  const hasEnded = events.some((event) => event.type === 'message_stop');
  const state = hasEnded && failure === undefined ? 'complete' : 'cut';
  return {
    text: message === null ? null : JSON.stringify(message),
    events: log.records(),
    eventsLost: log.lost,
    row: {
      ...(message === null ? {} : rowOfMessage(message)),
      state: entry.response.status === 200 ? state : 'failed',
      firstTokenMs: entry.timings.wait,
      ...(failure === undefined ? {} : { errorMessage: redact(plainWords(failure.error.message)) }),
    },
  };
}

function rowOfMessage(message: Message): Partial<ExchangeRow> {
  const texts = message.content.flatMap((block) =>
    block.type === 'text' && typeof block.text === 'string' ? [block.text] : [],
  );
  const parts = (['text', 'thinking', 'tool_use'] as const).filter((part) =>
    message.content.some(({ type }) => type === part),
  );
  return {
    sentModel: typeof message.model === 'string' ? plainWords(message.model, 200) : null,
    usage: toTokenUsage(message.usage),
    textTail: plainWords(texts.join('').slice(-8 * TAIL_CHARACTERS)).slice(-TAIL_CHARACTERS),
    answerParts: parts,
  };
}

function* framesOf(text: string): Generator<SseFrame> {
  const decoder = new SseDecoder();
  yield* decoder.push(new TextEncoder().encode(text));
  yield* decoder.end();
}

function isStream(entry: RawEntry, text: string): boolean {
  return (
    entry.response.content.mimeType.startsWith('text/event-stream') ||
    /^(?:event|data|id):/.test(text)
  );
}

function contentText({ response: { content } }: RawEntry): string | null {
  if (content.text === undefined || content.text === '') return null;
  return content.encoding === 'base64'
    ? Buffer.from(content.text, 'base64').toString('utf8')
    : content.text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function errorOf(body: unknown): string | null {
  const error = (body as { readonly error?: unknown } | null)?.error;
  const message = (error as { readonly message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? redact(plainWords(message)) : null;
}
