import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { ClientGrant } from './gateway.ts';
import { headerValue } from './headers.ts';

export interface AccessRules {
  readonly port: number;
  readonly allowedOrigins: readonly string[];
  readonly authorize: (token: string) => ClientGrant | null;
}

/** A caller that may come in. `path` has lost its token segment; `tokenHeaders` carried our token and go nowhere. */
export interface Admission {
  readonly grant: ClientGrant;
  readonly path: string;
  readonly query: string;
  readonly tokenHeaders: ReadonlySet<string>;
}

/** The address as asked for: `/t/T` taken off the front. null where the target is no path (a proxy request, `*`). */
export function readTarget(
  target: string,
): { readonly path: string; readonly query: string; readonly token: string | null } | null {
  if (!target.startsWith('/')) return null;
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? '' : target.slice(mark);
  const prefixed = /^\/t\/([^/]+)(\/.*)?$/.exec(path);
  if (prefixed === null) return { path, query, token: null };
  return { path: prefixed[2] ?? '/', query, token: prefixed[1] ?? null };
}

/** DNS rebinding and web pages: only our own names with our own port, and no foreign origin. Needs no token. */
export function checkSource(request: IncomingMessage, rules: AccessRules): GatewayError | null {
  const host = (request.headers.host ?? '').toLowerCase();
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${String(rules.port)}`);
  if (!names.includes(host)) {
    return gatewayError('host-refused', `Switchyard answers at ${names.join(', ')} only`, {
      shouldRetry: false,
    });
  }
  const origin = request.headers.origin;
  if (origin !== undefined && !rules.allowedOrigins.includes(origin)) {
    return gatewayError('origin-refused', 'Switchyard does not answer web pages of this origin', {
      shouldRetry: false,
    });
  }
  return null;
}

/**
 * Finds our token wherever a client can carry it. Every place that holds a valid token is listed, so that none of
 * them is forwarded; another credential beside it belongs to the client and stays.
 */
export function authorizeClient(
  request: IncomingMessage,
  rules: AccessRules,
): Result<Admission, GatewayError> {
  const target = readTarget(request.url ?? '/');
  if (target === null) {
    return err(gatewayError('bad-request', 'The request target must be a path'));
  }
  const tokenHeaders = new Set<string>(['x-switchyard-token']);
  let grant = target.token === null ? null : rules.authorize(target.token);
  for (const [name, token] of carriedTokens(request.rawHeaders)) {
    const found = rules.authorize(token);
    if (found === null) continue;
    grant ??= found;
    tokenHeaders.add(name);
  }
  if (grant !== null) return ok({ grant, path: target.path, query: target.query, tokenHeaders });
  return err(
    gatewayError(
      'token-missing',
      'Switchyard does not know this token. Start Claude Code from Switchyard, or send x-switchyard-token.',
      { shouldRetry: false },
    ),
  );
}

function carriedTokens(headers: readonly string[]): readonly (readonly [string, string])[] {
  const own = headerValue(headers, 'x-switchyard-token');
  const key = headerValue(headers, 'x-api-key');
  const bearer = /^Bearer\s+(.+)$/i.exec(headerValue(headers, 'authorization') ?? '')?.[1];
  return [
    ...(own === null ? [] : [['x-switchyard-token', own] as const]),
    ...(bearer === undefined ? [] : [['authorization', bearer.trim()] as const]),
    ...(key === null ? [] : [['x-api-key', key] as const]),
  ];
}
