import type { CapturedBody, ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { Message } from '../../shared/wire/messages.ts';
import { redact, redactKeys, redactJson } from '../../shared/base/redact.ts';

/** Kept of each body: a client's long conversation is one to three MiB. JSON of an answer may be twice that. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** What running requests may hold for keeping, all together; beyond it only the beginnings are kept. */
export const MAX_HELD_BYTES = 128 * 1024 * 1024;
/** The beginning that is kept then. */
export const SHORT_BODY_BYTES = 256 * 1024;

/** Bodies as they passed. They hold whatever the client wrote: only `readBodies` of them is shown or stored. */
export interface RawBodies {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly request: Uint8Array;
  readonly requestBytes: number;
  /** As text, or the message that its events made: main's loop is spared making text of it. */
  readonly response: string | Message | null;
  readonly responseBytes: number;
  readonly isResponseCut: boolean;
}

/** Decodes and blanks; takes some ms for a large body, so the storage worker does it. */
export function readBodies(raw: RawBodies): ExchangeBodies {
  const { method, path, headers, request, requestBytes } = raw;
  const isRequestCut = requestBytes > request.length;
  const text = new TextDecoder().decode(request);
  return {
    method,
    path: redact(path),
    headers,
    request: requestBytes === 0 ? null : readBody(text, requestBytes, isRequestCut),
    response: readResponse(raw),
  };
}

function readResponse({ response, responseBytes, isResponseCut }: RawBodies): CapturedBody | null {
  if (response === null) return null;
  if (typeof response === 'string') return readBody(response, responseBytes, isResponseCut);
  const whole = JSON.stringify(response);
  const text = whole.slice(0, 2 * MAX_BODY_BYTES);
  const bytes = isResponseCut ? responseBytes : whole.length;
  return readBody(text, bytes, isResponseCut || text.length < whole.length);
}

/** What was cut may be JSON all the same, when the cut was made between events. */
function readBody(text: string, bytes: number, isCut: boolean): CapturedBody {
  return {
    text: redactJson(text) ?? redactKeys(isCut ? withoutHalfWord(text) : text),
    bytes,
    isCut,
  };
}

/** Half a key at the cut has no key's shape any more, so what runs into the cut goes. */
function withoutHalfWord(text: string): string {
  let end = text.length;
  while (end > 0 && /[^\s"'{}[\],]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
