import { familyFactor } from './family-factor.ts';

/** How many real tokens a model makes of one of ours, as learned so far. */
export interface TokenFactor {
  /** `provider/model` of a target, or the model that the client asked for. */
  readonly key: string;
  readonly factor: number;
  readonly samples: number;
}

/** Where factors outlive the process. `save` gets all of them, the longest unused first; it must not block. */
export interface TokenFactorStore {
  load(): readonly TokenFactor[];
  save(factors: readonly TokenFactor[]): void;
}

/** One finished exchange whose prompt the upstream counted. */
export interface CountedPrompt {
  readonly target: string;
  readonly askedModel: string;
  /** Our own count, without any factor. */
  readonly ownTokens: number;
  /** All of the prompt, cached or not. */
  readonly realTokens: number;
}

/** Below this the hidden parts of a template outweigh the text. */
const MIN_OWN_TOKENS = 200;
/** Beyond these a vendor counted something else: without its cache, or after edits of its own. */
const MIN_RATIO = 0.3;
const MAX_RATIO = 4;
/** The newest of many samples weighs this much. */
const MOVING_WEIGHT = 0.1;
const MAX_KEYS = 500;

/**
 * Factors per target and per asked model, a moving mean of real to own tokens. What is not learned yet starts from
 * the model's family. In memory unless a store is given.
 */
export class TokenCalibration {
  readonly #factors = new Map<string, TokenFactor>();
  readonly #store: TokenFactorStore | null;

  constructor(store: TokenFactorStore | null = null) {
    this.#store = store;
    for (const known of store?.load() ?? []) {
      if (known.factor >= MIN_RATIO && known.factor <= MAX_RATIO) {
        this.#factors.set(known.key, known);
      }
    }
  }

  /** For rules, which look before a target is known. */
  ofAsked(model: string): number {
    return this.#factors.get(model)?.factor ?? familyFactor(model);
  }

  /** For an answer in a target's name. */
  ofTarget(provider: string, model: string): number {
    return this.#factors.get(targetKey(provider, model))?.factor ?? familyFactor(model);
  }

  learn({ target, askedModel, ownTokens, realTokens }: CountedPrompt): void {
    const ratio = realTokens / ownTokens;
    if (ownTokens < MIN_OWN_TOKENS || !(ratio >= MIN_RATIO && ratio <= MAX_RATIO)) return;
    this.#move(target, ratio);
    this.#move(askedModel, ratio);
    this.#store?.save([...this.#factors.values()]);
  }

  #move(key: string, ratio: number): void {
    const known = this.#factors.get(key);
    const samples = (known?.samples ?? 0) + 1;
    const weight = Math.max(1 / samples, MOVING_WEIGHT);
    const factor = known === undefined ? ratio : known.factor + (ratio - known.factor) * weight;
    // The newest goes to the end, so that the first is the longest unused.
    this.#factors.delete(key);
    this.#factors.set(key, { key, factor, samples });
    const oldest = this.#factors.size > MAX_KEYS ? this.#factors.keys().next().value : undefined;
    if (oldest !== undefined) this.#factors.delete(oldest);
  }
}

export function targetKey(provider: string, model: string): string {
  return `${provider}/${model}`;
}
