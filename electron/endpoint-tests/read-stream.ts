import { err, ok, type Result } from '../../shared/base/result.ts';
import type { Clock } from '../base/clock.ts';
import type { LabWire } from './addresses.ts';
import { decodePiece, encodeAsk, type ModelAsk, type StreamPiece } from './dialect.ts';
import type { EndpointAnswer, EndpointClient, EndpointFailure } from './http.ts';

/** Enough to judge an answer by; the rest is only counted. */
const MAX_KEPT_CHARACTERS = 32_768;
const MAX_KEPT_TIMES = 4096;

/** One stream as it came. Times in ms since the request was sent. */
export interface StreamReading {
  /** First token of any kind, thinking included; null when none came. */
  readonly firstTokenMs: number | null;
  readonly firstTextMs: number | null;
  readonly lastTokenMs: number | null;
  readonly endMs: number;
  /** On the clock that all streams of a step share. */
  readonly startedAt: number;
  readonly tokenTimesMs: readonly number[];
  readonly deltas: number;
  /** As the endpoint counted; null where it does not say. */
  readonly usageTokens: number | null;
  readonly text: string;
  readonly reasoning: string;
  readonly tools: readonly { readonly name: string; readonly arguments: string }[];
  readonly finish: string | null;
  readonly error: unknown;
  /** Frames that are not of this wire. */
  readonly strangeFrames: number;
}

export type StreamFailure =
  | { readonly kind: 'answer'; readonly answer: EndpointAnswer }
  | { readonly kind: 'failure'; readonly failure: EndpointFailure };

export interface StreamAsk {
  readonly wire: LabWire;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: ModelAsk;
  /** Until the first byte; prefill and queueing are part of it. */
  readonly timeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
}

export async function readStream(
  client: EndpointClient,
  clock: Clock,
  ask: StreamAsk,
): Promise<Result<StreamReading, StreamFailure>> {
  const reader = createReader(clock);
  const outcome = await client.stream(
    {
      method: 'POST',
      url: ask.url,
      headers: ask.headers,
      body: encodeAsk(ask.wire, ask.ask),
      timeoutMs: ask.timeoutMs,
      idleTimeoutMs: ask.idleTimeoutMs,
      signal: ask.signal,
    },
    (frame) => {
      reader.push(decodePiece(ask.wire, frame));
    },
  );
  if (!outcome.ok) return err({ kind: 'failure', failure: outcome.error });
  if (outcome.value.kind === 'answer') return err(outcome.value);
  return ok(reader.end());
}

function createReader(clock: Clock) {
  const startedAt = clock.monotonic();
  const times: number[] = [];
  const tools = new Map<number, { name: string; arguments: string }>();
  let firstTokenMs: number | null = null;
  let firstTextMs: number | null = null;
  let lastTokenMs: number | null = null;
  let deltas = 0;
  let usageTokens: number | null = null;
  let text = '';
  let reasoning = '';
  let finish: string | null = null;
  let error: unknown = null;
  let strangeFrames = 0;

  const push = (piece: StreamPiece | null): void => {
    if (piece === null) {
      strangeFrames += 1;
      return;
    }
    usageTokens = piece.outputTokens ?? usageTokens;
    finish = piece.finish ?? finish;
    error = piece.error ?? error;
    const isToken = piece.text !== '' || piece.reasoning !== '' || piece.tools.length > 0;
    if (!isToken) return;
    const now = clock.monotonic() - startedAt;
    firstTokenMs ??= now;
    if (piece.text !== '') firstTextMs ??= now;
    lastTokenMs = now;
    deltas += 1;
    if (times.length < MAX_KEPT_TIMES) times.push(now);
    if (text.length < MAX_KEPT_CHARACTERS) text += piece.text;
    if (reasoning.length < MAX_KEPT_CHARACTERS) reasoning += piece.reasoning;
    piece.tools.forEach(pushTool);
  };
  const pushTool = (part: StreamPiece['tools'][number]): void => {
    const call = tools.get(part.index) ?? { name: '', arguments: '' };
    if (part.name !== '') call.name = part.name;
    if (call.arguments.length < MAX_KEPT_CHARACTERS) call.arguments += part.arguments;
    tools.set(part.index, call);
  };
  return {
    push,
    end: (): StreamReading => ({
      startedAt,
      firstTokenMs,
      firstTextMs,
      lastTokenMs,
      endMs: clock.monotonic() - startedAt,
      tokenTimesMs: times,
      deltas,
      usageTokens,
      text,
      reasoning,
      tools: [...tools.values()],
      finish,
      error,
      strangeFrames,
    }),
  };
}

/** Tokens of a stream: the endpoint's own count, else one per delta. */
export function tokensOf(reading: StreamReading): number {
  return reading.usageTokens ?? reading.deltas;
}

/**
 * Decode rate in tokens per second, from the first token to the last. What came with the first delta was made before
 * the span began and is left out; a stream in one piece is measured from the request. null when nothing came.
 */
export function decodeRate(reading: StreamReading): number | null {
  const { firstTokenMs, lastTokenMs, deltas, endMs } = reading;
  const tokens = tokensOf(reading);
  if (firstTokenMs === null || lastTokenMs === null || tokens === 0) return null;
  const spanMs = lastTokenMs - firstTokenMs;
  if (deltas < 2 || spanMs <= 0) return endMs > 0 ? (tokens * 1000) / endMs : null;
  return ((tokens - tokens / deltas) * 1000) / spanMs;
}
