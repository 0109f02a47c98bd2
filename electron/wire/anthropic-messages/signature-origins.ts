import { FOREIGN_SIGNATURE_PREFIX } from '../foreign-thinking.ts';
import { digest } from '../tool-id.ts';

/** Who made a signature: Anthropic's are taken by every host of Claude, others' by their maker alone. */
export type SignatureMaker = 'claude' | `provider:${string}`;

/** One signature by its key: what is kept of it is a digest. */
export interface KnownSignature {
  readonly key: string;
  readonly maker: SignatureMaker;
}

/** Where the memory outlives the process. `add` must not block. */
export interface SignatureStore {
  /** The oldest first. */
  load(): readonly KnownSignature[];
  add(known: KnownSignature): void;
}

/** Beyond these the oldest are forgotten. */
const MAX_REMEMBERED = 8192;

/** Anthropic's are base64 of some hundred bytes and more; others put a short digest, an id, or nothing. */
const CLAUDE_SHAPE = /^[A-Za-z0-9+/]{80,}={0,2}$/;

/**
 * Remembers who signed which thinking, because a signature may go back to its maker and to nobody else: Anthropic
 * answers 400 to a foreign one, and what one vendor's model thought is no business of another. Only digests are kept.
 */
export class SignatureOrigins {
  readonly #makers: Map<string, SignatureMaker>;
  readonly #store: SignatureStore | null;

  constructor(known: readonly KnownSignature[] = [], store: SignatureStore | null = null) {
    const all = [...known, ...(store?.load() ?? [])];
    this.#makers = new Map(all.map(({ key, maker }) => [key, maker]));
    this.#store = store;
  }

  /** Those of the keys that are remembered. */
  known(keys: readonly string[]): readonly KnownSignature[] {
    return keys.flatMap((key) => {
      const maker = this.#makers.get(key);
      return maker === undefined ? [] : [{ key, maker }];
    });
  }

  /** Call for every signature (or redacted thought) that an upstream of the client's own dialect sends. */
  learn(signature: string, maker: SignatureMaker): void {
    if (signature === '') return;
    const key = signatureKey(signature);
    if (this.#makers.get(key) !== maker) this.#store?.add({ key, maker });
    this.#makers.delete(key);
    this.#makers.set(key, maker);
    const oldest = this.#makers.keys().next();
    if (this.#makers.size > MAX_REMEMBERED && !oldest.done) this.#makers.delete(oldest.value);
  }

  /** What nobody is known to have signed goes to Claude where it has Claude's shape, and nowhere else. */
  mayReturn(signature: string, target: SignatureMaker): boolean {
    // Translated upstreams wrote these, and none of them speaks this dialect.
    if (signature.startsWith(FOREIGN_SIGNATURE_PREFIX)) return false;
    const maker = this.#makers.get(signatureKey(signature));
    if (maker !== undefined) return maker === target;
    // No signature at all cannot be refused.
    if (signature === '') return target !== 'claude';
    return target === 'claude' && CLAUDE_SHAPE.test(signature);
  }
}

export function signatureKey(signature: string): string {
  return digest(signature, 20) + String(signature.length);
}
