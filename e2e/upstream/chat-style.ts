import type { Block } from './dialects.ts';

/** What is particular about one vendor's chat stream; everything left out is as OpenAI does it. */
export interface ChatTraits {
  /** Where thinking is told. */
  readonly reasoning?:
    'reasoning_content' | 'reasoning' | 'reasoning_details' | 'content-array' | 'think-tag';
  /**
   * How a call comes: name first and arguments in pieces, its first piece with the name, the name and then all
   * arguments, or all at once.
   */
  readonly calls?: 'pieces' | 'first-not-empty' | 'two-chunks' | 'whole';
  readonly callId?: (turn: number, call: number, name: string) => string;
  /** Fields repeated on later pieces of a call. */
  readonly laterPieces?: object;
  readonly withoutIndex?: boolean;
  /** The first call of an answer carries Gemini's signature of the thought behind it. */
  readonly signsCalls?: boolean;
  /** `last-call`: the finish reason stands in the chunk of the last call. */
  readonly finishIn?: 'last-call';
  readonly finishOfCalls?: string;
  /** The finish reason of every chunk that is not the last; null elsewhere. */
  readonly unfinished?: '';
  readonly usageIn?: 'own-chunk' | 'finish' | 'both' | 'x_groq';
  readonly usage?: object;
  readonly withoutDone?: boolean;
  /** In each delta, and in each chunk. */
  readonly delta?: object;
  readonly chunk?: object;
  readonly opening?: readonly string[];
  readonly comment?: string;
  readonly lineEnd?: '\r\n';
}

const counts = { prompt_tokens: 9_125, completion_tokens: 12, total_tokens: 9_137 };

/** The stream of one answer in a vendor's own manner, one string for each frame. `turn` makes call ids unique. */
export function chatFrames(
  traits: ChatTraits,
  blocks: readonly Block[],
  turn: number,
): readonly string[] {
  return new ChatStyle(traits, turn).write(blocks);
}

/** The id that this vendor gives a call; plain where nothing is said of it. */
export function chatCallId(traits: ChatTraits, turn: number, call: number, name: string): string {
  return traits.callId?.(turn, call, name) ?? `call_${turn}x${call}`;
}

class ChatStyle {
  readonly #traits: ChatTraits;
  readonly #turn: number;
  #call = -1;

  constructor(traits: ChatTraits, turn: number) {
    this.#traits = traits;
    this.#turn = turn;
  }

  write(blocks: readonly Block[]): readonly string[] {
    const { opening = [], comment, withoutDone, finishIn } = this.#traits;
    const calls = blocks.filter(({ type }) => type === 'tool_use').length;
    const finish = calls > 0 ? (this.#traits.finishOfCalls ?? 'tool_calls') : 'stop';
    const body = blocks.flatMap((block, index) => {
      const deltas = this.#deltas(block);
      const isEnd = finishIn === 'last-call' && calls > 0 && index === blocks.length - 1;
      return deltas.map((delta, at) =>
        isEnd && at === deltas.length - 1 ? this.#finish(delta, finish) : this.#chunk(delta),
      );
    });
    const hasEnded = finishIn === 'last-call' && calls > 0;
    const frames = [
      ...opening.map((data) => this.#frame(data)),
      this.#chunk({ role: 'assistant', content: '' }),
      ...body,
      ...(hasEnded ? [] : [this.#finish({}, finish)]),
      ...this.#usageFrames(),
      ...(withoutDone === true ? [] : [this.#frame('[DONE]')]),
    ];
    if (comment === undefined) return frames;
    return frames.flatMap((frame) => [`: ${comment}\n\n`, frame]);
  }

  #deltas(block: Block): readonly object[] {
    switch (block.type) {
      case 'text':
        return halves(block.text).map((content) => ({ content }));
      case 'thinking':
        return this.#thinking(block.thinking);
      case 'tool_use':
        return this.#callDeltas(block);
    }
  }

  #thinking(text: string): readonly object[] {
    const pieces = halves(text);
    switch (this.#traits.reasoning) {
      case undefined:
        return [];
      case 'reasoning_details':
        return pieces.map((piece) => ({
          reasoning: piece,
          reasoning_details: [{ type: 'reasoning.text', text: piece, format: null, index: 0 }],
        }));
      case 'content-array':
        return pieces.map((piece) => ({
          content: [{ type: 'thinking', thinking: [{ type: 'text', text: piece }] }],
        }));
      case 'think-tag':
        return ['<thi', 'nk>', ...pieces, '</', 'think>\n\n'].map((content) => ({ content }));
      default:
        return pieces.map((piece) => ({ [String(this.#traits.reasoning)]: piece }));
    }
  }

  #callDeltas({ name, input }: Extract<Block, { type: 'tool_use' }>): readonly object[] {
    const { calls = 'pieces', laterPieces, withoutIndex } = this.#traits;
    this.#call += 1;
    const number = this.#call;
    const id = chatCallId(this.#traits, this.#turn, number, name);
    const place = withoutIndex === true ? {} : { index: number };
    const signature = { google: { thought_signature: `sig-${this.#turn}` } };
    const isSigned = this.#traits.signsCalls === true && number === 0;
    const signed = isSigned ? { extra_content: signature } : {};
    const first = (args: string): object => ({
      tool_calls: [
        { ...place, id, type: 'function', function: { name, arguments: args }, ...signed },
      ],
    });
    const later = (args: string): object => ({
      tool_calls: [
        { ...place, ...laterPieces, function: { arguments: args, ...nameOf(laterPieces) } },
      ],
    });
    const whole = JSON.stringify(input);
    const [one = '', two = ''] = halves(whole);
    switch (calls) {
      case 'whole':
        return [first(whole)];
      case 'two-chunks':
        return [first(''), later(whole)];
      case 'first-not-empty':
        return [first(one), later(two)];
      case 'pieces':
        return [first(''), later(one), later(two)];
    }
  }

  #chunk(delta: object, finish: string | null = null, rest: object = {}): string {
    const choice = {
      index: 0,
      delta: { ...this.#traits.delta, ...delta },
      finish_reason: finish ?? this.#traits.unfinished ?? null,
    };
    return this.#frame(JSON.stringify({ ...this.#head(), choices: [choice], ...rest }));
  }

  #finish(delta: object, finish: string): string {
    const { usageIn = 'own-chunk' } = this.#traits;
    const isHere = usageIn === 'finish' || usageIn === 'both';
    const rest = isHere
      ? { usage: this.#usage() }
      : usageIn === 'x_groq'
        ? { x_groq: { id: 'req_scripted', usage: this.#usage() } }
        : {};
    return this.#chunk(delta, finish, rest);
  }

  #usageFrames(): readonly string[] {
    const { usageIn = 'own-chunk' } = this.#traits;
    if (usageIn !== 'own-chunk' && usageIn !== 'both') return [];
    const chunk = { ...this.#head(), choices: [], usage: this.#usage() };
    return [this.#frame(JSON.stringify(chunk))];
  }

  #usage(): object {
    const { usage = { prompt_tokens_details: { cached_tokens: 9_000 } } } = this.#traits;
    return { ...counts, ...usage };
  }

  #head(): object {
    return {
      id: `chatcmpl-${this.#turn}`,
      object: 'chat.completion.chunk',
      created: 1,
      model: 'scripted',
      ...this.#traits.chunk,
    };
  }

  #frame(data: string): string {
    const end = this.#traits.lineEnd ?? '\n';
    return `data: ${data}${end}${end}`;
  }
}

/** GLM on Mistral repeats an empty name inside `function`. */
function nameOf(later: object | undefined): object {
  return later !== undefined && 'name' in later ? { name: later.name } : {};
}

function halves(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== '');
}
