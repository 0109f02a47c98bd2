import { err, ok, type Result } from '../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { ResolvedProvider, WireFormat } from '../../shared/domain/provider.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { WireAdapter } from '../wire/adapter.ts';
import type {
  SignatureMaker,
  SignatureOrigins,
} from '../wire/anthropic-messages/signature-origins.ts';
import { quirksOf } from '../wire/quirks-of.ts';
import type { Aim } from './aim.ts';
import type { RequestOutline } from './body/read-request.ts';
import type { RequestBody } from './body/request-body.ts';
import type { BodyOrder, WrittenBody } from './body/write-request.ts';
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
import { vendorHeaders, type Conversation } from './vendor-headers.ts';

const COUNT_TOKENS = '/v1/messages/count_tokens';

/** What a call is made from. */
export interface CallSource {
  readonly inbound: InboundRequest;
  /** null for what goes to the client's own vendor unread. */
  readonly outline: RequestOutline | null;
  readonly body: RequestBody;
  /** True where the request carries a tag that is for us. */
  readonly isTagged: boolean;
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
export async function prepareCall(
  aim: Aim,
  secret: string | null,
  source: CallSource,
): Promise<Result<PreparedCall, GatewayError>> {
  const prepared = await prepareDialect(aim, secret, source);
  if (!prepared.ok || !source.isOwnAddress(prepared.value.call.url)) return prepared;
  const message = `${aim.providerName}: its address is Switchyard's own, so it would call itself`;
  return err(gatewayError('upstream-unreachable', message, { shouldRetry: false }));
}

async function prepareDialect(
  aim: Aim,
  secret: string | null,
  source: CallSource,
): Promise<Result<PreparedCall, GatewayError>> {
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
  const unsupported = isAnthropic ? null : (source.outline?.unsupported ?? null);
  if (unsupported !== null) return err(unsupported);
  if (provider.wire === 'anthropic-messages') {
    return prepareSameDialect(aim, provider, secret, source);
  }
  const adapter = source.adapters[provider.wire];
  if (adapter === undefined || source.outline === null) {
    return err(
      gatewayError(
        'wire-unsupported',
        `${provider.name}: Switchyard cannot speak ${provider.wire} yet`,
      ),
    );
  }
  return prepareTranslated(aim, provider, secret, adapter, source);
}

async function prepareNative(source: CallSource): Promise<Result<PreparedCall, GatewayError>> {
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
  if (source.outline === null) {
    const call = createCall(url, headers, inbound.body, source, null);
    return ok({ call, adapter: null, dropped: [] });
  }
  const { model } = source.outline.facts;
  const written = await write({ kind: 'fit', maker: 'claude', quirks: [], model }, source);
  if (!written.ok) return written;
  const { body, dropped } = written.value;
  const call = createCall(url, headers, body ?? inbound.body, source, null);
  return ok({ call, adapter: null, dropped });
}

async function prepareSameDialect(
  aim: Aim,
  provider: ResolvedProvider,
  secret: string | null,
  source: CallSource,
): Promise<Result<PreparedCall, GatewayError>> {
  const { inbound } = source;
  const isAnthropic = isAnthropicHost(provider, source.nativeBaseUrl);
  const quirks = isAnthropic ? [] : quirksOf(provider);
  const maker = signatureMaker(aim, source.nativeBaseUrl);
  const { model, options } = aim;
  const edited = await write({ kind: 'edit', model, isAnthropic, maker, quirks, options }, source);
  if (!edited.ok) return edited;
  const body = edited.value.body ?? inbound.body;
  const headers =
    provider.auth === 'native'
      ? overrideHeaders(
          nativeRequestHeaders(inbound.headers, inbound.tokenHeaders),
          Object.entries(provider.headers).flat(),
        )
      : providerRequestHeaders(inbound.headers, provider, [
          ...vendorHeaders(quirks, conversationOf(source, edited.value), inbound.headers),
          ...credentialHeaders(provider.auth, secret),
        ]);
  const betas = quirks.includes('no-anthropic-extras') ? takeBetas(headers) : null;
  const dropped = [...edited.value.dropped, ...(betas?.dropped ?? [])];
  const base = provider.baseUrl.replace(/\/+$/, '').replace(/(\/v1)?(\/messages)?$/, '');
  const url = joinUrl(base, inbound.path, inbound.query);
  const call = createCall(url, betas?.headers ?? headers, body, source, aim);
  return ok({ call, adapter: null, dropped });
}

async function prepareTranslated(
  aim: Aim,
  provider: ResolvedProvider,
  secret: string | null,
  adapter: WireAdapter,
  source: CallSource,
): Promise<Result<PreparedCall, GatewayError>> {
  const { model, options } = aim;
  const encoded = await write({ kind: 'encode', provider, model, options }, source);
  if (!encoded.ok) return encoded;
  const { address, body, dropped } = encoded.value;
  if (address === null || body === null) throw new Error('A translated body has no address');
  const headers = overrideHeaders(
    ['content-type', 'application/json', 'accept-encoding', 'identity'],
    [
      ...Object.entries(address.headers).flat(),
      ...vendorHeaders(
        quirksOf(provider),
        conversationOf(source, encoded.value),
        source.inbound.headers,
      ),
      ...Object.entries(provider.headers).flat(),
      ...credentialHeaders(provider.auth, secret),
    ],
  );
  const call = createCall(new URL(address.url), headers, body, source, aim);
  return ok({ call, adapter, dropped });
}

/** The client's own name for the conversation, or one made of its first turn. */
function conversationOf({ outline }: CallSource, { firstTurn }: WrittenBody): Conversation {
  return { sessionId: outline?.facts.sessionId ?? null, firstTurn };
}

/** Distributes over the kinds of orders, which a plain `Omit` does not. */
type OrderOf<T> = T extends unknown ? Omit<T, 'withoutTag'> : never;

function write(
  order: OrderOf<BodyOrder>,
  { body, isTagged, inbound }: CallSource,
): ReturnType<RequestBody['write']> {
  return body.write({ ...order, withoutTag: isTagged }, inbound.signal);
}

function createCall(
  url: URL,
  headers: readonly string[],
  body: Uint8Array,
  source: CallSource,
  aim: Aim | null,
): UpstreamCall {
  const { limits } = source;
  const own = { ...aim?.provider?.timeouts, ...aim?.options?.timeouts };
  return {
    url,
    method: source.inbound.method,
    headers,
    body: body.length === 0 ? null : body,
    timeouts: isRoutedCount(aim, source)
      ? {
          connectMs: limits.countTokensMs,
          firstByteMs: limits.countTokensMs,
          idleMs: limits.countTokensMs,
        }
      : {
          connectMs: own.connectMs ?? limits.connectMs,
          firstByteMs: own.firstByteMs ?? limits.firstByteMs,
          idleMs: own.idleMs ?? limits.idleMs,
        },
    lock: source.lock,
  };
}

/** A count that we could estimate: whoever takes long over it is not waited for. */
function isRoutedCount(aim: Aim | null, { inbound }: CallSource): boolean {
  return aim !== null && inbound.path === COUNT_TOKENS;
}

function joinUrl(base: string, path: string, query: string): URL {
  return new URL(base.replace(/\/+$/, '') + path + query);
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
