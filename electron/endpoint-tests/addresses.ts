import { err, ok, type Result } from '../../shared/base/result.ts';
import type { AuthScheme } from '../../shared/domain/provider.ts';

/** The wires that tests speak. */
export const labWires = ['anthropic-messages', 'openai-chat'] as const;
export type LabWire = (typeof labWires)[number];

export function isLabWire(wire: string): wire is LabWire {
  return (labWires as readonly string[]).includes(wire);
}

/** Absolute addresses of one endpoint, no trailing slash; `root` is where a server's native paths start. */
export interface Addresses {
  readonly root: string;
  readonly operation: Readonly<Record<LabWire, string>>;
  readonly models: Readonly<Record<LabWire, string>>;
}

/**
 * Reads an address as people write it: host alone, with `/v1`, or a whole operation. `strictChat` keeps the contract
 * of `Provider.baseUrl` (chat: exactly what precedes `/chat/completions`), else `/v1` is added where no version ends it.
 */
export function addressesOf(baseUrl: string, strictChat: boolean): Result<Addresses, string> {
  const url = parseHttpUrl(baseUrl);
  if (url === null) return err('not an http or https address');
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const withoutOperation = base
    .replace(/\/chat\/completions$/, '')
    .replace(/(\/v1)?\/messages$/, '');
  const root = withoutOperation.replace(/\/v1$/, '');
  const isChatOperation = base.endsWith('/chat/completions');
  const versioned =
    strictChat || isChatOperation || /\/v\d+\w*$/.test(withoutOperation)
      ? withoutOperation
      : `${withoutOperation}/v1`;
  return ok({
    root,
    operation: {
      'anthropic-messages': `${root}/v1/messages`,
      'openai-chat': `${versioned}/chat/completions`,
    },
    models: { 'anthropic-messages': `${root}/v1/models`, 'openai-chat': `${versioned}/models` },
  });
}

/** null for anything but http(s); user info, query and fragment are no part of an address that is kept or shown. */
export function parseHttpUrl(text: string): URL | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url;
}

/** Headers that carry the secret; without one, none. `wire` decides where the scheme does not. */
export function credentialHeaders(
  wire: LabWire,
  auth: AuthScheme | null,
  secret: string | null,
): Readonly<Record<string, string>> {
  const version: Record<string, string> =
    wire === 'anthropic-messages' ? { 'anthropic-version': '2023-06-01' } : {};
  if (secret === null || secret === '' || auth === 'none') return version;
  const scheme = auth ?? (wire === 'anthropic-messages' ? 'x-api-key' : 'bearer');
  if (scheme === 'x-api-key' || scheme === 'api-key') return { ...version, [scheme]: secret };
  if (scheme === 'native') return { ...version, 'x-api-key': secret };
  return { ...version, authorization: `Bearer ${secret}` };
}
