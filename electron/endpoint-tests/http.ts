import { Agent, request } from 'undici';
import type { Disposable } from '../../shared/base/disposable.ts';
import { err, ok, type Result } from '../../shared/base/result.ts';
import type { Clock } from '../base/clock.ts';
import { anywhere, type NetworkReach } from '../base/network-reach.ts';
import { SseDecoder, type SseFrame } from '../wire/sse.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { cutWords } from './words.ts';

/** Answers of tests are small; what is larger is not an answer. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_STREAM_BYTES = 32 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;

export interface EndpointAsk {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Until the whole answer, or for a stream until its first byte. */
  readonly timeoutMs: number;
  /** Longest silence within a stream. */
  readonly idleTimeoutMs?: number;
  readonly signal: AbortSignal;
}

export interface EndpointAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** undefined when the body is no JSON. */
  readonly json: unknown;
  readonly durationMs: number;
}

export interface EndpointFailure {
  readonly kind: 'unreachable' | 'timeout' | 'aborted' | 'too-large' | 'cut' | 'invalid';
  /** Never holds a header, hence no key. */
  readonly detail: string;
}

/** How a streaming ask ended: with a stream, or with an ordinary answer (an error, or a server that cannot stream). */
export type StreamOutcome =
  { readonly kind: 'stream' } | { readonly kind: 'answer'; readonly answer: EndpointAnswer };

/** Bounded requests to one endpoint. Follows no redirect; `dispose` closes every socket at once. */
export interface EndpointClient extends Disposable {
  ask(ask: EndpointAsk): Promise<Result<EndpointAnswer, EndpointFailure>>;
  stream(
    ask: EndpointAsk,
    onFrame: (frame: SseFrame) => void,
  ): Promise<Result<StreamOutcome, EndpointFailure>>;
}

export function createEndpointClient(clock: Clock, reach: NetworkReach = anywhere): EndpointClient {
  // Waits are bounded by the deadline of each ask, so undici's own timers are off.
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: reach.lookup },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const send = async (ask: EndpointAsk, deadline: Deadline) => {
    // An address in numbers is never looked up.
    const refusal = reach.refusal(new URL(ask.url).hostname);
    if (refusal !== null) throw new Error(refusal);
    return request(ask.url, {
      dispatcher: agent,
      method: ask.method,
      headers: {
        accept: 'application/json, text/event-stream',
        'user-agent': 'switchyard-lab',
        ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...ask.headers,
      },
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      signal: deadline.signal,
    });
  };
  type Response = Awaited<ReturnType<typeof send>>;

  const readAnswer = async (response: Response, startedAt: number): Promise<EndpointAnswer> => {
    const text = await readText(response.body);
    return {
      status: response.statusCode,
      contentType: contentTypeOf(response.headers),
      text,
      json: parseJson(text),
      durationMs: clock.monotonic() - startedAt,
    };
  };

  const withDeadline = async <T>(
    ask: EndpointAsk,
    run: (deadline: Deadline) => Promise<T>,
  ): Promise<Result<T, EndpointFailure>> => {
    const deadline = createDeadline(ask.signal, ask.timeoutMs);
    try {
      return ok(await run(deadline));
    } catch (error) {
      return err(toFailure(error, ask, deadline));
    } finally {
      deadline.dispose();
    }
  };

  return {
    ask: (ask) =>
      withDeadline(ask, async (deadline) => {
        const startedAt = clock.monotonic();
        return readAnswer(await send(ask, deadline), startedAt);
      }),
    stream: (ask, onFrame) =>
      withDeadline(ask, async (deadline): Promise<StreamOutcome> => {
        const startedAt = clock.monotonic();
        const response = await send(ask, deadline);
        const isStream = contentTypeOf(response.headers).includes('event-stream');
        if (response.statusCode >= 300 || !isStream) {
          return { kind: 'answer', answer: await readAnswer(response, startedAt) };
        }
        await readFrames(response.body, onFrame, () => {
          deadline.extend(ask.idleTimeoutMs ?? ask.timeoutMs);
        });
        return { kind: 'stream' };
      }),
    dispose: () => {
      // Rejects only for a second call; the sockets are gone either way.
      agent.destroy().catch(() => undefined);
    },
  };
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new BodyTooLargeError();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function readFrames(
  body: AsyncIterable<Uint8Array>,
  onFrame: (frame: SseFrame) => void,
  onChunk: () => void,
): Promise<void> {
  const decoder = new SseDecoder();
  let bytes = 0;
  for await (const chunk of body) {
    onChunk();
    bytes += chunk.byteLength;
    if (bytes > MAX_STREAM_BYTES) throw new BodyTooLargeError();
    decoder.push(chunk).forEach(onFrame);
  }
  decoder.end().forEach(onFrame);
}

class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

function toFailure(error: unknown, ask: EndpointAsk, deadline: Deadline): EndpointFailure {
  if (ask.signal.aborted) return { kind: 'aborted', detail: 'cancelled' };
  if (deadline.isExpired()) return { kind: 'timeout', detail: 'no answer in time' };
  if (error instanceof BodyTooLargeError || error instanceof RangeError) {
    return { kind: 'too-large', detail: 'the answer is larger than a test allows' };
  }
  const code = codeOf(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return { kind: 'timeout', detail: 'cannot connect' };
  if (code === 'UND_ERR_INVALID_ARG') {
    return { kind: 'invalid', detail: 'the address or the key cannot be sent as it is' };
  }
  const words = error instanceof Error && error.message !== '' ? error.message : 'failed';
  const kind = CUT_CODES.has(code) ? 'cut' : 'unreachable';
  return {
    kind,
    detail: cutWords(code === '' || words.includes(code) ? words : `${words} (${code})`),
  };
}

/** The connection stood and then broke. */
const CUT_CODES = new Set([
  'UND_ERR_SOCKET',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  return typeof code === 'string' ? code : codeOf(cause);
}

function contentTypeOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const value = headers['content-type'];
  return (Array.isArray(value) ? value.join() : (value ?? '')).toLowerCase();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // No JSON is an answer too: the reader decides what it means.
    return undefined;
  }
}
