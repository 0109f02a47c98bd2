import type { MessageSeed } from '../adapter.ts';
import { clientToolId, digest } from '../tool-id.ts';
import type { ChatDelta, ToolCallDelta } from './schema.ts';
import { ToolSegment } from './segments.ts';
import { originalToolName } from './tool-names.ts';

interface ReadCall {
  readonly segment: ToolSegment;
  readonly isNew: boolean;
  readonly characters: number;
  /** Gemini's, to come back with the call; null from everyone else. */
  readonly signature: string | null;
}

/**
 * Assigns pieces of tool calls to calls: by `index`, else by a new non-empty id, else by position. A new id at the
 * same index, with a name, starts a new call; empty ids and names say nothing.
 */
export class ToolCalls {
  readonly #seed: MessageSeed;
  readonly #byIndex = new Map<number, ToolSegment>();
  readonly #all: ToolSegment[] = [];
  readonly #usedIds = new Set<string>();

  constructor(seed: MessageSeed) {
    this.#seed = seed;
  }

  get hasAny(): boolean {
    return this.#all.length > 0;
  }

  /** A call that got arguments or an id but never a name. */
  findNameless(): ToolSegment | undefined {
    return this.#all.find((call) => call.name === '');
  }

  read(delta: ChatDelta): readonly ReadCall[] {
    const legacy = delta.function_call ? [{ index: 0, function: delta.function_call }] : [];
    const pieces: readonly ToolCallDelta[] = delta.tool_calls ?? legacy;
    return pieces.flatMap((piece, position) => this.#readPiece(piece, position));
  }

  #readPiece(piece: ToolCallDelta, position: number): readonly ReadCall[] {
    const index = piece.index ?? null;
    const id = piece.id ?? '';
    const name = piece.function?.name ?? '';
    const text = argumentsOf(piece.function?.arguments);
    const found = this.#find(index, id, name, position);
    if (!found && id === '' && name === '' && text === '') return [];
    const segment = found ?? this.#begin(index, id);
    if (segment.id === '') segment.id = id;
    if (name !== '') segment.addName(name);
    segment.addArguments(text, name !== '');
    const characters = text.length + name.length;
    return [{ segment, isNew: !found, characters, signature: signatureOf(piece) }];
  }

  #find(index: number | null, id: string, name: string, position: number): ToolSegment | undefined {
    if (index !== null) {
      const call = this.#byIndex.get(index);
      const isAnother = call && id !== '' && call.id !== '' && id !== call.id && name !== '';
      return isAnother ? undefined : call;
    }
    if (id !== '') return this.#all.findLast((call) => call.id === id);
    // A name without an id or index: a new call, unless the one before still lacks its name.
    const last = this.#all.at(-1);
    if (name !== '' && last?.name !== '') return undefined;
    return this.#byIndex.get(position) ?? last;
  }

  #begin(index: number | null, id: string): ToolSegment {
    const number = this.#all.length;
    const segment = new ToolSegment(
      id,
      (upstreamId) => this.#idForClient(upstreamId, number),
      (name) => originalToolName(name, this.#seed.toolNames ?? []),
    );
    this.#all.push(segment);
    if (index !== null) this.#byIndex.set(index, segment);
    return segment;
  }

  /** Missing and repeated ids get one of their own: a result must find its call. */
  #idForClient(upstreamId: string, number: number): string {
    const isUsable = upstreamId !== '' && !this.#usedIds.has(upstreamId);
    this.#usedIds.add(upstreamId);
    return isUsable ? clientToolId(upstreamId) : `toolu_${digest(this.#seed.id, 20)}${number}`;
  }
}

function signatureOf(piece: ToolCallDelta): string | null {
  return piece.extra_content?.google?.thought_signature ?? null;
}

function argumentsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
