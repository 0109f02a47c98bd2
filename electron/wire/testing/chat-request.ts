import { findPreset } from '../../../shared/catalog/index.ts';
import type { ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { TargetSpec } from '../../../shared/domain/rule.ts';
import type { Dropped } from '../../../shared/wire/dropped.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { encodeRequest } from '../openai-chat/request.ts';

/** A chat endpoint without habits, but for those of a preset that it names. */
export function provider(fields: Partial<ResolvedProvider> = {}): ResolvedProvider {
  return {
    id: 'acme',
    preset: null,
    name: 'Acme',
    wire: 'openai-chat',
    baseUrl: 'https://acme.test/v1',
    auth: 'bearer',
    keys: [],
    models: [],
    modelMapping: {},
    headers: {},
    timeouts: {},
    billing: { kind: 'per-token' },
    quirks: findPreset(fields.preset ?? '')?.quirks ?? [],
    ...fields,
  };
}

interface SentChat {
  readonly messages: readonly Record<string, unknown>[];
  readonly [field: string]: unknown;
}

/** A Messages request as a chat endpoint gets it: `dropped` are the paths of what was lost, `losses` say why too. */
export function send(
  request: Partial<MessagesRequest>,
  target: {
    provider?: Partial<ResolvedProvider>;
    model?: string;
    options?: Partial<TargetSpec>;
  } = {},
): {
  body: SentChat;
  dropped: string[];
  losses: readonly Dropped[];
  url: string;
  headers: Readonly<Record<string, string>>;
} {
  const model = target.model ?? 'm-1';
  const options = target.options ? { provider: 'acme', model, ...target.options } : null;
  const encoded = encodeRequest(
    { model: 'claude', messages: [{ role: 'user', content: 'hi' }], ...request },
    { provider: provider(target.provider), model, options },
  );
  return {
    body: JSON.parse(new TextDecoder().decode(encoded.body)) as SentChat,
    dropped: encoded.dropped.map(({ path }) => path),
    losses: encoded.dropped,
    url: encoded.url,
    headers: encoded.headers,
  };
}
