import type { ProviderKey } from '../../../shared/domain/provider.ts';
import { MinuteWindow } from './minute-window.ts';
import { heavier, Obstacles, type Obstacle } from './obstacles.ts';
import type { LearnedLimit } from './rate-limit-headers.ts';

interface KeyUse {
  readonly requests: MinuteWindow;
  readonly tokens: MinuteWindow;
  /** Estimates of attempts under way; the real count replaces them. */
  promisedTokens: number;
  inFlight: number;
  lastUsedAt: number;
}

/** One attempt's hold on a key. Called once, with the real tokens; null: unknown, so the estimate stands. */
export type SettleKey = (tokens: number | null) => void;

const MAX_KEYS = 1_000;

/**
 * The use of every key: requests and tokens of the last minute against the limits that the user gave, what vendors said
 * is left, cool-downs, and keys set aside. Names: `provider/key` for the key, with ` model` for one model of it.
 */
export class KeyPool {
  readonly #now: () => number;
  readonly #uses = new Map<string, KeyUse>();
  readonly #obstacles: Obstacles;
  /** By key and model, newest last: what vendors said of their limits. */
  readonly #learned = new Map<string, readonly Learned[]>();

  constructor(now: () => number) {
    this.#now = now;
    this.#obstacles = new Obstacles(now);
  }

  /** What speaks against this key for this model and a prompt of about so many tokens; null: nothing. */
  obstacle(
    providerId: string,
    key: ProviderKey,
    model: string,
    estimatedTokens: number,
  ): Obstacle | null {
    const name = keyName(providerId, key.id);
    const standing = heavier(
      this.#obstacles.get(name),
      this.#obstacles.get(modelName(name, model)),
    );
    return heavier(standing, this.#budget(name, key, estimatedTokens));
  }

  /** Usable keys, the lowest priority number first, then the least used, then the longest unused. */
  compare(providerId: string, one: ProviderKey, other: ProviderKey): number {
    const byPriority = (one.priority ?? 0) - (other.priority ?? 0);
    if (byPriority !== 0) return byPriority;
    const now = this.#now();
    const [a, b] = [one, other].map((key) => this.#uses.get(keyName(providerId, key.id)));
    const load = (use: KeyUse | undefined): number => use?.requests.sum(now) ?? 0;
    return load(a) - load(b) || (a?.lastUsedAt ?? -1) - (b?.lastUsedAt ?? -1);
  }

  begin(providerId: string, key: ProviderKey, estimatedTokens: number): SettleKey {
    const use = this.#use(keyName(providerId, key.id));
    const now = this.#now();
    use.requests.add(now, 1);
    use.promisedTokens += estimatedTokens;
    use.inFlight += 1;
    use.lastUsedAt = now;
    let isSettled = false;
    return (tokens) => {
      if (isSettled) return;
      isSettled = true;
      use.inFlight -= 1;
      use.promisedTokens -= estimatedTokens;
      use.tokens.add(this.#now(), tokens ?? estimatedTokens);
    };
  }

  /** `model` null: the obstacle stands for the whole key. */
  block(providerId: string, keyId: string, model: string | null, obstacle: Obstacle): void {
    const name = keyName(providerId, keyId);
    this.#obstacles.add(model === null ? name : modelName(name, model), obstacle);
  }

  unblock(providerId: string, keyId: string): void {
    const name = keyName(providerId, keyId);
    this.#obstacles.clear((each) => each === name || each.startsWith(modelName(name, '')));
  }

  /** What a vendor says is left. Only a hint: vendors differ in what they count and when they refill. */
  learn(providerId: string, keyId: string, model: string, limits: readonly LearnedLimit[]): void {
    if (limits.length === 0) return;
    const name = modelName(keyName(providerId, keyId), model);
    const now = this.#now();
    this.#learned.delete(name);
    this.#learned.set(
      name,
      limits.map(({ kind, limit, remaining, resetMs }) => ({
        kind,
        limit,
        remaining,
        until: now + resetMs,
      })),
    );
    const [oldest] = this.#learned.keys();
    if (this.#learned.size > MAX_KEYS && oldest !== undefined) this.#learned.delete(oldest);
    for (const { remaining, resetMs } of limits) {
      if (remaining > 0 || resetMs === 0) continue;
      const until = now + resetMs;
      this.block(providerId, keyId, model, { why: 'rate-limited', until, isBinding: false });
    }
  }

  /** Every key that was used or blocked, with its figures. `model` null: what stands for the whole key. */
  snapshot(): readonly (KeyFigures & { readonly name: string; readonly model: string | null })[] {
    const now = this.#now();
    const learned = (full: string): readonly Learned[] =>
      (this.#learned.get(full) ?? []).filter(({ until }) => until > now);
    const told = [...this.#learned.keys()].filter((full) => learned(full).length > 0);
    const names = new Set([...this.#uses.keys(), ...this.#obstacles.names(), ...told]);
    return [...names].map((full) => {
      const at = full.indexOf(' ');
      const name = at < 0 ? full : full.slice(0, at);
      const use = this.#uses.get(name);
      return {
        name,
        model: at < 0 ? null : full.slice(at + 1),
        requests: use?.requests.sum(now) ?? 0,
        tokens: use?.tokens.sum(now) ?? 0,
        inFlight: use?.inFlight ?? 0,
        obstacle: this.#obstacles.get(full),
        learned: learned(full),
      };
    });
  }

  /** Forgets obstacles and what was counted; attempts under way stay counted in flight. */
  clear(isMeant: (name: string) => boolean): void {
    this.#obstacles.clear(isMeant);
    for (const name of [...this.#learned.keys()]) if (isMeant(name)) this.#learned.delete(name);
    for (const [name, use] of this.#uses) {
      if (isMeant(name) && use.inFlight === 0) this.#uses.delete(name);
    }
  }

  /** The user's own limits bind. A prompt that alone exceeds its minute goes when nothing else went. */
  #budget(name: string, key: ProviderKey, estimatedTokens: number): Obstacle | null {
    const use = this.#uses.get(name);
    if (use === undefined) return null;
    const now = this.#now();
    const { requestsPerMinute, tokensPerMinute } = key;
    let until = now;
    if (requestsPerMinute !== undefined) {
      until = Math.max(until, use.requests.fallsTo(requestsPerMinute - 1, now));
    }
    if (tokensPerMinute !== undefined) {
      const promised = use.promisedTokens;
      const room = Math.max(0, tokensPerMinute - promised - estimatedTokens);
      until = Math.max(until, use.tokens.fallsTo(room, now));
      if (promised > 0 && promised + estimatedTokens > tokensPerMinute) {
        until = Math.max(until, now + RECHECK_MS);
      }
    }
    return until > now ? { why: 'budget-spent', until, isBinding: true } : null;
  }

  #use(name: string): KeyUse {
    const known = this.#uses.get(name);
    const use = known ?? {
      requests: new MinuteWindow(),
      tokens: new MinuteWindow(),
      promisedTokens: 0,
      inFlight: 0,
      lastUsedAt: 0,
    };
    this.#uses.delete(name);
    this.#uses.set(name, use);
    if (this.#uses.size > MAX_KEYS) this.#forgetIdle();
    return use;
  }

  #forgetIdle(): void {
    for (const [name, use] of this.#uses) {
      if (use.inFlight > 0) continue;
      this.#uses.delete(name);
      return;
    }
  }
}

interface KeyFigures {
  readonly requests: number;
  readonly tokens: number;
  readonly inFlight: number;
  readonly obstacle: Obstacle | null;
  readonly learned: readonly Learned[];
}

/** Times are monotonic ms. */
type Learned = Pick<LearnedLimit, 'kind' | 'limit' | 'remaining'> & { readonly until: number };

/** Tokens promised to attempts under way: when they end is unknown, so look again soon. */
const RECHECK_MS = 1_000;

export function keyName(providerId: string, keyId: string): string {
  return `${providerId}/${keyId}`;
}

function modelName(name: string, model: string): string {
  return `${name} ${model}`;
}
