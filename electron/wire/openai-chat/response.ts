import { err, ok, type Result } from '../../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { Message } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import type { MessageSeed } from '../adapter.ts';
import type { SseFrame } from '../sse.ts';
import { errorInside } from './errors.ts';
import { chunkSchema, isPlainChunk, type ChatChunk } from './schema.ts';
import { ChatTranslator } from './stream.ts';

const NAMELESS = 'The upstream';

/** One SSE frame to a chunk; an error inside the stream is the failure it is, whatever the status said. */
export function decodeEvent(
  frame: SseFrame,
  providerName = NAMELESS,
): Result<ChatChunk | 'done' | 'ignore', GatewayError> {
  const data = frame.data.trim();
  if (data === '[DONE]') return ok('done');
  if (data === '') return ok('ignore');
  const parsed = parse(data);
  if (parsed === undefined) {
    if (frame.event === 'error') return err(errorInside({ error: data }, providerName));
    return err(gatewayError('upstream-garbled', `${providerName} sent an event that is not JSON`));
  }
  if (frame.event === 'error' || hasError(parsed)) return err(errorInside(parsed, providerName));
  return isPlainChunk(parsed) ? ok(parsed) : readChunk(parsed, providerName);
}

function readChunk(
  parsed: unknown,
  providerName: string,
): Result<ChatChunk | 'ignore', GatewayError> {
  const chunk = chunkSchema.safeParse(parsed);
  if (!chunk.success) {
    const where = chunk.error.issues[0]?.path.join('.') ?? '';
    return err(gatewayError('upstream-garbled', `${providerName} sent an odd event (${where})`));
  }
  const { choices, usage, x_groq: groq } = chunk.data;
  return ok(choices || usage || groq?.usage ? chunk.data : 'ignore');
}

/** A whole answer, read as a stream of one chunk, so that both ways say the same. */
export function decodeResponse(body: unknown, seed: MessageSeed): Result<Message, GatewayError> {
  const name = seed.providerName ?? NAMELESS;
  if (hasError(body)) return err(errorInside(body, name));
  const answer = chunkSchema.safeParse(body);
  const choice = answer.data?.choices?.[0];
  if (!answer.success || !(choice?.message ?? choice?.delta)) {
    return err(gatewayError('upstream-garbled', `${name} sent an answer without a message`));
  }
  const finished = { ...choice, index: 0, finish_reason: choice.finish_reason ?? 'stop' };
  const translator = new ChatTranslator(seed);
  const events = [
    ...translator.push({ ...answer.data, choices: [finished] }),
    ...translator.end('complete'),
  ];
  const failure = events.find((event) => event.type === 'error');
  if (failure) return err(gatewayError('upstream-failed', failure.error.message));
  const message = accumulate(events);
  return message
    ? ok(message)
    : err(gatewayError('upstream-garbled', `${name} sent an empty answer`));
}

/** `error` in any form but null; MiniMax puts its own status beside (or instead of) the choices. */
function hasError(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  const { error, base_resp: base, object, choices, type } = payload as Record<string, unknown>;
  if (error !== undefined && error !== null && error !== '') return true;
  if (object === 'error' || (type === 'error' && !choices)) return true;
  const code = (base as { status_code?: unknown } | null | undefined)?.status_code;
  return typeof code === 'number' && code !== 0;
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    // undefined is no JSON value: the caller tells the two apart.
    return undefined;
  }
}
