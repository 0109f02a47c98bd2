import type { ExchangeBodies } from '../../../shared/domain/bodies.ts';
import { isEnded, type ExchangeDetail, type ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { HarEntry } from '../../../shared/domain/har.ts';
import { MAX_BODY_BYTES, readBodies } from '../bodies.ts';
import { emptyRow } from '../empty-row.ts';
import { readAnswer, type Dialect } from './har-answer.ts';
import { harEntry, ownDetail, plainWords, type RawEntry } from './har-schema.ts';

/** Headers that say how to read a body; no other is looked at, so no credential is. */
const shownHeaders = new Set(['content-type', 'anthropic-version', 'anthropic-beta']);

/** `other`: no request to a model. Throws where it is one and cannot be read. */
export function readEntry(value: unknown, place: number): HarEntry | 'other' {
  const head = value as {
    readonly request?: { readonly url?: unknown; readonly method?: unknown };
  };
  const dialect = dialectOf(head.request?.url, head.request?.method);
  if (dialect === null) return 'other';
  const entry = harEntry.parse(value);
  const own = ownDetail.safeParse(entry._switchyard);
  return own.success ? ownEntry(entry, own.data, place) : strangerEntry(entry, dialect, place);
}

function dialectOf(url: unknown, method: unknown): Dialect | null {
  if (typeof url !== 'string' || method !== 'POST' || !URL.canParse(url)) return null;
  const path = new URL(url).pathname.replace(/\/+$/, '');
  if (path.endsWith('/v1/messages')) return 'messages';
  return path.endsWith('/chat/completions') ? 'chat' : null;
}

/** One that we exported: everything that was known of it stands beside it. */
function ownEntry(
  entry: RawEntry,
  detail: ReturnType<typeof ownDetail.parse>,
  place: number,
): HarEntry {
  const { state, id } = detail.row;
  const row: ExchangeRow = {
    ...detail.row,
    id: idOf(id, place),
    // It was exported while it ran; what became of it the file does not say.
    state: isEnded(state) ? state : 'cut',
    durationMs: detail.row.durationMs ?? entry.time,
  };
  const { content } = entry.response;
  const answer = content.text ?? null;
  return {
    detail: { ...detail, row },
    bodies: bodiesOf(entry, answer, content._isCut === true),
  };
}

/** From a browser or a proxy: what the bodies say. */
function strangerEntry(entry: RawEntry, dialect: Dialect, place: number): HarEntry {
  const request = objectOf(entry.request.postData?.text);
  const answer = readAnswer(entry, dialect, textOf(request['model']));
  const startedAt = Date.parse(entry.startedDateTime);
  const { status } = entry.response;
  const row: ExchangeRow = {
    ...emptyRow,
    state: 'complete',
    ...answer.row,
    id: idOf('', place),
    startedAt: Number.isFinite(startedAt) && startedAt >= 0 ? startedAt : 0,
    askedModel: textOf(request['model']),
    stream: request['stream'] === true,
    status: status > 0 && status < 1000 ? status : null,
    durationMs: entry.time,
  };
  const detail: ExchangeDetail = {
    row,
    trace: [],
    attempts: [],
    dropped: [],
    events: answer.events,
    eventsLost: answer.eventsLost,
    upstreamEvents: null,
    upstreamEventsLost: 0,
  };
  return { detail, bodies: bodiesOf(entry, answer.text, false) };
}

/** Read as our own are: bounded, and keys blanked before anything is shown. */
function bodiesOf(entry: RawEntry, response: string | null, isCut: boolean): ExchangeBodies {
  const { method, url, headers, postData, bodySize } = entry.request;
  const bytes = new TextEncoder().encode(postData?.text ?? '');
  const wasCut = postData?._isCut === true;
  const kept = response?.slice(0, 2 * MAX_BODY_BYTES) ?? null;
  return readBodies({
    method,
    path: plainWords(new URL(url).pathname + new URL(url).search),
    headers: Object.fromEntries(
      headers
        .map(({ name, value }) => [name.toLowerCase(), plainWords(value)] as const)
        .filter(([name]) => shownHeaders.has(name)),
    ),
    request: bytes.slice(0, MAX_BODY_BYTES),
    requestBytes: wasCut ? Math.max(bodySize, bytes.length + 1) : bytes.length,
    response: kept,
    responseBytes: isCut ? Math.max(entry.response.content.size, 0) : (response?.length ?? 0),
    isResponseCut: isCut || (kept?.length ?? 0) < (response?.length ?? 0),
  });
}

/** Ids in the file may be anything, also the same one twice. */
function idOf(id: string, place: number): string {
  return /^[\w-]{1,64}$/.test(id) ? id : `har-${String(place + 1)}`;
}

function objectOf(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? plainWords(value, 200) : '';
}
