import { err, ok, type Result } from '../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { ResolvedProvider, WireFormat } from '../../shared/domain/provider.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import type { WireAdapter } from '../wire/adapter.ts';
import type { FitTarget } from '../wire/anthropic-messages/fit-request.ts';
import type {
  SignatureMaker,
  SignatureOrigins,
} from '../wire/anthropic-messages/signature-origins.ts';
import { unsupportedField } from '../wire/openai-chat/request.ts';
import { quirksOf } from '../wire/quirks-of.ts';
import type { Aim } from './aim.ts';
import { editMessagesBody, fitBody } from './body-edits.ts';
import {
  credentialHeaders,
  headerValue,
  nativeRequestHeaders,
  overrideHeaders,
  providerRequestHeaders,
} from './headers.ts';
import type { InboundRequest } from './inbound.ts';
import type { GatewayLimits } from './limits.ts';
import type { UpstreamCall } from './transport.ts';
import { vendorHeaders } from './vendor-headers.ts';

/** What a call is made from. `request` is null for native requests that are no Messages request. */
export interface CallSource {
  readonly inbound: InboundRequest;
  readonly request: MessagesRequest | null;
  /** The bytes to send: the client's own, unless a tag had to be taken out. */
  readonly body: Uint8Array;
  readonly nativeBaseUrl: string;
  readonly lock: UpstreamCall['lock'];
  readonly limits: GatewayLimits;
  readonly isOwnAddress: (url: URL) => boolean;
  readonly adapters: Partial<Record<WireFormat, WireAdapter>>;
  readonly signatures: SignatureOrigins;
}

/** A call ready to send. `adapter` null: the dialect is the same, bytes pass. */
export interface PreparedCall {
  readonly call: UpstreamCall;
  readonly adapter: WireAdapter | null;
  readonly dropped: readonly Dropped[];
}

/** The upstream call of an aim, in the upstream's dialect and with the credential that belongs there. */
export function prepareCall(
  aim: Aim,
  secret: string | null,
  source: CallSource,
): Result<PreparedCall, GatewayError> {
  const prepared = prepareDialect(aim, secret, source);
  if (!prepared.ok || !source.isOwnAddress(prepared.value.call.url)) return prepared;
  const message = `${aim.providerName}: its address is Switchyard's own, so it would call itself`;
  return err(gatewayError('upstream-unreachable', message, { shouldRetry: false }));
}

function prepareDialect(
  aim: Aim,
  secret: string | null,
  source: CallSource,
): Result<PreparedCall, GatewayError> {
  if (aim.provider === null) return prepareNative(source);
  const { provider } = aim;
  if (provider.auth === 'native' && !isSameOrigin(provider.baseUrl, source.nativeBaseUrl)) {
    return err(
      gatewayError(
        'native-credential-missing',
        `${provider.name} is not where the client's own login belongs, so it was not sent there`,
      ),
    );
  }
  const isAnthropic = isAnthropicHost(provider, source.nativeBaseUrl);
  // The client goes on without such a field, once it is refused by name.
  const unsupported = source.request !== null && !isAnthropic && unsupportedField(source.request);
  if (unsupported) return err(unsupported);
  if (provider.wire === 'anthropic-messages') {
    return prepareSameDialect(aim, provider, secret, source);
  }
  const adapter = source.adapters[provider.wire];
  if (adapter === undefined || source.request === null) {
    return err(
      gatewayError(
        'wire-unsupported',
        `${provider.name}: Switchyard cannot speak ${provider.wire} yet`,
      ),
    );
  }
  return prepareTranslated(aim, provider, secret, { ...source, adapter, request: source.request });
}

function prepareNative(source: CallSource): Result<PreparedCall, GatewayError> {
  const { inbound } = source;
  const headers = nativeRequestHeaders(inbound.headers, inbound.tokenHeaders);
  const hasLogin =
    headerValue(headers, 'authorization') !== null || headerValue(headers, 'x-api-key') !== null;
  if (!hasLogin && inbound.path.startsWith('/v1/messages')) {
    return err(
      gatewayError(
        'native-credential-missing',
        'This request goes to Anthropic, and Claude Code sent no login of its own. Log in with Claude Code, or route it to a provider that has a key.',
      ),
    );
  }
  const url = joinUrl(source.nativeBaseUrl, inbound.path, inbound.query);
  const fit = fitTarget('claude', [], source.request?.model ?? '', source);
  const { body, dropped } = fitBody(source.body, source.request, fit);
  return ok({ call: createCall(url, headers, { ...source, body }, null), adapter: null, dropped });
}

function prepareSameDialect(
  aim: Aim,
  provider: ResolvedProvider,
  secret: string | null,
  source: CallSource,
): Result<PreparedCall, GatewayError> {
  const { inbound } = source;
  const isAnthropic = isAnthropicHost(provider, source.nativeBaseUrl);
  const quirks = isAnthropic ? [] : quirksOf(provider);
  const headers =
    provider.auth === 'native'
      ? overrideHeaders(
          nativeRequestHeaders(inbound.headers, inbound.tokenHeaders),
          Object.entries(provider.headers).flat(),
        )
      : providerRequestHeaders(inbound.headers, provider, [
          ...vendorHeaders(quirks, source.request, inbound.headers),
          ...credentialHeaders(provider.auth, secret),
        ]);
  const edited = editMessagesBody(source.body, source.request, {
    model: aim.model,
    isAnthropic,
    fit: fitTarget(signatureMaker(aim, source.nativeBaseUrl), quirks, aim.model, source),
    options: aim.options,
  });
  const { body } = edited;
  const betas = quirks.includes('no-anthropic-extras') ? takeBetas(headers) : null;
  const dropped = [...edited.dropped, ...(betas?.dropped ?? [])];
  const base = provider.baseUrl.replace(/\/+$/, '').replace(/(\/v1)?(\/messages)?$/, '');
  const url = joinUrl(base, inbound.path, inbound.query);
  const call = createCall(url, betas?.headers ?? headers, { ...source, body }, aim);
  return ok({ call, adapter: null, dropped });
}

function prepareTranslated(
  aim: Aim,
  provider: ResolvedProvider,
  secret: string | null,
  source: CallSource & { readonly adapter: WireAdapter; readonly request: MessagesRequest },
): Result<PreparedCall, GatewayError> {
  const { adapter, request } = source;
  const encoded = adapter.encodeRequest(request, {
    provider,
    model: aim.model,
    options: aim.options,
  });
  const headers = overrideHeaders(
    ['content-type', 'application/json', 'accept-encoding', 'identity'],
    [
      ...Object.entries(encoded.headers).flat(),
      ...vendorHeaders(quirksOf(provider), request, source.inbound.headers),
      ...Object.entries(provider.headers).flat(),
      ...credentialHeaders(provider.auth, secret),
    ],
  );
  const call = createCall(
    new URL(encoded.url),
    headers,
    { ...source, body: encoded.body, inbound: { ...source.inbound, method: 'POST' } },
    aim,
  );
  return ok({ call, adapter, dropped: encoded.dropped });
}

function createCall(
  url: URL,
  headers: readonly string[],
  source: CallSource,
  aim: Aim | null,
): UpstreamCall {
  const { limits } = source;
  const own = { ...aim?.provider?.timeouts, ...aim?.options?.timeouts };
  return {
    url,
    method: source.inbound.method,
    headers,
    body: source.body.length === 0 ? null : source.body,
    timeouts: {
      connectMs: own.connectMs ?? limits.connectMs,
      firstByteMs: own.firstByteMs ?? limits.firstByteMs,
      idleMs: own.idleMs ?? limits.idleMs,
    },
    lock: source.lock,
  };
}

function joinUrl(base: string, path: string, query: string): URL {
  return new URL(base.replace(/\/+$/, '') + path + query);
}

function fitTarget(
  maker: SignatureMaker,
  quirks: FitTarget['quirks'],
  model: string,
  { signatures }: CallSource,
): FitTarget {
  return {
    quirks,
    model,
    isClaude: maker === 'claude',
    mayReturn: (signature) => signatures.mayReturn(signature, maker),
  };
}

/** Who signs the thinking of this aim: Claude wherever it is hosted, else this provider. */
export function signatureMaker(aim: Aim, nativeBaseUrl: string): SignatureMaker {
  const { provider } = aim;
  const isClaude =
    provider === null || isAnthropicHost(provider, nativeBaseUrl) || /claude/i.test(aim.model);
  return isClaude ? 'claude' : `provider:${aim.providerId}`;
}

/** Betas name features of Anthropic's; a vendor without them may refuse the header. */
function takeBetas(headers: readonly string[]): {
  readonly headers: readonly string[];
  readonly dropped: readonly Dropped[];
} {
  const named = headerValue(headers, 'anthropic-beta');
  if (named === null) return { headers, dropped: [] };
  const kept = headers.filter((_, index) => {
    const name = headers[index - (index % 2)];
    return name?.toLowerCase() !== 'anthropic-beta';
  });
  return { headers: kept, dropped: [{ path: 'anthropic-beta', why: `not known here: ${named}` }] };
}

function isAnthropicHost(provider: ResolvedProvider, nativeBaseUrl: string): boolean {
  return (
    isSameOrigin(provider.baseUrl, nativeBaseUrl) ||
    new URL(provider.baseUrl).hostname === 'api.anthropic.com'
  );
}

/** Credentials of the client may go to this origin and to no other. */
function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}
