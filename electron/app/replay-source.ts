import { REDACTED } from '../../shared/base/redact.ts';
import { err, ok, type Result } from '../../shared/base/result.ts';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { ExchangeDetail } from '../../shared/domain/exchange.ts';
import type { ReplayBlock, ReplayProblem, ReplaySide } from '../../shared/domain/replay.ts';
import type { ContentBlock, MessagesRequest } from '../../shared/wire/messages.ts';
import { parseMessagesRequest } from '../gateway/body/read-request.ts';
import { blockOf } from '../traffic/replay-answer.ts';
import { figuresOf } from '../traffic/replay-watch.ts';

/** A request as it can be sent again, in memory while its window is open. */
export interface ReplayRequest {
  readonly of: string | null;
  readonly body: MessagesRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly isRedacted: boolean;
  readonly recorded: ReplaySide | null;
}
interface Problem {
  readonly problem: ReplayProblem;
  readonly reason: string;
}

export function requestOfText(text: string): Result<ReplayRequest, Problem> {
  const parsed = parsedBody(text);
  if (!parsed.ok) return parsed;
  return ok({ of: null, body: parsed.value, headers: {}, isRedacted: false, recorded: null });
}

export function requestOfBodies(
  bodies: ExchangeBodies | null,
  detail: ExchangeDetail | null,
): Result<ReplayRequest, Problem> {
  const kept = bodies?.request ?? null;
  if (bodies === null || kept === null) return err({ problem: 'not-kept', reason: '' });
  const [path = ''] = bodies.path.split('?');
  if (path !== '/v1/messages') return err({ problem: 'not-messages', reason: path });
  if (kept.isCut) return err({ problem: 'cut', reason: String(kept.bytes) });
  const parsed = parsedBody(kept.text);
  if (!parsed.ok) return parsed;
  return ok({
    of: detail?.row.id ?? null,
    body: parsed.value,
    headers: bodies.headers,
    isRedacted: kept.text.includes(REDACTED),
    recorded: detail === null ? null : recordedSide(detail, bodies),
  });
}

function parsedBody(text: string): Result<MessagesRequest, Problem> {
  const parsed = parseMessagesRequest(new TextEncoder().encode(text));
  if (parsed.ok) return parsed;
  const isJson = !parsed.error.message.startsWith('The request body is not JSON');
  const problem = isJson ? 'not-messages' : 'not-json';
  return err({ problem, reason: parsed.error.message });
}

/** null where the answer was not kept: nothing of it can be shown then. */
function recordedSide({ row }: ExchangeDetail, { response }: ExchangeBodies): ReplaySide | null {
  const message = response === null ? null : messageOf(response.text);
  if (message === null || response === null) return null;
  return {
    ...figuresOf(row),
    target: { provider: row.provider ?? '', model: row.sentModel ?? row.askedModel },
    stopReason: message.stopReason,
    blocks: message.blocks,
    isCut: response.isCut,
  };
}

function messageOf(
  text: string,
): { readonly blocks: readonly ReplayBlock[]; readonly stopReason: string | null } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // A cut body is no JSON; there is nothing to compare then.
    return null;
  }
  const { content, stop_reason: stop } = (parsed ?? {}) as Record<string, unknown>;
  if (!Array.isArray(content)) return null;
  const blocks = (content as readonly ContentBlock[]).map((block) => blockOf(block));
  return { blocks, stopReason: typeof stop === 'string' ? stop : null };
}
