import { Buffer } from 'node:buffer';
import type { MessagesRequest } from '../../shared/wire/messages.ts';

/** Measured on Claude Code's own prompts (English and code): about 3.6 characters a token. */
const ASCII_CHARACTERS_PER_TOKEN = 3.6;
/** Korean, Japanese, Chinese and Arabic: about one token a character. */
const WIDE_TOKENS_PER_CHARACTER = 0.9;
/** An image costs width * height / 750, and is scaled down to about this many tokens. */
const MAX_IMAGE_TOKENS = 1600;
/** A PDF page is some 50 kB and 2,000 tokens (text and picture); plain text documents are counted as text. */
const PDF_BYTES_PER_TOKEN = 25;
const MIN_DOCUMENT_TOKENS = 1500;
/** Brackets, quotes and commas around one value. */
const TOKENS_PER_VALUE = 0.5;
const MAX_DEPTH = 64;

export interface PromptSize {
  readonly inputTokens: number;
  /** Images or documents, in tool results too. */
  readonly hasImages: boolean;
}

/**
 * Tokens of system, tools and messages, estimated from characters; images by their size, documents by their bytes.
 * One walk without copies or a tokenizer: about 1 ms per MB of text. Within some 20 % for text.
 */
export function estimatePrompt(request: MessagesRequest): PromptSize {
  const walk = new PromptWalk();
  walk.add(request.system, 0);
  walk.add(request.tools, 0);
  walk.add(request.messages, 0);
  return { inputTokens: Math.ceil(walk.tokens), hasImages: walk.hasImages };
}

class PromptWalk {
  tokens = 0;
  hasImages = false;

  add(value: unknown, depth: number): void {
    if (typeof value === 'string') {
      this.tokens += textTokens(value);
    } else if (Array.isArray(value)) {
      if (depth < MAX_DEPTH) for (const item of value) this.add(item, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      if (depth < MAX_DEPTH) this.#addObject(value as Record<string, unknown>, depth);
    } else if (value !== undefined) {
      this.tokens += 1;
    }
  }

  #addObject(object: Record<string, unknown>, depth: number): void {
    const { type, source } = object;
    if ((type === 'image' || type === 'document') && isRecord(source)) {
      this.hasImages = true;
      this.#addSource(type, source, depth);
      return;
    }
    for (const key in object) {
      // Marks for the cache are no part of the prompt; a signature is opaque and not counted as text.
      if (key === 'cache_control' || key === 'signature') continue;
      this.tokens += TOKENS_PER_VALUE + key.length / ASCII_CHARACTERS_PER_TOKEN;
      this.add(object[key], depth + 1);
    }
  }

  #addSource(type: 'image' | 'document', source: Record<string, unknown>, depth: number): void {
    const { data, media_type: mediaType } = source;
    if (type === 'image') {
      this.tokens += typeof data === 'string' ? imageTokens(data) : MAX_IMAGE_TOKENS;
    } else if (typeof data === 'string' && source['type'] === 'text') {
      this.tokens += textTokens(data);
    } else if (typeof data === 'string' && mediaType !== undefined) {
      const bytes = data.length * 0.75;
      this.tokens += Math.max(MIN_DOCUMENT_TOKENS, bytes / PDF_BYTES_PER_TOKEN);
    } else if (source['type'] === 'content') {
      this.add(source['content'], depth + 1);
    } else {
      this.tokens += MIN_DOCUMENT_TOKENS;
    }
  }
}

/** UTF-8 length is found by the runtime at memory speed; what exceeds one byte a character is wide script. */
function textTokens(text: string): number {
  const wide = (Buffer.byteLength(text) - text.length) / 2;
  return (text.length - wide) / ASCII_CHARACTERS_PER_TOKEN + wide * WIDE_TOKENS_PER_CHARACTER;
}

/** PNG keeps its size in the first 24 bytes; for the others the usual upper bound stands. */
function imageTokens(base64: string): number {
  const head = Buffer.from(base64.slice(0, 32), 'base64');
  if (head.length < 24 || head.readUInt32BE(0) !== 0x89_50_4e_47) return MAX_IMAGE_TOKENS;
  const pixels = head.readUInt32BE(16) * head.readUInt32BE(20);
  return Math.min(MAX_IMAGE_TOKENS, Math.ceil(pixels / 750));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
