import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { Dropped } from '../../../shared/wire/dropped.ts';
import type { ContentBlock, MessageParam } from '../../../shared/wire/messages.ts';

type Has = (quirk: Quirk) => boolean;

/**
 * Images and documents that the vendor refuses as a note for the model, each reported; references of the tool search
 * as words. Looks into tool results too. The same array when nothing has to change.
 */
export function fitContent(
  messages: readonly MessageParam[],
  has: Has,
  dropped: Dropped[],
): readonly MessageParam[] {
  const habits = [
    'no-images',
    'images-base64-only',
    'no-documents',
    'no-anthropic-extras',
  ] as const;
  if (!habits.some(has)) return messages;
  return mapSame(messages, (message, index) => {
    if (!Array.isArray(message.content)) return message;
    const content = fitBlocks(message.content, `messages[${index}].content`, has, dropped);
    return content === message.content ? message : { ...message, content };
  });
}

function fitBlocks(
  blocks: readonly ContentBlock[],
  path: string,
  has: Has,
  dropped: Dropped[],
): readonly ContentBlock[] {
  return mapSame(blocks, (block, index): ContentBlock => {
    const own = `${path}[${index}]`;
    const inner: unknown = block.content;
    if (block.type === 'tool_result' && Array.isArray(inner)) {
      const content = fitBlocks(inner as readonly ContentBlock[], `${own}.content`, has, dropped);
      return content === inner ? block : { ...block, content };
    }
    const note = noteFor(block, has);
    if (note === null) return block;
    if (block.type !== 'tool_reference')
      dropped.push({ path: own, why: 'refused by this provider' });
    return { type: 'text', text: note };
  });
}

function noteFor(block: ContentBlock, has: Has): string | null {
  const source = block.source as { readonly type?: string } | undefined;
  if (block.type === 'image') {
    const isRefused = has('no-images') || (has('images-base64-only') && source?.type !== 'base64');
    return isRefused ? '[An image was left out: this model cannot see it.]' : null;
  }
  if (block.type === 'document' && has('no-documents')) {
    return '[A document was left out: this model cannot read it.]';
  }
  if (block.type === 'tool_reference' && has('no-anthropic-extras')) {
    return `The tool ${String(block['tool_name'])} is now available.`;
  }
  return null;
}

/** `map`, but the very same array when no element changed. */
function mapSame<T>(list: readonly T[], change: (item: T, index: number) => T): readonly T[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}
