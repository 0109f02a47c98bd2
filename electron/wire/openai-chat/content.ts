import type { ContentBlock } from '../../../shared/wire/messages.ts';
import type { ChatPart } from './chat-message.ts';
import type { ChatDialect } from './dialect.ts';
import type { LossReport } from './loss.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * One content block as parts of a chat message; [] when it has none. What cannot go is replaced by a short note for
 * the model where it would miss it, and reported.
 */
export function encodePart(
  block: ContentBlock,
  path: string,
  dialect: ChatDialect,
  loss: LossReport,
): readonly ChatPart[] {
  const source = block.source as Fields | undefined;
  if (block.type !== 'text' && block['citations'] !== undefined) {
    loss.add(`${path}.citations`, 'chat completions have no citations');
  }
  switch (block.type) {
    case 'text':
      return textPart(block.text);
    case 'image':
      return encodeImage(source, path, dialect, loss);
    case 'document':
      return encodeDocument(block, source, path, dialect, loss);
    case 'tool_reference':
      return textPart(`The tool ${String(block['tool_name'])} is now available.`);
    case 'search_result':
      return textPart(
        `${String(block['title'])} (${String(block['source'])})\n${textOf(block['content'])}`,
      );
    default:
      loss.add(path, `a ${block.type} block has no counterpart in chat completions`);
      return [];
  }
}

/** Text of a string or of the text blocks in a list, blank line between them. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((block: unknown) => (block as Fields | null)?.['text'])
    .filter((text): text is string => typeof text === 'string' && text !== '')
    .join('\n\n');
}

/** A plain string where there is only text: simple chat templates take nothing else. */
export function joinParts(parts: readonly ChatPart[]): string | readonly ChatPart[] {
  return parts.every((part) => part.type === 'text')
    ? parts.map((part) => part.text).join('\n\n')
    : parts;
}

function encodeImage(
  source: Fields | undefined,
  path: string,
  dialect: ChatDialect,
  loss: LossReport,
): readonly ChatPart[] {
  if (dialect.images === 'none') {
    loss.add(path, 'this provider takes no images');
    return textPart('[An image was left out: this model cannot see images.]');
  }
  const data = dataUrl(source);
  const url = data ?? (dialect.images === 'base64' ? null : source?.['url']);
  if (typeof url === 'string') return [{ type: 'image_url', image_url: { url } }];
  loss.add(path, `an image by ${String(source?.['type'])} cannot be sent`);
  return textPart('[An image was left out.]');
}

function encodeDocument(
  block: ContentBlock,
  source: Fields | undefined,
  path: string,
  dialect: ChatDialect,
  loss: LossReport,
): readonly ChatPart[] {
  const title = typeof block['title'] === 'string' ? block['title'] : 'document';
  const words = source?.['type'] === 'text' ? source['data'] : textOf(source?.['content']);
  if (typeof words === 'string' && words !== '') return textPart(`${title}:\n${words}`);
  const data = dataUrl(source);
  if (dialect.files && data !== null) {
    return [{ type: 'file', file: { filename: `${title}.pdf`, file_data: data } }];
  }
  loss.add(path, 'this provider takes no documents');
  return textPart(`[The document "${title}" was left out: this model cannot read it.]`);
}

function dataUrl(source: Fields | undefined): string | null {
  if (source?.['type'] !== 'base64' || typeof source['data'] !== 'string') return null;
  return `data:${String(source['media_type'])};base64,${source['data']}`;
}

function textPart(text: unknown): readonly ChatPart[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'text', text }] : [];
}
