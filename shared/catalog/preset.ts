import type { AuthScheme, Billing, ProviderModel, WireFormat } from '../domain/provider.ts';

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
  /** A user turn right after a tool result is refused. */
  'assistant-after-tool-result',
  /** `tool_choice` beyond `auto` is refused. */
  'tool-choice-auto-only',
  /** No `tool_choice` at all. */
  'no-tool-choice',
  /** Reasoning comes as `reasoning_content` and must come back on assistant messages. */
  'replay-reasoning-content',
  /** Reasoning comes as `reasoning`. */
  'reasoning-field',
  /** Thinking arrives inside the text as `<think>` on the OpenAI wire. */
  'think-tags',
  /** Opaque thought signatures must come back on tool calls. */
  'thought-signatures',
  /** Images are refused. */
  'no-images',
  /** Images only as base64, never by address. */
  'images-base64-only',
  /** No `/v1/messages/count_tokens`: the gateway estimates. */
  'no-count-tokens',
  /** A temperature of 0 is refused. */
  'temperature-above-zero',
  /** Penalties, `logit_bias`, `parallel_tool_calls`, `service_tier` and `store` are refused. */
  'no-penalties',
  /** JSON schemas: a root object, tuple items as `prefixItems`, no `type` beside `anyOf`. */
  'schema-mfjs',
  /** JSON schemas: a subset only. */
  'schema-subset',
  /** Fields that the model does not know give 400 or 422. */
  'unknown-fields-rejected',
  /** Unknown model names are silently answered by another model. */
  'silent-model-fallback',
  /** Wants the client's own User-Agent. */
  'forward-user-agent',
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

/** One entry of the catalogue: facts only. A provider starts as a copy of it (house 2.6). */
export interface ProviderPreset {
  readonly id: string;
  readonly name: string;
  /** Two letters that stand for it where there is no room for the name; unique. */
  readonly mark: string;
  readonly wire: WireFormat;
  /** What precedes the operation, as config.md 1 defines per wire. Empty: the user gives it. */
  readonly baseUrl: string;
  /** The same vendor by another wire or in another region. */
  readonly alternatives?: readonly {
    readonly wire: WireFormat;
    readonly baseUrl: string;
    readonly label?: string;
  }[];
  readonly auth: AuthScheme;
  /** Customary name of the environment variable that holds the key. */
  readonly env: string | null;
  /** Where a person makes a key. */
  readonly keyUrl: string | null;
  readonly docs: string | null;
  /** A server on this machine: its usual port, and the path whose 200 shows that it is there. */
  readonly local?: { readonly port: number; readonly probePath: string };
  readonly models: readonly ProviderModel[];
  readonly billing: Billing;
  /** The vendor's section in the price table; null: prices are unknown or there are none. */
  readonly priceList: string | null;
  readonly quirks: readonly Quirk[];
}
