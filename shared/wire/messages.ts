/**
 * Messages API types, reduced to what we read; every object may carry more, and what we do not know is kept.
 * @see https://platform.claude.com/docs/en/api/messages
 */
export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
  readonly [extra: string]: unknown;
}
export interface ImageBlock {
  readonly type: 'image';
  readonly source:
    | { readonly type: 'base64'; readonly media_type: string; readonly data: string }
    | { readonly type: 'url'; readonly url: string };
  readonly [extra: string]: unknown;
}
export interface ThinkingBlock {
  readonly type: 'thinking';
  readonly thinking: string;
  readonly signature?: string;
  readonly [extra: string]: unknown;
}
export interface ToolUseBlock {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly [extra: string]: unknown;
}
export interface ToolResultBlock {
  readonly type: 'tool_result';
  readonly tool_use_id: string;
  readonly content?: string | readonly ContentBlock[];
  readonly is_error?: boolean;
  readonly [extra: string]: unknown;
}
/** Documents, server tools, redacted thinking and whatever comes next. */
export interface OtherBlock {
  readonly type: string;
  readonly [extra: string]: unknown;
}
export type ContentBlock =
  TextBlock | ImageBlock | ThinkingBlock | ToolUseBlock | ToolResultBlock | OtherBlock;

export interface MessageParam {
  /** `system` also occurs inside `messages` (the real client sends it). */
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: string | readonly ContentBlock[];
  readonly [extra: string]: unknown;
}

export interface ToolDefinition {
  readonly name: string;
  readonly type?: string;
  readonly description?: string;
  readonly input_schema?: unknown;
  readonly [extra: string]: unknown;
}

export interface MessagesRequest {
  readonly model: string;
  readonly messages: readonly MessageParam[];
  readonly system?: string | readonly TextBlock[];
  readonly max_tokens?: number;
  readonly stream?: boolean;
  readonly tools?: readonly ToolDefinition[];
  readonly tool_choice?: {
    readonly type: string;
    readonly name?: string;
    readonly [extra: string]: unknown;
  };
  readonly thinking?: {
    readonly type: string;
    readonly budget_tokens?: number;
    readonly [extra: string]: unknown;
  };
  readonly output_config?: { readonly effort?: string; readonly [extra: string]: unknown };
  readonly temperature?: number;
  readonly top_p?: number;
  readonly stop_sequences?: readonly string[];
  readonly metadata?: { readonly user_id?: string; readonly [extra: string]: unknown };
  readonly [extra: string]: unknown;
}

export interface MessagesUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation?: {
    readonly ephemeral_5m_input_tokens?: number;
    readonly ephemeral_1h_input_tokens?: number;
  } | null;
  readonly [extra: string]: unknown;
}

export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'model_context_window_exceeded';

/** A whole answer. */
export interface Message {
  readonly id: string;
  readonly type: 'message';
  readonly role: 'assistant';
  readonly model: string;
  readonly content: readonly ContentBlock[];
  readonly stop_reason: StopReason | null;
  readonly stop_sequence: string | null;
  readonly usage: MessagesUsage;
  readonly [extra: string]: unknown;
}

export type ContentDelta =
  | { readonly type: 'text_delta'; readonly text: string }
  | { readonly type: 'thinking_delta'; readonly thinking: string }
  | { readonly type: 'signature_delta'; readonly signature: string }
  | { readonly type: 'input_json_delta'; readonly partial_json: string };

/** Events of a Messages stream, in the order message_start, blocks one after another, message_delta, message_stop. */
export type MessagesEvent =
  | { readonly type: 'message_start'; readonly message: Message }
  | {
      readonly type: 'content_block_start';
      readonly index: number;
      readonly content_block: ContentBlock;
    }
  | { readonly type: 'content_block_delta'; readonly index: number; readonly delta: ContentDelta }
  | { readonly type: 'content_block_stop'; readonly index: number }
  | {
      readonly type: 'message_delta';
      readonly delta: {
        readonly stop_reason: StopReason | null;
        readonly stop_sequence: string | null;
      };
      readonly usage: Partial<MessagesUsage>;
    }
  | { readonly type: 'message_stop' }
  | { readonly type: 'ping' }
  | { readonly type: 'error'; readonly error: { readonly type: string; readonly message: string } };
