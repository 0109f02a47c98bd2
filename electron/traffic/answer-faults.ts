import { answerFaults, type AnswerFault } from '../../shared/domain/answer-health.ts';
import type { MessagesEvent, StopReason } from '../../shared/wire/messages.ts';
import { matchesSchema } from './schema-match.ts';

/** Servers ping or write at least every 15 s; twice that is felt as a hang. */
export const STALL_MS = 30_000;
/** Whoever allows so few tokens wants a short answer, as Claude Code's own probes do. */
export const SHORT_ANSWER_TOKENS = 256;
/** Of one call's arguments; longer ones are taken for good. */
const MAX_ARGUMENTS = 128 * 1024;
const MAX_CALLS = 200;
/** Longer than any tag, so that one that comes in two pieces is seen. */
const TAIL_CHARACTERS = 16;

/** A tag where thinking begins a text, or one that stands alone on its line; one inside a sentence is talk about it. */
const leak = /^\s*<think(?:ing)?>|(?:^|\n)\s*<\/think(?:ing)?>\s*(?:\n|$)/;

/** What of the request the answer is held against. */
export interface AnswerTerms {
  readonly tools: readonly { readonly name: string; readonly schema: unknown }[];
  readonly maxTokens: number | null;
}

interface OpenCall {
  readonly name: string;
  readonly input: unknown;
  json: string;
}

/** Reads the events of one answer for what is wrong with it. Pure; a few comparisons per event. */
export class AnswerFaults {
  readonly #faults = new Set<AnswerFault>();
  readonly #terms: AnswerTerms;
  #calls = 0;
  #badCalls = 0;
  #call: OpenCall | null = null;
  /** The beginning of the text block under way, until it is long enough to be judged; then its last characters. */
  #text = '';
  #hasText = false;
  #stop: StopReason | null = null;
  #lastAt: number | null = null;

  constructor(terms: AnswerTerms) {
    this.#terms = terms;
  }

  get toolCalls(): number {
    return this.#calls;
  }

  get badToolCalls(): number {
    return this.#badCalls;
  }

  push(event: MessagesEvent, at: number): void {
    if (this.#lastAt !== null && at - this.#lastAt > STALL_MS) this.#faults.add('stalled');
    if (event.type === 'content_block_start') {
      this.#text = '';
      const { content_block: block } = event;
      if (block.type === 'tool_use' && this.#calls < MAX_CALLS) {
        this.#calls += 1;
        this.#call = { name: String(block.name), input: block.input, json: '' };
      }
    } else if (event.type === 'content_block_delta') {
      // The wait before the first content is no stall: a long prompt takes its time.
      this.#lastAt = at;
      if (event.delta.type === 'text_delta') this.#read(event.delta.text);
      if (event.delta.type === 'input_json_delta') this.#argue(event.delta.partial_json);
    } else if (event.type === 'content_block_stop') {
      this.#closeCall();
    } else if (event.type === 'message_delta') {
      this.#stop = event.delta.stop_reason ?? this.#stop;
    }
    if (this.#lastAt !== null) this.#lastAt = at;
  }

  /** `isComplete`: it came to a proper end. Of others only what was seen on the way can be said. */
  finish(isComplete: boolean, at: number): readonly AnswerFault[] {
    const { maxTokens } = this.#terms;
    const isSilent = this.#lastAt !== null && at - this.#lastAt > STALL_MS;
    // Behind its stop reason an answer is over, however long the connection stays.
    if (isSilent && this.#stop === null) this.#faults.add('stalled');
    if (isComplete) {
      const isShort = maxTokens !== null && maxTokens <= SHORT_ANSWER_TOKENS;
      const isFull = this.#stop === 'max_tokens' || this.#stop === 'model_context_window_exceeded';
      if (isFull && !isShort) this.#faults.add('truncated');
      if (this.#stop === 'refusal') this.#faults.add('refused');
      else if (!this.#hasText && this.#calls === 0 && !isFull) this.#faults.add('empty');
    }
    return answerFaults.filter((fault) => this.#faults.has(fault));
  }

  #read(text: string): void {
    if (!this.#hasText && text.trim() !== '') this.#hasText = true;
    if (!text.includes('<') && !text.includes('>') && !this.#text.includes('<')) {
      // Almost every delta: no tag can begin or end here.
      this.#text = (this.#text + text).slice(-TAIL_CHARACTERS);
      return;
    }
    const seen = this.#text + text;
    if (leak.test(seen)) this.#faults.add('think-leak');
    this.#text = seen.slice(-TAIL_CHARACTERS);
  }

  #argue(json: string): void {
    const call = this.#call;
    if (call !== null && call.json.length <= MAX_ARGUMENTS) call.json += json;
  }

  #closeCall(): void {
    const call = this.#call;
    this.#call = null;
    if (call === null || call.json.length > MAX_ARGUMENTS) return;
    if (this.#isGood(call)) return;
    this.#badCalls += 1;
    this.#faults.add('tool-arguments');
  }

  #isGood({ name, input, json }: OpenCall): boolean {
    let value = input;
    if (json !== '') {
      try {
        value = JSON.parse(json);
      } catch {
        return false;
      }
    }
    const tool = this.#terms.tools.find((each) => each.name === name);
    return tool === undefined || matchesSchema(value ?? {}, tool.schema);
  }
}
