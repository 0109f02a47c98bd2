import { err, ok, type Result } from '../../shared/base/result.ts';
import { findPreset } from '../../shared/catalog/index.ts';
import type { ProviderPreset } from '../../shared/catalog/preset.ts';
import { priceUsage, type Price } from '../../shared/domain/cost.ts';
import type { ProviderTestResult } from '../../shared/domain/provider-view.ts';
import type { ProviderModel, ResolvedProvider } from '../../shared/domain/provider.ts';
import { noUsage } from '../../shared/domain/usage.ts';
import type { Clock } from '../base/clock.ts';
import type { NetworkReach } from '../base/network-reach.ts';
import { addressesOf, credentialHeaders, isLabWire, type LabWire } from './addresses.ts';
import { readVerdict, verdictOfFailure } from './answer-verdict.ts';
import type { AnswerUsage } from './dialect.ts';
import { createEndpointClient, type EndpointClient } from './http.ts';
import { listModels, type ListedModels } from './list-models.ts';
import { askOneToken } from './one-token.ts';
import { identifyServer, serverKinds } from './servers.ts';
import { redactWords } from './words.ts';

/** A local server may load the model first; who waits sees it and can cancel. */
const ONE_TOKEN_TIMEOUT_MS = 60_000;

export interface ProviderTest {
  readonly provider: ResolvedProvider;
  /** null: the provider's first model, else the first that it lists. */
  readonly model: string | null;
  readonly secret: string | null;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** null or absent: the cost stays unknown, except where the provider bills nothing per token. */
  readonly price?: Price | null;
  readonly timeoutMs?: number;
  /** Anywhere when absent. */
  readonly reach?: NetworkReach;
}

export type TestFailure = Pick<ProviderTestResult, 'verdict' | 'detail'>;

/** Sends one real request of one token in the provider's own wire. Never rejects, never quotes the secret. */
export async function testProvider(test: ProviderTest): Promise<ProviderTestResult> {
  const client = createEndpointClient(test.clock, test.reach);
  const startedAt = test.clock.monotonic();
  const at = test.clock.now();
  try {
    const model = await chooseModel(client, test);
    if (!model.ok) return finish('', model.error, null);
    const answer = await askProvider(client, test, model.value);
    return finish(model.value, answer, answer.usage);
  } finally {
    client.dispose();
  }

  function finish(
    model: string,
    { verdict, detail }: TestFailure,
    usage: AnswerUsage | null,
  ): ProviderTestResult {
    return {
      verdict,
      model,
      at,
      durationMs: test.clock.monotonic() - startedAt,
      costNanoUsd: costOf(test, verdict === 'works' ? usage : null),
      detail,
    };
  }
}

async function askProvider(client: EndpointClient, test: ProviderTest, model: string) {
  const { provider, secret, signal } = test;
  const endpoint = endpointOf(provider, secret);
  if (!endpoint.ok) return { ...endpoint.error, usage: null };
  const { wire, url, headers } = endpoint.value;
  const timeoutMs = test.timeoutMs ?? ONE_TOKEN_TIMEOUT_MS;
  return askOneToken(client, { wire, url, headers, model, secret, timeoutMs, signal });
}

interface ProviderEndpoint {
  readonly wire: LabWire;
  readonly url: string;
  readonly modelsUrl: string;
  readonly root: string;
  readonly headers: Readonly<Record<string, string>>;
}

function endpointOf(
  provider: ResolvedProvider,
  secret: string | null,
): Result<ProviderEndpoint, TestFailure> {
  const { wire } = provider;
  if (!isLabWire(wire)) {
    return err({ verdict: 'failed', detail: `the wire ${wire} cannot be tested yet` });
  }
  const addresses = addressesOf(provider.baseUrl, true);
  if (!addresses.ok) return err({ verdict: 'unreachable', detail: addresses.error });
  return ok({
    wire,
    url: addresses.value.operation[wire],
    // Anthropic's list comes in pages of 20; others ignore the query.
    modelsUrl: `${addresses.value.models[wire]}${wire === 'anthropic-messages' ? '?limit=1000' : ''}`,
    root: addresses.value.root,
    headers: { ...provider.headers, ...credentialHeaders(wire, provider.auth, secret) },
  });
}

async function chooseModel(
  client: EndpointClient,
  test: ProviderTest,
): Promise<Result<string, TestFailure>> {
  const known = test.model ?? test.provider.models[0]?.id;
  if (known !== undefined) return ok(known);
  const models = await fetchWith(client, test);
  if (!models.ok) return models;
  const first = models.value[0]?.id;
  if (first === undefined) return err({ verdict: 'model-not-found', detail: 'it lists no models' });
  return ok(first);
}

export interface ModelListAsk extends Pick<
  ProviderTest,
  'provider' | 'secret' | 'signal' | 'clock' | 'reach'
> {
  /** The vendor's other addresses; the catalogue's when absent. */
  readonly alternatives?: NonNullable<ProviderPreset['alternatives']>;
}

/**
 * The models that a provider lists, with the context each really has where the server says so (tokens).
 * A failure is worded as the one-token test words it.
 */
export async function fetchModels(
  ask: ModelListAsk,
): Promise<Result<readonly ProviderModel[], TestFailure>> {
  const client = createEndpointClient(ask.clock, ask.reach);
  try {
    return await fetchWith(client, ask);
  } finally {
    client.dispose();
  }
}

async function fetchWith(
  client: EndpointClient,
  ask: ModelListAsk,
): Promise<Result<readonly ProviderModel[], TestFailure>> {
  const { provider, secret, signal } = ask;
  const endpoint = endpointOf(provider, secret);
  if (!endpoint.ok) return endpoint;
  const { root, headers, wire } = endpoint.value;
  const server = isOwnServer(provider.preset)
    ? await identifyServer(client, root, { headers, signal })
    : null;
  let failure: TestFailure | null = null;
  for (const list of modelLists(endpoint.value, ask)) {
    const listed = await listModels(client, { root, ...list, signal, server });
    if (listed.kind === 'models') return ok(listed.models);
    failure ??= wordListFailure(wire, listed, secret);
    if (failure.verdict !== 'not-this-wire') break;
  }
  return err(failure ?? { verdict: 'failed', detail: 'it lists no models' });
}

/** Many vendors list models beside their chat endpoint only. The key stays with the origin that it was given for. */
function modelLists(
  endpoint: ProviderEndpoint,
  { provider, secret, alternatives }: ModelListAsk,
): readonly { readonly modelsUrl: string; readonly headers: Readonly<Record<string, string>> }[] {
  const { modelsUrl, headers } = endpoint;
  const preset = provider.preset === null ? null : findPreset(provider.preset);
  const others = (alternatives ?? preset?.alternatives ?? []).flatMap(({ wire, baseUrl }) => {
    const addresses = wire === 'openai-chat' ? addressesOf(baseUrl, true) : null;
    if (addresses?.ok !== true) return [];
    const url = addresses.value.models['openai-chat'];
    if (new URL(url).origin !== new URL(modelsUrl).origin || url === modelsUrl) return [];
    return [{ modelsUrl: url, headers: credentialHeaders('openai-chat', 'bearer', secret) }];
  });
  return [{ modelsUrl, headers }, ...others];
}

function wordListFailure(
  wire: LabWire,
  listed: Exclude<ListedModels, { readonly kind: 'models' }>,
  secret: string | null,
): TestFailure {
  if (listed.kind === 'failure') {
    const detail = redactWords(listed.failure.detail, secret);
    return { verdict: verdictOfFailure(listed.failure), detail };
  }
  const { verdict, words } = readVerdict(wire, listed.answer, secret !== null);
  return { verdict, detail: redactWords(words, secret) };
}

/** Only a preset of such a server, or an address of the user's own, is asked for a server's native endpoints. */
function isOwnServer(preset: string | null): boolean {
  return preset === null || [...serverKinds, 'openai-compatible'].includes(preset);
}

function costOf(test: ProviderTest, usage: AnswerUsage | null): number | null {
  const { kind } = test.provider.billing;
  if (kind !== 'per-token') return 0;
  if (usage === null || test.price === undefined || test.price === null) return null;
  const { inputTokens: input, outputTokens: output } = usage;
  return priceUsage({ ...noUsage, input, output }, test.price);
}
