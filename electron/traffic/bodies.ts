import type { CapturedBody, ExchangeBodies } from '../../shared/domain/bodies.ts';
import { redactKeys, redactJson } from '../../shared/base/redact.ts';

/** Kept of each body; JSON of an answer may be twice that, for its own punctuation. */
export const MAX_BODY_BYTES = 256 * 1024;

/** Bodies as they passed. They hold whatever the client wrote: only `readBodies` of them is shown or stored. */
export interface RawBodies {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly request: Uint8Array;
  readonly requestBytes: number;
  readonly response: string | null;
  readonly responseBytes: number;
  readonly isResponseCut: boolean;
}

/** Decodes and blanks; takes some ms for a large body, so the storage worker does it. */
export function readBodies(raw: RawBodies): ExchangeBodies {
  const { method, path, headers, request, requestBytes, response, responseBytes } = raw;
  const isRequestCut = requestBytes > request.length;
  const text = new TextDecoder().decode(request);
  return {
    method,
    path,
    headers,
    request: requestBytes === 0 ? null : readBody(text, requestBytes, isRequestCut),
    response: response === null ? null : readBody(response, responseBytes, raw.isResponseCut),
  };
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
