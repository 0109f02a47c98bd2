import { estimateTokenCount } from 'tokenx';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { imageTokens } from './image-tokens.ts';
import { createSampler } from './sampled-text.ts';

/** A PDF page is some 50 kB and 2,000 tokens (text and picture); plain text documents are counted as text. */
const PDF_BYTES_PER_TOKEN = 25;
const MIN_DOCUMENT_TOKENS = 1500;
/** Brackets, quotes, colon and comma around one value, and the characters of its name. */
const TOKENS_PER_VALUE = 2;
const CHARACTERS_PER_NAME_TOKEN = 8;
/** What a chat template puts around one message. */
const TOKENS_PER_MESSAGE = 4;
/** The hidden prompt that tells a model how to call tools. */
const TOKENS_FOR_TOOLS = 350;
const MAX_DEPTH = 64;

export interface PromptSize {
  readonly inputTokens: number;
  /** Images or documents, in tool results too. */
  readonly hasImages: boolean;
}

/** Scripts that tokenx takes for Latin; tokenizers make more of them (measured with o200k, and rounded up). */
const denserScripts = {
  languageConfigs: [{ pattern: /[\u0590-\u0dff\u0e00-\u0e7f]/, averageCharsPerToken: 2.5 }],
};

type TextTokens = (text: string) => number;

/**
 * Tokens of system, tools and messages for routing: long text is sampled, so 1 MB costs about a millisecond. Before
 * calibration within some 10 % of `countPrompt`, whose unit it shares; images by their size, documents by their bytes.
 */
export function estimatePrompt(request: MessagesRequest): PromptSize {
  return measure(request, createSampler(textTokens));
}

/** The same with every character looked at: some 40 ms a MB, so it belongs into a thread of its own. */
export function countPrompt(request: MessagesRequest): PromptSize {
  return measure(request, textTokens);
}

function textTokens(text: string): number {
  return estimateTokenCount(text, denserScripts);
}

function measure(request: MessagesRequest, count: TextTokens): PromptSize {
  const walk = new PromptWalk(count);
  walk.add(request.system, 0);
  walk.add(request.tools, 0);
  for (const message of request.messages) {
    walk.tokens += TOKENS_PER_MESSAGE;
    // A malformed message counts for nothing; the upstream will say what is wrong with it.
    walk.add((message as Partial<typeof message> | null)?.content, 0);
  }
  if ((request.tools?.length ?? 0) > 0) walk.tokens += TOKENS_FOR_TOOLS;
  return { inputTokens: Math.ceil(walk.tokens), hasImages: walk.hasImages };
}

class PromptWalk {
  tokens = 0;
  hasImages = false;
  readonly #textTokens: TextTokens;

  constructor(textTokens: TextTokens) {
    this.#textTokens = textTokens;
  }

  add(value: unknown, depth: number): void {
    if (typeof value === 'string') {
      this.tokens += this.#textTokens(value);
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
    } else if (type === 'text' && typeof object['text'] === 'string') {
      this.add(object['text'], depth);
    } else if (type === 'tool_use' || type === 'tool_result') {
      // The template writes name, input and content; ids and field names cost a handful.
      this.tokens += TOKENS_PER_MESSAGE;
      this.add(object['name'], depth);
      this.add(object['input'], depth + 1);
      this.add(object['content'], depth + 1);
    } else {
      this.#addFields(object, depth);
    }
  }

  #addFields(object: Record<string, unknown>, depth: number): void {
    for (const key in object) {
      // Marks for the cache are no part of the prompt; a signature is opaque and not counted as text.
      if (key === 'cache_control' || key === 'signature') continue;
      this.tokens += TOKENS_PER_VALUE + key.length / CHARACTERS_PER_NAME_TOKEN;
      this.add(object[key], depth + 1);
    }
  }

  #addSource(type: 'image' | 'document', source: Record<string, unknown>, depth: number): void {
    const { data, media_type: mediaType } = source;
    if (type === 'image') {
      this.tokens += imageTokens(typeof data === 'string' ? data : '');
    } else if (typeof data === 'string' && source['type'] === 'text') {
      this.tokens += this.#textTokens(data);
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
