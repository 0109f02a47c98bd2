import type { Message, MessagesEvent, MessagesUsage } from '../../../shared/wire/messages.ts';
import type { MessageSeed } from '../adapter.ts';
import type { ReasoningField } from '../foreign-thinking.ts';
import type { EndCause, StreamTranslator } from '../translator.ts';
import { BlockWriter } from './block-writer.ts';
import { readContent, readReasoning } from './reasoning.ts';
import type { ChatChunk, ChatDelta } from './schema.ts';
import { StateSegment, TextSegment, ThinkingSegment, type Segment } from './segments.ts';
import { readFinish, stopReason, type Finish } from './stop-reason.ts';
import { ThinkTagSplitter, type TaggedText } from './think-tags.ts';
import { ToolCalls } from './tool-calls.ts';
import { estimatedUsage, usageOf } from './usage.ts';

/** Held tool calls beyond this are a fault of the upstream. */
const MAX_HELD_CHARACTERS = 16 * 1024 * 1024;

/**
 * Chat-completion chunks to Messages events. Content becomes a queue of segments in order of first appearance; only
 * the first is written, the others are held until it can be closed, so that blocks are serial and never torn.
 * The end (message_delta, message_stop) is written by `end`, because usage may come after the finish.
 */
export class ChatTranslator implements StreamTranslator<ChatChunk, MessagesEvent> {
  readonly #seed: MessageSeed;
  readonly #writer = new BlockWriter();
  readonly #queue: Segment[] = [];
  readonly #tools: ToolCalls;
  readonly #tags = new ThinkTagSplitter();
  #hasReasoningField = false;
  #isStarted = false;
  #isOver = false;
  #finish: Finish | null = null;
  #usage: MessagesUsage | null = null;
  #outputCharacters = 0;

  constructor(seed: MessageSeed) {
    this.#seed = seed;
    this.#tools = new ToolCalls(seed);
  }

  get isFinished(): boolean {
    return this.#finish !== null;
  }

  push(chunk: ChatChunk): readonly MessagesEvent[] {
    if (this.#isOver) return [];
    this.#start();
    this.#usage = usageOf(chunk) ?? this.#usage;
    const choice = chunk.choices?.find(({ index }) => (index ?? 0) === 0);
    const delta = choice?.delta ?? choice?.message;
    // After the finish only usage counts: some vendors repeat the last delta.
    if (delta && this.#finish === null) this.#read(delta);
    const reason = choice?.finish_reason;
    if (reason) this.#finish ??= readFinish(reason);
    if (this.#finish === 'failed') return this.#fail('overloaded_error', `ended with "${reason}"`);
    this.#advance();
    const held = this.#queue.reduce((sum, segment) => sum + segment.heldCharacters, 0);
    if (held > MAX_HELD_CHARACTERS) return this.#fail('api_error', 'sent more than can be held');
    return this.#writer.take();
  }

  end(cause: EndCause): readonly MessagesEvent[] {
    if (this.#isOver) return [];
    if (cause === 'aborted') {
      this.#isOver = true;
      return [];
    }
    // A cut behind the finish lost at most the usage; before it, half an answer must not pass for a whole one.
    if (this.#finish === null || this.#finish === 'failed') {
      return this.#fail('api_error', 'ended its stream before the answer was finished');
    }
    this.#isOver = true;
    this.#enqueueTagged(this.#tags.end());
    const nameless = this.#tools.findNameless();
    if (nameless) return this.#fail('api_error', 'sent a tool call without a name');
    for (const segment of this.#queue.splice(0)) segment.finish(this.#writer);
    const usage =
      this.#usage ?? estimatedUsage(this.#seed.estimatedInputTokens, this.#outputCharacters);
    this.#writer.event({
      type: 'message_delta',
      delta: { stop_reason: stopReason(this.#finish, this.#tools.hasAny), stop_sequence: null },
      usage,
    });
    this.#writer.event({ type: 'message_stop' });
    return this.#writer.take();
  }

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const message: Message = {
      id: this.#seed.id,
      type: 'message',
      role: 'assistant',
      model: this.#seed.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      // Zeros: the client keeps a start value that the end does not exceed, so an estimate would be counted twice.
      usage: {
        input_tokens: 0,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 0,
      },
    };
    this.#writer.event({ type: 'message_start', message });
  }

  #read(delta: ChatDelta): void {
    const { text: reasoning, field, details } = readReasoning(delta);
    if (reasoning !== '' || details.length > 0) {
      this.#hasReasoningField = true;
      const segment = this.#thinking(field);
      segment.append(reasoning);
      if (details.length > 0) segment.addDetails(details);
      this.#outputCharacters += reasoning.length;
    }
    for (const piece of readContent(delta)) this.#readPiece(piece);
    const calls = this.#tools.read(delta);
    if (calls.length > 0) this.#enqueueTagged(this.#tags.end());
    for (const { segment, isNew, characters, signature } of calls) {
      if (signature) this.#enqueueSignature(segment.clientId, signature);
      if (isNew) this.#enqueue(segment);
      this.#outputCharacters += characters;
    }
  }

  #readPiece(piece: { readonly kind: 'text' | 'thinking'; readonly text: string }): void {
    this.#outputCharacters += piece.text.length;
    if (piece.kind === 'thinking') {
      this.#hasReasoningField = true;
      this.#thinking('content-array').append(piece.text);
    } else if (this.#hasReasoningField) {
      // A vendor that has a field for reasoning means what it writes as content.
      this.#enqueueTagged([...this.#tags.end(), { kind: 'text', text: piece.text }]);
    } else {
      this.#enqueueTagged(this.#tags.push(piece.text));
    }
  }

  #enqueueTagged(pieces: readonly TaggedText[]): void {
    for (const { kind, text } of pieces) {
      if (kind === 'text') this.#text().append(text);
      else this.#thinking(kind).append(text);
    }
  }

  #enqueueSignature(id: string, signature: string): void {
    const provider = this.#seed.providerId ?? '';
    const details = [{ id, signature }];
    this.#enqueue(new StateSegment({ provider, field: 'call-signatures', details }));
  }

  #text(): TextSegment {
    const last = this.#queue.at(-1);
    return last instanceof TextSegment ? last : this.#enqueue(new TextSegment());
  }

  #thinking(field: ReasoningField): ThinkingSegment {
    const last = this.#queue.at(-1);
    if (last instanceof ThinkingSegment) return last;
    return this.#enqueue(new ThinkingSegment(this.#seed.providerId ?? '', field));
  }

  #enqueue<S extends Segment>(segment: S): S {
    this.#queue.push(segment);
    return segment;
  }

  /** Writes the first segment's news; closes it and goes on while others wait and nothing more can come for it. */
  #advance(): void {
    for (;;) {
      const first = this.#queue[0];
      first?.flush(this.#writer);
      if (first === undefined || this.#queue.length === 1 || !first.isClosable) return;
      first.finish(this.#writer);
      this.#queue.shift();
    }
  }

  #fail(type: string, what: string): readonly MessagesEvent[] {
    this.#isOver = true;
    this.#writer.event({ type: 'error', error: { type, message: `The upstream ${what}` } });
    return this.#writer.take();
  }
}
