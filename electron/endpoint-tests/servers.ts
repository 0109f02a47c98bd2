import { z } from 'zod';
import type { EndpointClient } from './http.ts';

/** Servers that a person runs at home, told apart by endpoints that only they have. */
export const serverKinds = ['ollama', 'lmstudio', 'llamacpp', 'vllm'] as const;
export type ServerKind = (typeof serverKinds)[number];

export const serverNames: Readonly<Record<ServerKind, string>> = {
  ollama: 'Ollama',
  lmstudio: 'LM Studio',
  llamacpp: 'llama.cpp',
  vllm: 'vLLM',
};

export interface Server {
  readonly kind: ServerKind;
  /** As the server writes it; null where it does not say. */
  readonly version: string | null;
}

export interface ServerQuery {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

const IDENTIFY_TIMEOUT_MS = 3000;

const version = z.object({ version: z.string() });
const lmStudioModels = z.object({
  data: z.array(z.object({ state: z.string(), max_context_length: z.number().nullish() })),
});
const llamaProps = z.object({
  default_generation_settings: z.object({}),
  build_info: z.string().nullish(),
});
const vllmModels = z.object({
  data: z.array(z.object({ owned_by: z.literal('vllm') })).min(1),
});

/** Asks for all of the four kinds' own endpoints at once; null when it is none of them. */
export async function identifyServer(
  client: EndpointClient,
  root: string,
  query: ServerQuery,
): Promise<Server | null> {
  const get = async (path: string): Promise<unknown> => {
    const reply = await client.ask({
      method: 'GET',
      url: `${root}${path}`,
      headers: query.headers,
      timeoutMs: query.timeoutMs ?? IDENTIFY_TIMEOUT_MS,
      signal: query.signal,
    });
    return reply.ok && reply.value.status === 200 ? reply.value.json : undefined;
  };
  const [ollama, lmStudio, llama, vllm, models] = await Promise.all([
    get('/api/version'),
    get('/api/v0/models'),
    get('/props'),
    get('/version'),
    get('/v1/models'),
  ]);
  // First, because llama.cpp copies some of Ollama's paths, and nobody copies /props.
  const props = llamaProps.safeParse(llama);
  if (props.success) return { kind: 'llamacpp', version: props.data.build_info ?? null };
  if (lmStudioModels.safeParse(lmStudio).success) return { kind: 'lmstudio', version: null };
  const ollamaVersion = version.safeParse(ollama);
  if (ollamaVersion.success) return { kind: 'ollama', version: ollamaVersion.data.version };
  if (vllmModels.safeParse(models).success) {
    const known = version.safeParse(vllm);
    return { kind: 'vllm', version: known.success ? known.data.version : null };
  }
  return null;
}
