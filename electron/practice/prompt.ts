import type { ContentBlock, MessagesRequest } from '../../shared/wire/messages.ts';

/** What the user typed last, and where. Reminders that the client adds are not the user's words. */
export interface Prompt {
  readonly text: string;
  /** Index into `messages`; -1 when there is none. */
  readonly index: number;
}

/** The newest message of the user that is more than tool results. */
export function lastPrompt({ messages }: MessagesRequest): Prompt {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message?.role !== 'user') continue;
    const text = typedText(message.content);
    if (text !== '') return { text, index };
  }
  return { text: '', index: -1 };
}

function typedText(content: string | readonly ContentBlock[]): string {
  return textsOf(content)
    .filter((text) => !text.startsWith('<system-reminder>'))
    .join('\n');
}

/** Where Claude Code says that it works: in its system prompt, or in a system message of the conversation. */
export function workingDirectory({ system, messages }: MessagesRequest): string | null {
  const texts = [...textsOf(system ?? []), ...messages.flatMap(({ content }) => textsOf(content))];
  for (const text of texts) {
    const named = /^.*?\b(?:primary )?working directory: *(\S[^\r\n]*)$/im.exec(text)?.[1];
    if (named !== undefined) return named.trim();
  }
  return null;
}

function textsOf(content: string | readonly ContentBlock[]): readonly string[] {
  if (typeof content === 'string') return [content];
  return content.flatMap((block) =>
    block.type === 'text' && typeof block.text === 'string' ? [block.text] : [],
  );
}
