import type { ResolvedProvider } from '../../shared/domain/provider.ts';

/** Names and values in turn, as Node and undici take them. */
export type RawHeaders = readonly string[];

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What the HTTP client writes itself, or what would make it wait. */
const madeAnew = new Set(['host', 'content-length', 'expect']);

/** What a provider other than the client's own may know of the client. */
const providerMayKnow = new Set([
  'accept',
  'accept-encoding',
  'anthropic-beta',
  'anthropic-version',
  'content-type',
  'user-agent',
]);

const clientMayKnow = new Set([
  'cache-control',
  'content-encoding',
  'content-length',
  'content-type',
  'request-id',
  'retry-after',
  'x-request-id',
  'x-should-retry',
]);

/** Encodings that the observer can read; the client's wish is narrowed to them, or usage would stay unknown. */
const readableEncodings = new Set(['gzip', 'deflate', 'br', 'identity']);

export function headerValue(headers: RawHeaders, name: string): string | null {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === name) return headers[index + 1] ?? null;
  }
  return null;
}

function filterHeaders(headers: RawHeaders, keep: (name: string) => boolean): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (keep(name.toLowerCase())) kept.push(name, headers[index + 1] ?? '');
  }
  return kept;
}

function connectionNames(headers: RawHeaders): ReadonlySet<string> {
  const named = headerValue(headers, 'connection') ?? '';
  return new Set(named.split(',').map((name) => name.trim().toLowerCase()));
}

/** All that the client sent, for its own vendor: less hop-by-hop headers, ours, and whatever carried our token. */
export function nativeRequestHeaders(headers: RawHeaders, drop: ReadonlySet<string>): string[] {
  const connection = connectionNames(headers);
  const kept = filterHeaders(
    headers,
    (name) =>
      !hopByHop.has(name) &&
      !madeAnew.has(name) &&
      !connection.has(name) &&
      !drop.has(name) &&
      !name.startsWith('x-switchyard-'),
  );
  return narrowEncodings(kept);
}

/** Allow-listed headers for a provider that the client's credential does not belong to, plus the provider's own. */
export function providerRequestHeaders(
  headers: RawHeaders,
  provider: ResolvedProvider,
  credential: RawHeaders,
): string[] {
  const kept = narrowEncodings(
    filterHeaders(headers, (name) => providerMayKnow.has(name) || name.startsWith('x-stainless-')),
  );
  if (headerValue(kept, 'anthropic-version') === null) kept.push('anthropic-version', '2023-06-01');
  return overrideHeaders(kept, [...Object.entries(provider.headers).flat(), ...credential]);
}

/** Later headers replace earlier ones of the same name. */
export function overrideHeaders(headers: RawHeaders, overrides: RawHeaders): string[] {
  const replaced = new Set(
    overrides.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()),
  );
  return [...filterHeaders(headers, (name) => !replaced.has(name)), ...overrides];
}

function narrowEncodings(headers: string[]): string[] {
  return headers.map((value, index) => {
    if (index % 2 === 0 || headers[index - 1]?.toLowerCase() !== 'accept-encoding') return value;
    const readable = value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => readableEncodings.has(part.split(';')[0]?.toLowerCase() ?? ''));
    return readable.length === 0 ? 'identity' : readable.join(', ');
  });
}

const credentialNames = new Set(['authorization', 'x-api-key', 'api-key', 'x-goog-api-key']);

/** The secrets that a call carries in its headers, without their scheme. */
export function sentCredentials(headers: RawHeaders): readonly string[] {
  const sent = filterHeaders(headers, (name) => credentialNames.has(name));
  return sent.filter((_, index) => index % 2 === 1).map((value) => value.replace(/^\w+ +/, ''));
}

/** The credential header of a provider; empty where none is wanted. */
export function credentialHeaders(auth: ResolvedProvider['auth'], secret: string | null): string[] {
  if (secret === null) return [];
  switch (auth) {
    case 'bearer':
      return ['authorization', `Bearer ${secret}`];
    case 'x-api-key':
      return ['x-api-key', secret];
    case 'api-key':
      return ['api-key', secret];
    default:
      return [];
  }
}

export function nativeResponseHeaders(headers: RawHeaders): string[] {
  const connection = connectionNames(headers);
  return filterHeaders(headers, (name) => !hopByHop.has(name) && !connection.has(name));
}

export function providerResponseHeaders(headers: RawHeaders): string[] {
  return filterHeaders(
    headers,
    (name) =>
      clientMayKnow.has(name) || name.startsWith('anthropic-') || name.startsWith('x-ratelimit-'),
  );
}

/** Of an upstream that spoke another dialect only what is true of our answer too. */
export function translatedResponseHeaders(headers: RawHeaders): string[] {
  const kept = new Set(['request-id', 'x-request-id', 'retry-after']);
  return filterHeaders(
    headers,
    (name) => kept.has(name) || name.startsWith('anthropic-') || name.startsWith('x-ratelimit-'),
  );
}

/** Rule and model names may be in any script; header values may not. */
export function headerSafe(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value);
}
