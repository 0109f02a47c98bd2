import type { CapturedBody, ExchangeBodies, ExportFormat } from '../../shared/domain/bodies.ts';
import type { ExchangeDetail } from '../../shared/domain/exchange.ts';
import { outcomeOf } from '../../shared/domain/outcome.ts';
import { redact, redactJson, redactKeys } from '../../shared/base/redact.ts';

/** One request to hand out. Bodies only where they were kept. */
export interface ExportedExchange {
  readonly detail: ExchangeDetail;
  readonly bodies: ExchangeBodies | null;
}

/**
 * The file in pieces, one exchange at a time, so that a long export neither fills memory nor holds up streams. Keys are
 * blanked once more on the way out, whatever was done before.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export async function* exportPieces(
  exchanges: AsyncIterable<ExportedExchange>,
  format: ExportFormat,
  version: string,
  pieceOf: (
    exchange: ExportedExchange,
    format: ExportFormat,
  ) => string | Promise<string> = exportPiece,
): AsyncGenerator<string> {
  const isHar = format === 'har';
  const creator = JSON.stringify({ name: 'Switchyard', version });
  if (isHar) yield `{"log":{"version":"1.2","creator":${creator},"entries":[`;
  let between = '\n';
  for await (const exchange of exchanges) {
    const piece = await pieceOf(exchange, format);
    yield isHar ? between + piece : `${piece}\n`;
    between = ',\n';
  }
  if (isHar) yield '\n]}}\n';
}

/** How it ended stands in front in one word. Takes some 100 ms for a request of megabytes, so the app does it in a thread. */
export function exportPiece(exchange: ExportedExchange, format: ExportFormat): string {
  const clean = cleaned(exchange);
  const outcome = outcomeOf(clean.detail.row);
  if (format === 'har') return JSON.stringify({ ...toEntry(clean), _outcome: outcome });
  return JSON.stringify({ outcome, ...clean });
}

/** Bodies and events are JSON inside strings: blanked as JSON first, so that they stay it. */
function cleaned({ detail, bodies }: ExportedExchange): ExportedExchange {
  const events = (all: ExchangeDetail['events']): ExchangeDetail['events'] =>
    all.map((event) => ({ ...event, data: cleanText(event.data) }));
  const clean = {
    detail: {
      ...detail,
      row: { ...detail.row, errorMessage: cleanMessage(detail.row.errorMessage) },
      attempts: detail.attempts.map((attempt) => ({
        ...attempt,
        errorMessage: cleanMessage(attempt.errorMessage),
      })),
      events: events(detail.events),
      upstreamEvents: detail.upstreamEvents === null ? null : events(detail.upstreamEvents),
    },
    bodies:
      bodies === null
        ? null
        : { ...bodies, request: cleanBody(bodies.request), response: cleanBody(bodies.response) },
  };
  // Everything else (names, reasons, headers) is text that may hold a key as well.
  const text = redactJson(JSON.stringify(clean));
  if (text === null) throw new Error('An exchange is no JSON');
  return JSON.parse(text) as ExportedExchange;
}

function cleanText(text: string): string {
  return redactJson(text) ?? redactKeys(text);
}

function cleanMessage(message: string | null): string | null {
  return message === null ? null : redact(message);
}

function cleanBody(body: CapturedBody | null): CapturedBody | null {
  return body === null ? null : { ...body, text: cleanText(body.text) };
}

const message = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1 };

/** HAR wants numbers where something is not known: -1 says so. */
function toEntry({ detail, bodies }: ExportedExchange): object {
  const { row } = detail;
  const durationMs = row.durationMs ?? 0;
  const waitMs = row.firstTokenMs ?? durationMs;
  return {
    startedDateTime: new Date(row.startedAt).toISOString(),
    time: durationMs,
    request: toRequest(bodies),
    response: {
      ...message,
      status: row.status ?? 0,
      statusText: '',
      headers: [],
      content: toContent(bodies?.response ?? null),
      redirectURL: '',
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: waitMs, receive: Math.max(0, durationMs - waitMs) },
    _switchyard: detail,
  };
}

function toRequest(bodies: ExchangeBodies | null): object {
  const body = bodies?.request ?? null;
  const headers = Object.entries(bodies?.headers ?? {}).map(([name, value]) => ({ name, value }));
  const path = bodies?.path ?? '/v1/messages';
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  return {
    ...message,
    method: bodies?.method ?? 'POST',
    url: `http://127.0.0.1${path}`,
    headers,
    queryString: [...query].map(([name, value]) => ({ name, value })),
    bodySize: body?.bytes ?? -1,
    ...(body === null
      ? {}
      : { postData: { mimeType: 'application/json', text: body.text, ...cutMark(body) } }),
  };
}

/** What was streamed is handed out as the message it made. */
function toContent(body: CapturedBody | null): object {
  const mimeType = 'application/json';
  return body === null
    ? { size: -1, mimeType }
    : { size: body.bytes, mimeType, text: body.text, ...cutMark(body) };
}

function cutMark({ isCut }: CapturedBody): object {
  return isCut ? { _isCut: true } : {};
}
