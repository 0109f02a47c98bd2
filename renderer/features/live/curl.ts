import type { ExchangeBodies } from '../../../shared/domain/bodies.ts';
import type { Snippet } from '../../../shared/domain/sdk-code.ts';

/** The request for a POSIX shell, sent to the gateway again; the key is a variable to be set, never a value. */
export function curlOf(bodies: ExchangeBodies | null, origin: string): Snippet {
  const request = bodies?.request ?? null;
  if (bodies === null || request === null) return { ok: false, because: 'notKept' };
  if (request.isCut) return { ok: false, because: 'cut' };
  const headers = Object.entries(bodies.headers).map(
    ([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`,
  );
  const lines = [
    `curl -N -X ${quoted(bodies.method)} ${quoted(origin + bodies.path)}`,
    ...headers,
    '  -H "x-api-key: $SWITCHYARD_KEY"',
    `  --data-raw ${quoted(request.text)}`,
  ];
  return { ok: true, text: lines.join(' \\\n') };
}

/** Within single quotes a shell reads nothing but the end of them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
