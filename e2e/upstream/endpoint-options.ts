/** What the endpoint pretends to be, and how fast it is. Times in ms, rates in tokens per second. */
export interface ScriptedEndpointOptions {
  readonly server?: 'vllm' | 'ollama' | 'llamacpp' | 'lmstudio' | 'plain' | 'web-page';
  readonly version?: string;
  readonly model?: string;
  readonly wires?: readonly ('openai-chat' | 'anthropic-messages')[];
  readonly timeToFirstTokenMs?: number;
  /** Of one stream alone. */
  readonly tokensPerSecond?: number;
  /** Of all streams together; more streams share it. */
  readonly totalTokensPerSecond?: number;
  readonly tools?: 'work' | 'parser-missing' | 'as-text' | 'ignored' | 'broken-arguments';
  readonly thinking?: 'none' | 'separate' | 'leaks';
  /** What is taken now, and what the model could take. */
  readonly contextTokens?: number;
  readonly maxContextTokens?: number;
  /** Without it deltas have to be counted. */
  readonly reportsUsage?: boolean;
  /** Streams above this many at once are answered 503. */
  readonly maxStreams?: number;
  /** Ends streams without finish_reason and [DONE]. */
  readonly cutsStreams?: boolean;
  readonly apiKey?: string;
  readonly port?: number;
}

/** With every default filled in. */
export type EndpointOptions = Required<
  Omit<ScriptedEndpointOptions, 'apiKey' | 'maxContextTokens' | 'port'>
> &
  Pick<ScriptedEndpointOptions, 'apiKey' | 'maxContextTokens' | 'port'>;

export interface ModelRequest {
  readonly stream?: boolean;
  readonly model?: string;
  readonly max_tokens?: number;
  readonly tools?: readonly unknown[];
  readonly messages?: readonly { readonly content?: unknown }[];
}

export type Wire = 'openai-chat' | 'anthropic-messages';
