import type { StreamEventRecord } from '../../../shared/domain/exchange.ts';

/** A part of an answer as it is read: prose, a call of a tool with its arguments, or anything else as JSON. */
export interface AnswerBlock {
  readonly kind: 'text' | 'thinking' | 'tool' | 'other';
  /** The tool's name, or the type of a block that is not known here. */
  readonly name: string;
  /** For a tool and for other blocks: JSON. */
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Blocks of a whole message's JSON; null where it is none (an error, or cut). */
export function blocksOfMessage(json: string): readonly AnswerBlock[] | null {
  const content = parsed(json)?.['content'];
  if (!Array.isArray(content)) return null;
  return content.map((block) => toBlock(fieldsOf(block) ?? {}));
}

/** What the kept events of a stream give. Events that were cut or not kept leave holes. */
export function blocksOfEvents(events: readonly StreamEventRecord[]): readonly AnswerBlock[] {
  const blocks = new Map<number, { readonly start: Fields; text: string }>();
  for (const { type, data } of events) {
    if (type !== 'content_block_start' && type !== 'content_block_delta') continue;
    const event = parsed(data);
    const index = Number(event?.['index'] ?? 0);
    const start = fieldsOf(event?.['content_block']);
    if (start !== null) blocks.set(index, { start, text: '' });
    const delta = fieldsOf(event?.['delta']);
    const block = blocks.get(index);
    if (delta === null || block === undefined) continue;
    block.text += stringOf(delta['text'] ?? delta['thinking'] ?? delta['partial_json']);
  }
  return [...blocks.values()].map(({ start, text }) => {
    const block = toBlock(start);
    if (block.kind === 'text' || block.kind === 'thinking')
      return { ...block, text: block.text + text };
    return text === '' ? block : { ...block, text };
  });
}

function toBlock(block: Fields): AnswerBlock {
  switch (block['type']) {
    case 'text':
      return { kind: 'text', name: 'text', text: stringOf(block['text']) };
    case 'thinking':
      return { kind: 'thinking', name: 'thinking', text: stringOf(block['thinking']) };
    case 'tool_use':
    case 'server_tool_use':
      return { kind: 'tool', name: stringOf(block['name']), text: jsonOf(block['input'] ?? {}) };
    default:
      return { kind: 'other', name: stringOf(block['type']), text: jsonOf(block) };
  }
}

/** Arguments that broke off are a string that is no JSON; they are shown as they came. */
function jsonOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parsed(json: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(json));
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}
