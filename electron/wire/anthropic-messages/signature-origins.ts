import { FOREIGN_SIGNATURE_PREFIX } from '../foreign-thinking.ts';
import { digest } from '../tool-id.ts';

/** Who made a signature: Anthropic's are taken by every host of Claude, others' by their maker alone. */
export type SignatureMaker = 'claude' | `provider:${string}`;

/** One signature by its key: what is kept of it is a digest. */
export interface KnownSignature {
  readonly key: string;
  readonly maker: SignatureMaker;
}

/** Conversations older than that are told by the shape of their signatures. */
const MAX_REMEMBERED = 8192;

/** Anthropic's are base64 of some hundred bytes and more; others put a short digest, an id, or nothing. */
const CLAUDE_SHAPE = /^[A-Za-z0-9+/]{80,}={0,2}$/;

/**
 * Remembers who signed which thinking, because a signature may go back to its maker and to nobody else: Anthropic
 * answers 400 to a foreign one, and what one vendor's model thought is no business of another. Only digests are kept.
 */
export class SignatureOrigins {
  readonly #makers: Map<string, SignatureMaker>;

  constructor(known: readonly KnownSignature[] = []) {
    this.#makers = new Map(known.map(({ key, maker }) => [key, maker]));
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
    this.#makers.delete(key);
    this.#makers.set(key, maker);
    const oldest = this.#makers.keys().next();
    if (this.#makers.size > MAX_REMEMBERED && !oldest.done) this.#makers.delete(oldest.value);
  }

  /** After a restart nothing is remembered: then only Claude's own shape goes to Claude, and only other shapes elsewhere. */
  mayReturn(signature: string, target: SignatureMaker): boolean {
    // Translated upstreams wrote these, and none of them speaks this dialect.
    if (signature.startsWith(FOREIGN_SIGNATURE_PREFIX)) return false;
    const maker = this.#makers.get(signatureKey(signature));
    if (maker !== undefined) return maker === target;
    return CLAUDE_SHAPE.test(signature) === (target === 'claude');
  }
}

export function signatureKey(signature: string): string {
  return digest(signature, 20) + String(signature.length);
}
