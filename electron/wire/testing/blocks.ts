import type { ContentBlock, MessageParam } from '../../../shared/wire/messages.ts';

/** Turns and blocks of a history, as the tests write them. */
export const user = (...content: ContentBlock[]): MessageParam => ({ role: 'user', content });
export const assistant = (...content: ContentBlock[]): MessageParam => ({
  role: 'assistant',
  content,
});
export const text = (words: string): ContentBlock => ({ type: 'text', text: words });
export const use = (id: string, input: unknown = { a: 1 }): ContentBlock => ({
  type: 'tool_use',
  id,
  name: 'read',
  input,
});
export const result = (id: string, content?: unknown, extra = {}): ContentBlock => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...extra,
});
export const image: ContentBlock = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: 'AAAA' },
};

/** What becomes of them at a chat endpoint. */
export const imagePart = {
  type: 'image_url',
  image_url: { url: 'data:image/png;base64,AAAA' },
} as const;
export const call = (id: string, args = '{"a":1}') =>
  ({ id, type: 'function', function: { name: 'read', arguments: args } }) as const;
