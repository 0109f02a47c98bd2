import type { ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import { isAlwaysThinking } from '../always-thinking.ts';
import { quirksOf } from '../quirks-of.ts';
import type { ToolIdForm } from '../tool-id.ts';
import type { SchemaForm } from './json-schema.ts';

/** How thinking and effort are asked for. `none`: not at all, and the loss is reported. */
export type ReasoningKnob =
  'none' | 'effort' | 'openai-effort' | 'thinking-type' | 'openrouter' | 'chat-template';

/** The grades of effort that one thinking vendor or another has beside its switch. */
export type BesideSwitch = 'low' | 'high' | 'max';

/** What one vendor's chat endpoint takes differently, in the terms of the encoder. */
export interface ChatDialect {
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** False: usage is always sent and `stream_options` refused. */
  readonly streamOptions: boolean;
  readonly toolIds: ToolIdForm;
  /** `auto`: `required` and named choices are refused; `none`: the field itself is. */
  readonly toolChoice: 'any' | 'auto' | 'none';
  readonly parallelToolCalls: boolean;
  readonly schema: SchemaForm;
  readonly images: 'any' | 'base64' | 'none';
  /** PDF as a `file` part. */
  readonly files: boolean;
  /** True: an answer at the end must be marked as the beginning of the next. */
  readonly assistantPrefix: boolean;
  /** True for models whose arguments come in pieces where `tool_stream` says so. */
  readonly toolStreamSwitch: (model: string) => boolean;
  /** False: a user turn right behind a tool result is refused. */
  readonly userAfterTool: boolean;
  readonly maxStops: number;
  readonly responseFormat: 'json_schema' | 'json_object';
  readonly temperatureAboveZero: boolean;
  readonly reasoning: ReasoningKnob;
  /** The efforts that `reasoning_effort` knows beside the thinking switch; [] where there is none. */
  readonly effortsBesideSwitch: (model: string) => readonly BesideSwitch[];
  /** True: the switch and `reasoning_effort` exclude each other. */
  readonly switchOrEffort: boolean;
  /** True: the switch takes a budget. */
  readonly thinkingBudget: boolean;
  /** True: `clear_thinking: false` beside the switch keeps the thoughts of earlier turns. */
  readonly clearThinkingSwitch: boolean;
  /** True for models that refuse to have thinking switched off. */
  readonly thinkingAlwaysOn: (model: string) => boolean;
  /** True for models that are switched off by `disable_reasoning`. */
  readonly disableReasoning: (model: string) => boolean;
  /** True for models that read their reasoning again as `<think>` in the content only. */
  readonly returnsThinkTags: (model: string) => boolean;
  /** True: while thinking is on, every assistant message needs `reasoning_content`. */
  readonly reasoningRequired: boolean;
  /** True: tool calls come with a signature and must return with it. */
  readonly thoughtSignatures: boolean;
  /** True for models that refuse `temperature`, `top_p` and `stop`. */
  readonly fixedSampling: (model: string) => boolean;
}

/** OpenAI's reasoning models. */
export function isOpenAiReasoningModel(model: string): boolean {
  return /^(o\d|gpt-5|codex)/.test(model) && !model.includes('-chat');
}

function isGlm(model: string): boolean {
  return /glm/i.test(model);
}

/** Since GLM 4.6. */
function streamsTools(model: string): boolean {
  return /glm-(4\.[6-9]|[5-9])/i.test(model);
}

function none(): boolean {
  return false;
}

const knobs: readonly (readonly [Quirk, ReasoningKnob])[] = [
  ['effort-of-reasoning-models', 'openai-effort'],
  ['effort-by-rule', 'effort'],
  ['thinking-switch', 'thinking-type'],
  ['reasoning-object', 'openrouter'],
  ['chat-template-thinking', 'chat-template'],
];

const schemaForms: readonly (readonly [Quirk, SchemaForm])[] = [
  ['schema-mfjs', 'mfjs'],
  ['schema-strict', 'closed'],
  ['schema-subset', 'subset'],
];

/** The encoder's traits of a vendor, from its quirks alone; plain OpenAI-compatible where it has none. */
export function dialectOf(provider: ResolvedProvider): ChatDialect {
  const quirks = new Set(quirksOf(provider));
  const has = (quirk: Quirk): boolean => quirks.has(quirk);
  return {
    maxTokensField: has('max-completion-tokens') ? 'max_completion_tokens' : 'max_tokens',
    streamOptions: !has('no-stream-options'),
    toolIds: toolIdsOf(has),
    toolChoice: toolChoiceOf(has),
    parallelToolCalls: !has('no-parallel-switch') && !has('no-penalties'),
    schema: pick(schemaForms, has) ?? 'plain',
    images: imagesOf(has),
    files: has('pdf-parts'),
    assistantPrefix: has('assistant-prefix'),
    toolStreamSwitch: has('tool-stream-switch') ? streamsTools : none,
    userAfterTool: !has('assistant-after-tool-result'),
    maxStops: maxStopsOf(has),
    responseFormat: has('json-object-only') ? 'json_object' : 'json_schema',
    temperatureAboveZero: has('temperature-above-zero'),
    reasoning: pick(knobs, has) ?? 'none',
    effortsBesideSwitch: effortsOf(has),
    switchOrEffort: has('switch-or-effort'),
    thinkingBudget: has('thinking-budget'),
    clearThinkingSwitch: has('clear-thinking-switch'),
    thinkingAlwaysOn: has('thinking-always-on-for-some') ? isAlwaysThinking : none,
    disableReasoning: has('disable-reasoning-of-glm') ? isGlm : none,
    returnsThinkTags: has('glm-think-tags-return') ? isGlm : none,
    reasoningRequired: has('reasoning-content-required'),
    thoughtSignatures: has('thought-signatures'),
    fixedSampling: has('no-sampling-for-reasoning-models') ? isOpenAiReasoningModel : none,
  };
}

type Has = (quirk: Quirk) => boolean;

function pick<Trait>(rows: readonly (readonly [Quirk, Trait])[], has: Has): Trait | undefined {
  return rows.find(([quirk]) => has(quirk))?.[1];
}

function effortsOf(has: Has): ChatDialect['effortsBesideSwitch'] {
  if (has('effort-high-or-max')) return () => ['high', 'max'];
  if (!has('effort-from-glm-5-2')) return () => [];
  return (model) => (/glm-(5\.[2-9]|[6-9])/i.test(model) ? ['low', 'high', 'max'] : []);
}

function toolIdsOf(has: Has): ToolIdForm {
  if (has('tool-ids-nine-alphanumerics')) return 'nine';
  return has('tool-ids-forty-characters') ? 'forty' : 'any';
}

function toolChoiceOf(has: Has): ChatDialect['toolChoice'] {
  if (has('no-tool-choice')) return 'none';
  return has('tool-choice-auto-only') ? 'auto' : 'any';
}

function imagesOf(has: Has): ChatDialect['images'] {
  if (has('no-images')) return 'none';
  return has('images-base64-only') ? 'base64' : 'any';
}

function maxStopsOf(has: Has): number {
  if (has('one-stop-sequence')) return 1;
  return has('sixteen-stop-sequences') ? 16 : 4;
}
