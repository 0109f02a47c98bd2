import type { ProviderPreset } from '../../shared/catalog/preset.ts';
import { hostOf, vendorAt } from '../../shared/catalog/vendor-at.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';

export interface ReadAddress {
  readonly baseUrl: string;
  /** A name, password or query was in it; it may have been a key and is left out. */
  readonly hadSecret: boolean;
}

const operations = /\/(?:chat\/completions|responses|v1\/messages)\/?$/;

/** An address without its operation, name, password and query; null when it is none. `$NAME` becomes `${NAME}`. */
export function readAddress(text: string): ReadAddress | null {
  const braced = text.trim().replace(/\$([A-Za-z_]\w*)/g, '${$1}');
  const [plain = '', ...query] = braced.split(/[?#]/);
  const withoutLogin = plain.replace(/^(https?:\/\/)[^/]*@/i, '$1');
  const baseUrl = withoutLogin.replace(operations, '').replace(/\/+$/, '');
  const isReference = baseUrl.startsWith('${');
  if (!isReference && !/^https?:\/\/[^/\s]+/i.test(baseUrl)) return null;
  return { baseUrl, hadSecret: query.length > 0 || withoutLogin !== plain };
}

/** The wire that an address tells by its path, as in `…/v1/messages` or `…/anthropic`; null when it tells none. */
export function wireOfAddress(address: string): WireFormat | null {
  const [path = ''] = address.split(/[?#]/);
  if (/\/v1\/messages\/?$|\/anthropic\/?$/.test(path)) return 'anthropic-messages';
  if (/\/responses\/?$/.test(path)) return 'openai-responses';
  return /\/chat\/completions\/?$/.test(path) ? 'openai-chat' : null;
}

/** The catalogue's entry whose vendor lives at this address; undefined for others. */
export function presetAt(baseUrl: string): ProviderPreset | undefined {
  return vendorAt(baseUrl, (preset) => preset.auth !== 'native') ?? undefined;
}

export function isThisMachine(baseUrl: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)(?::|$)/.test(hostOf(baseUrl) ?? '');
}
