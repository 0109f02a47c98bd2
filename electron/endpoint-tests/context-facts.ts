import { z } from 'zod';
import type { EndpointAsk, EndpointClient } from './http.ts';
import type { Server } from './servers.ts';

/** What a server takes now, and what the model could take (tokens); null where it does not say. */
export interface ContextFacts {
  readonly effectiveTokens: number | null;
  readonly maxTokens: number | null;
}

export interface ContextQuery {
  readonly root: string;
  readonly modelsUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly server: Server | null;
}

const CONTEXT_TIMEOUT_MS = 10_000;
/** What Ollama versions that do not report a loaded model's context use when nothing else is set. */
const OLLAMA_OLD_DEFAULT_TOKENS = 4096;

const nothingKnown: ContextFacts = { effectiveTokens: null, maxTokens: null };

/**
 * Asks the server's own endpoints; a model that is not loaded yet has no effective context with Ollama and LM Studio.
 * @see https://docs.ollama.com/api https://lmstudio.ai/docs/developer/rest
 */
export async function contextOf(
  client: EndpointClient,
  query: ContextQuery,
  model: string,
): Promise<ContextFacts> {
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const request: EndpointAsk = {
      method: body === undefined ? 'GET' : 'POST',
      url: path.startsWith('/') ? `${query.root}${path}` : path,
      headers: query.headers,
      body,
      timeoutMs: CONTEXT_TIMEOUT_MS,
      signal: query.signal,
    };
    const reply = await client.ask(request);
    return reply.ok && reply.value.status === 200 ? reply.value.json : undefined;
  };
  switch (query.server?.kind) {
    case 'ollama':
      return readOllama(model, await ask('/api/show', { model }), await ask('/api/ps'));
    case 'lmstudio':
      return readLmStudio(model, await ask('/api/v0/models'));
    case 'llamacpp':
      return readLlamaCpp(model, await ask('/props'), await ask(query.modelsUrl));
    case 'vllm':
    case undefined:
      return readModelList(model, await ask(query.modelsUrl));
  }
}

const tokens = z.number().int().positive().nullish().catch(null);
const ollamaShow = z.object({
  model_info: z.record(z.string(), z.unknown()).nullish(),
  parameters: z.string().nullish(),
});
const ollamaLoaded = z.object({
  models: z.array(z.object({ name: z.string(), context_length: tokens })),
});

function readOllama(model: string, show: unknown, loaded: unknown): ContextFacts {
  const shown = ollamaShow.safeParse(show).data;
  const length = Object.entries(shown?.model_info ?? {}).find(([name]) =>
    name.endsWith('.context_length'),
  )?.[1];
  const asked = /^\s*num_ctx\s+(\d+)/m.exec(shown?.parameters ?? '')?.[1];
  const running = ollamaLoaded
    .safeParse(loaded)
    .data?.models.find(({ name }) => name === model || name === `${model}:latest`);
  const set = asked === undefined ? null : Number(asked);
  return {
    effectiveTokens:
      running === undefined ? set : (running.context_length ?? set ?? OLLAMA_OLD_DEFAULT_TOKENS),
    maxTokens: typeof length === 'number' && length > 0 ? length : null,
  };
}

const lmStudioModels = z.object({
  data: z.array(
    z.object({ id: z.string(), loaded_context_length: tokens, max_context_length: tokens }),
  ),
});

function readLmStudio(model: string, json: unknown): ContextFacts {
  const found = lmStudioModels.safeParse(json).data?.data.find(({ id }) => id === model);
  return {
    effectiveTokens: found?.loaded_context_length ?? null,
    maxTokens: found?.max_context_length ?? null,
  };
}

const llamaProps = z.object({ default_generation_settings: z.object({ n_ctx: tokens }) });
const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      max_model_len: tokens,
      context_length: tokens,
      context_window: tokens,
      meta: z.object({ n_ctx_train: tokens }).nullish(),
    }),
  ),
});

function readLlamaCpp(model: string, props: unknown, list: unknown): ContextFacts {
  const models = modelList.safeParse(list).data?.data;
  const found = models?.find(({ id }) => id === model) ?? models?.[0];
  return {
    effectiveTokens: llamaProps.safeParse(props).data?.default_generation_settings.n_ctx ?? null,
    maxTokens: found?.meta?.n_ctx_train ?? null,
  };
}

function readModelList(model: string, json: unknown): ContextFacts {
  const found = modelList.safeParse(json).data?.data.find(({ id }) => id === model);
  if (found === undefined) return nothingKnown;
  return {
    effectiveTokens: found.max_model_len ?? found.context_length ?? found.context_window ?? null,
    maxTokens: null,
  };
}
