import type { ContentBlock, MessageParam } from '../../../shared/wire/messages.ts';

/**
 * Turns of the role system as `<system-reminder>` text of the user's turn before them, else after them, for vendors
 * that know two roles. It is what the client itself falls back to; a turn between a call and its result would break
 * the pair. The same array when there is none.
 */
export function foldSystemTurns(messages: readonly MessageParam[]): readonly MessageParam[] {
  if (!messages.some(({ role }) => role === 'system')) return messages;
  const result: MessageParam[] = [];
  let waiting: ContentBlock[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    if (message.role === 'system') {
      const reminders = remindersOf(message);
      if (last?.role === 'user' && waiting.length === 0) {
        result[result.length - 1] = withBlocks(last, reminders);
      } else waiting.push(...reminders);
    } else if (message.role === 'user') {
      result.push(withBlocks(message, waiting));
      waiting = [];
    } else {
      if (waiting.length > 0) result.push({ role: 'user', content: waiting });
      waiting = [];
      result.push(message);
    }
  }
  if (waiting.length > 0) result.push({ role: 'user', content: waiting });
  return result;
}

function withBlocks(message: MessageParam, added: readonly ContentBlock[]): MessageParam {
  return added.length === 0 ? message : { ...message, content: [...blocksOf(message), ...added] };
}

function remindersOf(message: MessageParam): ContentBlock[] {
  const texts = blocksOf(message).flatMap((block) =>
    typeof block.text === 'string' ? [block] : [],
  );
  return texts.map((block) => ({
    ...block,
    text: `<system-reminder>\n${String(block.text)}\n</system-reminder>`,
  }));
}

function blocksOf({ content }: MessageParam): readonly ContentBlock[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
