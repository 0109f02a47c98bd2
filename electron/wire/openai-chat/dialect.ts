import type { ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { ToolIdForm } from '../tool-id.ts';

/** How thinking and effort are asked for. `none`: not at all, and the loss is reported. */
export type ReasoningKnob =
  'none' | 'effort' | 'openai-effort' | 'thinking-type' | 'openrouter' | 'chat-template';

/** What one vendor's chat endpoint takes differently. A new habit is a new trait, not an `if` about a vendor. */
export interface ChatDialect {
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** False: usage is always sent and `stream_options` refused. */
  readonly streamOptions: boolean;
  readonly toolIds: ToolIdForm;
  /** False: `required` and named choices are refused. */
  readonly forcedToolChoice: boolean;
  readonly parallelToolCalls: boolean;
  readonly images: boolean;
  /** PDF as a `file` part. */
  readonly files: boolean;
  /** False: a user turn right behind a tool result is refused. */
  readonly userAfterTool: boolean;
  readonly maxStops: number;
  readonly responseFormat: 'json_schema' | 'json_object';
  readonly reasoning: ReasoningKnob;
  /** True for models that refuse `temperature`, `top_p` and `stop`. */
  readonly fixedSampling: (model: string) => boolean;
}

const plain: ChatDialect = {
  maxTokensField: 'max_tokens',
  streamOptions: true,
  toolIds: 'any',
  forcedToolChoice: true,
  parallelToolCalls: true,
  images: true,
  files: false,
  userAfterTool: true,
  maxStops: 4,
  responseFormat: 'json_schema',
  reasoning: 'none',
  fixedSampling: () => false,
};

/** OpenAI's reasoning models. */
export function isOpenAiReasoningModel(model: string): boolean {
  return /^(o\d|gpt-5|codex)/.test(model) && !model.includes('-chat');
}

const openai: Partial<ChatDialect> = {
  maxTokensField: 'max_completion_tokens',
  toolIds: 'forty',
  files: true,
  reasoning: 'openai-effort',
  fixedSampling: isOpenAiReasoningModel,
};
const mistral: Partial<ChatDialect> = {
  streamOptions: false,
  toolIds: 'nine',
  userAfterTool: false,
};
const template: Partial<ChatDialect> = { reasoning: 'chat-template', maxStops: 16 };

interface DialectRow {
  readonly presets: readonly string[];
  readonly host: RegExp;
  readonly traits: Partial<ChatDialect>;
}

/** Sources per trait: docs/wire/openai-chat.md. */
const rows: readonly DialectRow[] = [
  { presets: ['openai'], host: /(^|\.)api\.openai\.com$/, traits: openai },
  { presets: ['azure-openai'], host: /\.openai\.azure\.com$/, traits: openai },
  { presets: ['mistral'], host: /^api\.mistral\.ai$/, traits: mistral },
  {
    presets: ['codestral'],
    host: /^codestral\.mistral\.ai$/,
    traits: { ...mistral, images: false },
  },
  {
    presets: ['groq'],
    host: /^api\.groq\.com$/,
    traits: { maxTokensField: 'max_completion_tokens', reasoning: 'openai-effort' },
  },
  {
    presets: ['cerebras'],
    host: /^api\.cerebras\.ai$/,
    traits: {
      maxTokensField: 'max_completion_tokens',
      parallelToolCalls: false,
      reasoning: 'openai-effort',
    },
  },
  {
    presets: ['deepseek'],
    host: /^api\.deepseek\.com$/,
    traits: {
      images: false,
      forcedToolChoice: false,
      responseFormat: 'json_object',
      reasoning: 'thinking-type',
      maxStops: 16,
    },
  },
  {
    presets: ['zai', 'zai-coding'],
    host: /(^|\.)(z\.ai|bigmodel\.cn)$/,
    traits: {
      forcedToolChoice: false,
      parallelToolCalls: false,
      responseFormat: 'json_object',
      reasoning: 'thinking-type',
      maxStops: 1,
    },
  },
  {
    presets: ['moonshot', 'kimi-coding'],
    host: /(^|\.)(moonshot\.(ai|cn)|kimi\.com)$/,
    traits: { forcedToolChoice: false, reasoning: 'thinking-type' },
  },
  { presets: ['wafer'], host: /(^|\.)wafer\.ai$/, traits: { reasoning: 'thinking-type' } },
  {
    presets: ['openrouter'],
    host: /(^|\.)openrouter\.ai$/,
    traits: { files: true, reasoning: 'openrouter' },
  },
  {
    presets: ['ollama', 'ollama-cloud'],
    host: /(^|\.)ollama\.com$/,
    traits: { forcedToolChoice: false, reasoning: 'effort', maxStops: 16 },
  },
  { presets: ['nvidia-nim', 'nim'], host: /\.api\.nvidia\.com$/, traits: template },
  { presets: ['vllm', 'llama-cpp', 'llamacpp', 'dgx-spark'], host: /^$/, traits: template },
];

/** The vendor's habits, by preset or host name; plain OpenAI-compatible where neither is known. */
export function dialectOf(provider: ResolvedProvider): ChatDialect {
  const host = hostOf(provider.baseUrl);
  const names = [provider.preset, provider.id];
  const row =
    rows.find((candidate) => candidate.host.test(host)) ??
    rows.find((candidate) => candidate.presets.some((preset) => names[0] === preset)) ??
    null;
  return row ? { ...plain, ...row.traits } : plain;
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '-';
}
