import { z } from 'zod';
import type { ProviderModel } from '../../shared/domain/provider.ts';
import { contextOf } from './context-facts.ts';
import type { EndpointAnswer, EndpointClient, EndpointFailure } from './http.ts';
import type { Server } from './servers.ts';

const LIST_TIMEOUT_MS = 10_000;
/** Ollama tells the context per model only: as many are asked, the rest are listed without. */
const MAX_MODELS_ASKED = 24;
const MAX_MODELS = 2000;

export interface ListQuery {
  readonly root: string;
  readonly modelsUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly server: Server | null;
}

export type ListedModels =
  | { readonly kind: 'models'; readonly models: readonly ProviderModel[] }
  | { readonly kind: 'answer'; readonly answer: EndpointAnswer }
  | { readonly kind: 'failure'; readonly failure: EndpointFailure };

const tokens = z.number().int().positive().nullish().catch(null);
/** The union of what is seen in the field; every name but `id` is some vendor's own. */
const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      type: z.string().nullish(),
      name: z.string().nullish(),
      display_name: z.string().nullish(),
      max_model_len: tokens,
      loaded_context_length: tokens,
      context_length: tokens,
      context_window: tokens,
      max_context_length: tokens,
      max_input_tokens: tokens,
      max_completion_tokens: tokens,
      max_output_tokens: tokens,
      meta: z.object({ n_ctx_train: tokens }).nullish(),
      top_provider: z.object({ max_completion_tokens: tokens }).nullish(),
    }),
  ),
});
type ListedModel = z.infer<typeof modelList>['data'][number];
const ollamaTags = z.object({ models: z.array(z.object({ name: z.string().min(1) })) });

/** Reads the list that the server knows best: native ones carry the context, `/v1/models` mostly does not. */
export async function listModels(client: EndpointClient, query: ListQuery): Promise<ListedModels> {
  const { root, modelsUrl, server } = query;
  if (server?.kind === 'ollama') {
    const tags = await ask(client, query, `${root}/api/tags`);
    const parsed = tags.kind === 'answer' ? ollamaTags.safeParse(tags.answer.json) : null;
    if (parsed?.success === true) {
      return withContexts(
        client,
        query,
        parsed.data.models.map((model) => ({ id: model.name })),
      );
    }
  }
  const url = server?.kind === 'lmstudio' ? `${root}/api/v0/models` : modelsUrl;
  const listed = await ask(client, query, url);
  if (listed.kind !== 'answer' || listed.answer.status >= 300) return listed;
  const parsed = modelList.safeParse(listed.answer.json);
  if (!parsed.success) return listed;
  const models = parsed.data.data.filter(canChat).slice(0, MAX_MODELS).map(toModel);
  // One llama.cpp serves one model, and only /props knows the context that it was started with.
  return server?.kind === 'llamacpp'
    ? withContexts(client, query, models)
    : { kind: 'models', models };
}

async function withContexts(
  client: EndpointClient,
  query: ListQuery,
  models: readonly ProviderModel[],
): Promise<ListedModels> {
  const asked = models.slice(0, MAX_MODELS_ASKED).map(async (model): Promise<ProviderModel> => {
    const facts = await contextOf(client, query, model.id);
    const contextTokens = facts.effectiveTokens ?? facts.maxTokens;
    return contextTokens === null ? model : { ...model, contextTokens };
  });
  return {
    kind: 'models',
    models: [...(await Promise.all(asked)), ...models.slice(MAX_MODELS_ASKED, MAX_MODELS)],
  };
}

async function ask(
  client: EndpointClient,
  query: ListQuery,
  url: string,
): Promise<Exclude<ListedModels, { readonly kind: 'models' }>> {
  const { headers, signal } = query;
  const reply = await client.ask({
    method: 'GET',
    url,
    headers,
    timeoutMs: LIST_TIMEOUT_MS,
    signal,
  });
  return reply.ok
    ? { kind: 'answer', answer: reply.value }
    : { kind: 'failure', failure: reply.error };
}

function canChat(model: ListedModel): boolean {
  return model.type !== 'embeddings' && model.type !== 'embedding';
}

function toModel(model: ListedModel): ProviderModel {
  const name = model.display_name ?? model.name;
  const contextTokens = contextTokensOf(model);
  const maxOutputTokens =
    model.max_output_tokens ??
    model.max_completion_tokens ??
    model.top_provider?.max_completion_tokens;
  return {
    id: model.id,
    ...(name == null || name === '' ? {} : { name }),
    ...(contextTokens == null ? {} : { contextTokens }),
    ...(maxOutputTokens == null ? {} : { maxOutputTokens }),
  };
}

/** The effective bound first: what a server was started with, then what the model could do. */
function contextTokensOf(model: ListedModel): number | null {
  const names = [
    model.max_model_len,
    model.loaded_context_length,
    model.context_length,
    model.context_window,
    model.max_context_length,
    model.max_input_tokens,
    model.meta?.n_ctx_train,
  ];
  return names.find((value) => typeof value === 'number') ?? null;
}
