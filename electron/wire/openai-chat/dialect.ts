import type { ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import { quirksOf } from '../quirks-of.ts';
import type { ToolIdForm } from '../tool-id.ts';
import type { SchemaForm } from './json-schema.ts';

/** How thinking and effort are asked for. `none`: not at all, and the loss is reported. */
export type ReasoningKnob =
  'none' | 'effort' | 'openai-effort' | 'thinking-type' | 'openrouter' | 'chat-template';

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
  /** False: a user turn right behind a tool result is refused. */
  readonly userAfterTool: boolean;
  readonly maxStops: number;
  readonly responseFormat: 'json_schema' | 'json_object';
  readonly temperatureAboveZero: boolean;
  readonly reasoning: ReasoningKnob;
  /** True: beside the thinking switch there is `reasoning_effort` high or max. */
  readonly effortHighOrMax: boolean;
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
    userAfterTool: !has('assistant-after-tool-result'),
    maxStops: maxStopsOf(has),
    responseFormat: has('json-object-only') ? 'json_object' : 'json_schema',
    temperatureAboveZero: has('temperature-above-zero'),
    reasoning: pick(knobs, has) ?? 'none',
    effortHighOrMax: has('effort-high-or-max'),
    reasoningRequired: has('reasoning-content-required'),
    thoughtSignatures: has('thought-signatures'),
    fixedSampling: has('no-sampling-for-reasoning-models') ? isOpenAiReasoningModel : () => false,
  };
}

type Has = (quirk: Quirk) => boolean;

function pick<Trait>(rows: readonly (readonly [Quirk, Trait])[], has: Has): Trait | undefined {
  return rows.find(([quirk]) => has(quirk))?.[1];
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
