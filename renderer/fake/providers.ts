import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import type { DiscoveredEndpoint, ProviderView } from '../../shared/domain/provider-view.ts';
import type { AuthScheme, Billing, Provider, WireFormat } from '../../shared/domain/provider.ts';
import type { KeyInfo } from '../../shared/domain/secret-state.ts';

interface Seed {
  readonly id: string;
  readonly name: string;
  readonly wire: WireFormat;
  readonly baseUrl: string;
  readonly auth: AuthScheme;
  readonly models: readonly string[];
  readonly billing: Billing;
  readonly requestsToday: number;
  readonly keys: readonly { readonly id: string; readonly last4: string }[];
  readonly usedByRules: readonly string[];
}

const perToken: Billing = { kind: 'per-token' };
const owned: Billing = { kind: 'hardware', usd: 4699, months: 36, watts: 170, usdPerKwh: 0.15 };

const seeds: readonly Seed[] = [
  {
    id: 'anthropic',
    name: 'Anthropic',
    wire: 'anthropic-messages',
    baseUrl: 'https://api.anthropic.com',
    auth: 'native',
    models: ['claude-opus-4-8', 'claude-sonnet-4-6', 'claude-haiku-4-5'],
    billing: perToken,
    requestsToday: 36,
    keys: [],
    usedByRules: ['Long context', 'Opus without thinking'],
  },
  {
    id: 'zai',
    name: 'Z.AI',
    wire: 'anthropic-messages',
    baseUrl: 'https://api.z.ai/api/anthropic',
    auth: 'bearer',
    models: ['glm-5.2', 'glm-4.7-flash'],
    billing: perToken,
    requestsToday: 44,
    keys: [{ id: 'main', last4: 'kP3x' }],
    usedByRules: ['Opus without thinking', 'Titles to Z.AI'],
  },
  {
    id: 'minimax',
    name: 'MiniMax',
    wire: 'anthropic-messages',
    baseUrl: 'https://api.minimax.io/anthropic',
    auth: 'bearer',
    models: ['MiniMax-M2.7', 'MiniMax-M2.7-highspeed', 'MiniMax-M2.1'],
    billing: perToken,
    requestsToday: 57,
    keys: [
      { id: 'main', last4: '9kQe' },
      { id: 'team', last4: '7Q2f' },
      { id: 'spare', last4: 'mX04' },
    ],
    usedByRules: ['Background to this machine', 'Subagents'],
  },
  {
    id: 'deepseek',
    name: 'DeepSeek',
    wire: 'openai-chat',
    baseUrl: 'https://api.deepseek.com/v1',
    auth: 'bearer',
    models: ['deepseek-v4-pro', 'deepseek-v4-flash'],
    billing: perToken,
    requestsToday: 23,
    keys: [{ id: 'main', last4: '3e9a' }],
    usedByRules: ['Long context'],
  },
  {
    id: 'spark',
    name: 'DGX Spark',
    wire: 'openai-chat',
    baseUrl: 'http://192.168.1.40:8000/v1',
    auth: 'none',
    models: ['gemma-4-26b-a4b'],
    billing: owned,
    requestsToday: 63,
    keys: [],
    usedByRules: ['Client work stays here', 'Subagents'],
  },
  {
    id: 'ollama',
    name: 'Ollama',
    wire: 'openai-chat',
    baseUrl: 'http://127.0.0.1:11434/v1',
    auth: 'none',
    models: ['qwen3:8b', 'llama3.3:70b'],
    billing: { kind: 'free' },
    requestsToday: 189,
    keys: [],
    usedByRules: ['Background to this machine'],
  },
];

export function keyInfo(providerId: string, keyId: string, last4: string): KeyInfo {
  const addedAt = Date.now() - 40 * 86_400_000;
  return { providerId, keyId, present: true, last4, addedAt, source: 'keychain' };
}

/** What main would resolve for a draft, near enough for a picture. */
export function viewOf(draft: Provider, keys: readonly KeyInfo[] = []): ProviderView {
  return {
    id: draft.id,
    draft,
    resolved: resolveDraft(draft),
    keys,
    requestsToday: 0,
    lastTest: null,
    usedByRules: [],
  };
}

export function fakeProviders(now: number): ProviderView[] {
  return seeds.map((seed) => {
    const draft: Provider = {
      id: seed.id,
      preset: seed.id === 'spark' ? 'vllm' : seed.id,
      name: seed.name,
      wire: seed.wire,
      baseUrl: seed.baseUrl,
      auth: seed.auth,
      keys: seed.keys.map((key, index) => ({ id: key.id, keychain: true, priority: index + 1 })),
      models: seed.models.map((id) => ({ id, contextTokens: 200_000, maxOutputTokens: 32_000 })),
      billing: seed.billing,
    };
    const view = viewOf(
      draft,
      seed.keys.map((key) => keyInfo(seed.id, key.id, key.last4)),
    );
    return {
      ...view,
      requestsToday: seed.requestsToday,
      usedByRules: seed.usedByRules,
      lastTest: {
        verdict: seed.id === 'minimax' ? 'rate-limited' : 'works',
        model: seed.models[0] ?? '',
        at: now - 700_000,
        durationMs: 412,
        costNanoUsd: seed.auth === 'none' ? null : 3100,
        detail: seed.id === 'minimax' ? 'requests per minute limit reached (60/60)' : '',
      },
    };
  });
}

export const fakeDiscovered: readonly DiscoveredEndpoint[] = [
  {
    preset: 'lmstudio',
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    wire: 'openai-chat',
    models: [{ id: 'qwen3-30b-a3b' }, { id: 'gemma-4-12b' }],
  },
];

/** The list with this key on its provider; null: without it. */
export function withKey(
  views: readonly ProviderView[],
  providerId: string,
  keyId: string,
  info: ProviderView['keys'][number] | null,
): ProviderView[] {
  return views.map((known) => {
    if (known.id !== providerId) return known;
    const others = known.keys.filter((key) => key.keyId !== keyId);
    return { ...known, keys: info === null ? others : [...others, info] };
  });
}
