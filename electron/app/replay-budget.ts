import { presets } from '../../shared/catalog/index.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ReplayBudgetLine, ReplayTarget } from '../../shared/domain/replay.ts';
import { resolveProvider } from '../../shared/domain/resolve-provider.ts';
import type { TokenUsage } from '../../shared/domain/usage.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { lockOf } from '../gateway/decide.ts';
import { localOnly } from '../base/network-reach.ts';
import { costOf, tariffOf } from '../traffic/exchange-cost.ts';

/** For a pasted request that names none. */
export const DEFAULT_MAX_TOKENS = 1024;
/** The least that Anthropic takes as a thinking budget. */
const LEAST_THINKING = 1024;

export interface BudgetQuestion {
  readonly body: MessagesRequest;
  readonly inputTokens: number;
  readonly maxTokens: number;
  /** Epoch ms; some prices depend on the hour. */
  readonly at: number;
}

/** The most that one target can cost: nothing of the prompt cached, every output token used. */
export function budgetLine(
  target: ReplayTarget,
  { body, inputTokens, maxTokens, at }: BudgetQuestion,
  configuration: Configuration,
): ReplayBudgetLine {
  const tariff = tariffOf(configuration, target.provider, target.model);
  const prompt: TokenUsage = { ...nothing, ...promptUsage(body, inputTokens) };
  const whole = costOf(tariff, { ...prompt, output: maxTokens }, at);
  // The same prompt, so the same tier of the price list.
  const input = costOf(tariff, prompt, at).costNanoUsd;
  return {
    target,
    inputTokens,
    basis: whole.priceBasis ?? 'unpriced',
    inputNanoUsd: input,
    outputNanoUsd: whole.costNanoUsd === null || input === null ? null : whole.costNanoUsd - input,
    blocked: blockedBy(target, configuration),
  };
}

const nothing: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };

/** Where the request marks its prompt for the cache, writing it there is what costs most. */
function promptUsage(body: MessagesRequest, tokens: number): Partial<TokenUsage> {
  const parts = JSON.stringify([body.system, body.tools, body.messages.slice(-3)]);
  if (!parts.includes('"cache_control"')) return { input: tokens };
  return parts.includes('"1h"') ? { cacheWrite1h: tokens } : { cacheWrite5m: tokens };
}

function blockedBy(
  target: ReplayTarget,
  configuration: Configuration,
): ReplayBudgetLine['blocked'] {
  const configured = configuration.providers.find(({ id }) => id === target.provider);
  const resolved = configured === undefined ? null : resolveProvider(configured, presets);
  if (resolved?.ok !== true) return 'unknown';
  const provider = resolved.value;
  if (provider.auth === 'native') return 'login';
  const ranges = lockOf(configuration, true);
  if (ranges === null || provider.preset === 'practice') return null;
  const host = URL.canParse(provider.baseUrl) ? new URL(provider.baseUrl).hostname : '';
  // A name is judged where it resolves to, by the gateway.
  return localOnly(ranges).refusal(host) === null ? null : 'lock';
}

/** As it was, but streamed and with this limit, under which its thinking has to fit. */
export function withMaxTokens(body: MessagesRequest, maxTokens: number): MessagesRequest {
  const changed = { ...body, max_tokens: maxTokens, stream: true };
  const budget = body.thinking?.budget_tokens;
  if (body.thinking === undefined || budget === undefined || budget < maxTokens) return changed;
  if (maxTokens > LEAST_THINKING) {
    return { ...changed, thinking: { ...body.thinking, budget_tokens: maxTokens - 1 } };
  }
  return { ...changed, thinking: { type: 'disabled' } };
}
