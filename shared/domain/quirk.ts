/**
 * Vendor habits that the wires or the gateway must know. A closed list: each is implemented once, where it matters,
 * and a new habit is a new member here, never an `if (preset === …)`.
 */
export const quirks = [
  /** `max_completion_tokens` instead of `max_tokens`. */
  'max-completion-tokens',
  /** Usage always comes; `stream_options` is refused or needless. */
  'no-stream-options',
  /** Tool call ids must be exactly nine letters or digits. */
  'tool-ids-nine-alphanumerics',
  /** Tool call ids of more than forty characters are refused. */
  'tool-ids-forty-characters',
  /** Arguments of calls come in pieces where `tool_stream` asks for it, else after minutes of silence. */
  'tool-stream-switch',
  /** A user turn right after a tool result is refused. */
  'assistant-after-tool-result',
  /** An answer of the assistant at the end is refused unless `prefix` says that it is to be continued. */
  'assistant-prefix',
  /** `tool_choice` beyond `auto` is refused. */
  'tool-choice-auto-only',
  /** No `tool_choice` at all. */
  'no-tool-choice',
  /** `parallel_tool_calls` is refused or unknown. */
  'no-parallel-switch',
  /** One `stop` at most. */
  'one-stop-sequence',
  /** As many as sixteen `stop`s; four elsewhere. */
  'sixteen-stop-sequences',
  /** `response_format` knows `json_object`, but no schema. */
  'json-object-only',
  /** `temperature`, `top_p` and `stop` are refused by the reasoning models. */
  'no-sampling-for-reasoning-models',
  /** `reasoning_effort`, for models that reason by name. */
  'effort-of-reasoning-models',
  /** `reasoning_effort`, but not for every model: sent where the rule asks for it. */
  'effort-by-rule',
  /** `thinking: {type}` switches thinking. */
  'thinking-switch',
  /** `reasoning_effort` beside the switch, of two grades. */
  'effort-high-or-max',
  /** `reasoning_effort` beside the switch, for GLM 5.2 and newer: low, high and max. */
  'effort-from-glm-5-2',
  /** The switch or `reasoning_effort`: both at once are refused. */
  'switch-or-effort',
  /** The switch takes `budget_tokens` of 1,024 and more. */
  'thinking-budget',
  /** gpt-oss and GLM 5.3 refuse to have thinking switched off. */
  'thinking-always-on-for-some',
  /** `clear_thinking: false` keeps the thoughts of earlier turns, which are thrown away otherwise. */
  'clear-thinking-switch',
  /** `disable_reasoning` for GLM; gpt-oss refuses it. */
  'disable-reasoning-of-glm',
  /** GLM's reasoning arrives as `reasoning` and is read again as `<think>` in the content only. */
  'glm-think-tags-return',
  /** Messages: `thinking.type` is adaptive or disabled; there are no budgets. */
  'thinking-adaptive-only',
  /** Messages: `thinking.display` is known, as `summarized` or `omitted`. */
  'thinking-display',
  /** `reasoning: {effort | max_tokens | enabled}`. */
  'reasoning-object',
  /** `chat_template_kwargs.enable_thinking`, where the rule asks for it. */
  'chat-template-thinking',
  /** Reasoning comes as `reasoning_content` and must come back on assistant messages. */
  'replay-reasoning-content',
  /** While thinking is on, an assistant message without `reasoning_content` gives 400; an empty one is taken. */
  'reasoning-content-required',
  /** Reasoning comes as `reasoning`. */
  'reasoning-field',
  /** Thinking arrives inside the text as `<think>` on the OpenAI wire. */
  'think-tags',
  /** Opaque thought signatures must come back on tool calls. */
  'thought-signatures',
  /**
   * Messages without what is Anthropic's own: betas, `context_management`, `service_tier`, `container`, `mcp_servers`,
   * `speed`, server tools, the tool search, and turns of the role system.
   */
  'no-anthropic-extras',
  /** Documents are refused. */
  'no-documents',
  /** Images are refused. */
  'no-images',
  /** PDF as a `file` part. */
  'pdf-parts',
  /** Images only as base64, never by address. */
  'images-base64-only',
  /** No `/v1/messages/count_tokens`: the gateway estimates. */
  'no-count-tokens',
  /** Its server counts at `/v1/messages/count_tokens`, also for those who chat with it on the OpenAI wire. */
  'counts-messages',
  /** A temperature of 0 is refused. */
  'temperature-above-zero',
  /** Penalties, `logit_bias`, `parallel_tool_calls`, `service_tier` and `store` are refused. */
  'no-penalties',
  /** JSON schemas: a root object, tuple items as `prefixItems`, no `type` beside `anyOf`. */
  'schema-mfjs',
  /** Strict schemas: every object closed, neither `format` nor `pattern`, one strictness for all tools. */
  'schema-strict',
  /** JSON schemas: a subset only. */
  'schema-subset',
  /** Fields that the model does not know give 400 or 422. */
  'unknown-fields-rejected',
  /** Unknown model names are silently answered by another model. */
  'silent-model-fallback',
  /** Wants the client's own User-Agent. */
  'forward-user-agent',
  /** `x-opencode-session`, one for each conversation, without which requests are refused. */
  'opencode-session',
  /** An error may come with HTTP 200. */
  'error-with-success-status',
  /** An empty balance comes as 429: retrying is useless. */
  'balance-as-rate-limit',
  /** Long queues: a minute may pass before the first byte. */
  'slow-first-byte',
  /** A prompt above the loaded context is cut silently. */
  'silent-context-cut',
  /** Free plans allow fewer tokens a minute than one prompt of Claude Code needs. */
  'small-free-plan',
] as const;
export type Quirk = (typeof quirks)[number];
