/** What we send; vendor's field names. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | {
      readonly type: 'file';
      readonly file: { readonly filename: string; readonly file_data: string };
    }
  | { readonly type: 'thinking'; readonly thinking: readonly ChatPart[] };

export interface ChatToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
  /** Gemini's signature of the thought behind the call. */
  readonly extra_content?: { readonly google: { readonly thought_signature: string } };
}

export type ChatMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | readonly ChatPart[] }
  | {
      readonly role: 'assistant';
      readonly content: string | readonly ChatPart[] | null;
      readonly tool_calls?: readonly ChatToolCall[];
      readonly reasoning_content?: string;
      readonly reasoning?: string;
      readonly reasoning_details?: readonly unknown[];
      /** Mistral: the answer to come begins with this. */
      readonly prefix?: true;
    }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };
