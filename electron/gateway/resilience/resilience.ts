import { createHash } from 'node:crypto';
import type { GatewayErrorCode, GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { GatewayHealth } from '../../../shared/domain/gateway-health.ts';
import type { MessagesUsage } from '../../../shared/wire/messages.ts';
import type { Clock } from '../../base/clock.ts';
import type { Aim } from '../aim.ts';
import type { RawHeaders } from '../headers.ts';
import type { GatewayLimits } from '../limits.ts';
import type { AttemptOutcome } from '../outcome.ts';
import { CircuitBreakers } from './circuit-breakers.ts';
import { Conversations } from './conversations.ts';
import { keyName, KeyPool } from './key-pool.ts';
import { keyRefusals, refusalOf } from './key-refusal.ts';
import { heavier, lighter, Obstacles, type Obstacle } from './obstacles.ts';
import { tablePrice, type PriceOf } from './price-of.ts';
import { readRateLimits } from './rate-limit-headers.ts';
import { RetryBudget, retryPauseMs } from './retry.ts';
import { FirstTokenTimes, Turns } from './strategies.ts';

export interface ResilienceOptions {
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly priceOf?: PriceOf;
}

/** Told what comes of one attempt. */
export interface AttemptWatch {
  opened(headers: RawHeaders): void;
  /** Once. `firstTokenMs` null: nothing was streamed. */
  ended(outcome: AttemptOutcome, firstTokenMs: number | null): void;
}

/** Failures that are the target's own. Trouble with a key, a limit or the request itself is not. */
const targetFailures = new Set<GatewayErrorCode>([
  'upstream-failed',
  'upstream-overloaded',
  'upstream-unreachable',
  'upstream-timeout',
  'upstream-garbled',
  'truncated',
]);
/** Answers that show that the target is alive, whatever they say. */
const signsOfLife = new Set<GatewayErrorCode>([
  'upstream-rejected',
  'upstream-too-large',
  'context-too-long',
  'model-not-found',
]);
/** What one gateway has learned of its targets, keys and conversations. In memory only; times are monotonic ms. */
export class Resilience {
  readonly limits: GatewayLimits;
  readonly conversations: Conversations;
  readonly turns = new Turns();
  readonly priceOf: PriceOf;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #breakers: CircuitBreakers;
  readonly #pauses: Obstacles;
  readonly #keys: KeyPool;
  readonly #times: FirstTokenTimes;
  readonly #budget = new RetryBudget();
  readonly #inFlight = new Map<string, number>();
  /** Digests of refused secrets by key, so that a new secret under the same name is tried at once. */
  readonly #refused = new Map<string, string>();

  constructor({ limits, clock, random, priceOf }: ResilienceOptions) {
    const now = (): number => clock.monotonic();
    this.limits = limits;
    this.priceOf = priceOf ?? tablePrice;
    this.#clock = clock;
    this.#random = random;
    this.#breakers = new CircuitBreakers(limits, now, random);
    this.#pauses = new Obstacles(now);
    this.#keys = new KeyPool(now);
    this.#times = new FirstTokenTimes(now);
    const { conversations: most, conversationIdleMs: idleMs } = limits;
    this.conversations = new Conversations(now, { most, idleMs });
  }

  now(): number {
    return this.#clock.monotonic();
  }

  epochNow(): number {
    return this.#clock.now();
  }

  inFlight(target: string): number {
    return this.#inFlight.get(target) ?? 0;
  }

  firstTokenMs(target: string): number | null {
    return this.#times.get(target);
  }

  /** What speaks against a target with all its keys: the target's own trouble, or that of its best key. */
  obstacle(aims: readonly Aim[], estimatedTokens: number): Obstacle | null {
    const [first] = aims;
    if (first === undefined) return null;
    const ofTarget = this.#targetObstacle(first);
    const ofKeys = aims
      .map((aim) => this.#keyObstacle(aim, estimatedTokens))
      .reduce((best, each) => lighter(best, each));
    return heavier(ofTarget, ofKeys);
  }

  /**
   * The keys of a target that may be asked, best first; `preferred` wins among equal priority. When all that speaks
   * against them is a guess, they are asked all the same. Empty: each was told to wait.
   */
  usableKeys(
    aims: readonly Aim[],
    estimatedTokens: number,
    preferred: string | null,
  ): readonly Aim[] {
    const obstacleOf = new Map(
      aims.map((aim) => [aim, this.#keyObstacle(aim, estimatedTokens)] as const),
    );
    const free = aims.filter((aim) => obstacleOf.get(aim) === null);
    if (free.length > 0) return [...free].sort((a, b) => this.#compareKeys(a, b, preferred));
    return aims
      .filter((aim) => obstacleOf.get(aim)?.isBinding === false)
      .sort((a, b) => (obstacleOf.get(a)?.until ?? 0) - (obstacleOf.get(b)?.until ?? 0));
  }

  begin(aim: Aim, estimatedTokens: number): AttemptWatch {
    const name = targetName(aim);
    this.#breakers.enter(name);
    this.#inFlight.set(name, this.inFlight(name) + 1);
    const settleKey = aim.key && this.#keys.begin(aim.providerId, aim.key, estimatedTokens);
    return {
      opened: (headers) => {
        const limits = readRateLimits(headers, this.#clock.now());
        if (aim.key !== null) this.#keys.learn(aim.providerId, aim.key.id, aim.model, limits);
      },
      ended: (outcome, firstTokenMs) => {
        const left = this.inFlight(name) - 1;
        if (left > 0) this.#inFlight.set(name, left);
        else this.#inFlight.delete(name);
        settleKey?.(chargedTokens(outcome));
        if (firstTokenMs !== null) this.#times.add(name, firstTokenMs);
        this.#learn(aim, name, outcome);
      },
    };
  }

  earnRetry(): void {
    this.#budget.earn();
  }

  /** Ms to wait before the last target is asked once more, taken from the budget; null: let it be. */
  retryPause(error: GatewayError, retriesDone: number, elapsedMs: number): number | null {
    const pauseMs = retryPauseMs(error, retriesDone, elapsedMs, this.#random(), this.limits);
    return pauseMs === null || !this.#budget.take() ? null : pauseMs;
  }

  /** After a key was refused: which secret it was. A digest only, and only in memory. */
  rememberRefused({ providerId, key }: Aim, secret: string): void {
    if (key !== null) this.#refused.set(`${providerId}/${key.id}`, digest(secret));
  }

  get hasRefused(): boolean {
    return this.#refused.size > 0;
  }

  isRefused({ providerId, key }: Aim): boolean {
    return key !== null && this.#refused.has(`${providerId}/${key.id}`);
  }

  /** A key that was refused and now has another secret is a new key. */
  reviveChanged({ providerId, key }: Aim, secret: string): void {
    if (key === null || this.#refused.get(`${providerId}/${key.id}`) === digest(secret)) return;
    this.#refused.delete(`${providerId}/${key.id}`);
    this.#keys.unblock(providerId, key.id);
  }

  health(): GatewayHealth {
    const epoch = this.#clock.now() - this.now();
    const at = (until: number): number => Math.round(epoch + until);
    const names = new Set([
      ...this.#breakers.names(),
      ...this.#pauses.names(),
      ...this.#inFlight.keys(),
      ...this.#times.names(),
    ]);
    return {
      targets: [...names].sort().map((name) => {
        const obstacle = heavier(this.#breakers.obstacle(name), this.#pauses.get(name));
        return {
          ...splitName(name),
          circuit: this.#breakers.state(name),
          recentFailures: this.#breakers.failures(name),
          lastFailure: this.#breakers.lastFailure(name),
          inFlight: this.inFlight(name),
          firstTokenMs: this.firstTokenMs(name),
          obstacle: obstacle?.why ?? null,
          blockedUntil: obstacle && at(obstacle.until),
        };
      }),
      keys: this.#keys.snapshot().map(({ name, model, obstacle, learned, ...use }) => ({
        provider: splitName(name).provider,
        keyId: splitName(name).model,
        model,
        requestsLastMinute: use.requests,
        tokensLastMinute: use.tokens,
        inFlight: use.inFlight,
        obstacle: obstacle?.why ?? null,
        refusal: obstacle?.refusal ?? null,
        blockedUntil: obstacle && at(obstacle.until),
        learned: learned.map(({ until, ...limit }) => ({ ...limit, resetsAt: at(until) })),
      })),
    };
  }

  /** Forgets what was learned, of one provider or of all; what is in flight stays counted. */
  reset(provider: string | null): void {
    const isMeant = (name: string): boolean => provider === null || name.startsWith(`${provider}/`);
    for (const part of [
      this.#breakers,
      this.#pauses,
      this.#keys,
      this.#times,
      this.conversations,
    ]) {
      part.clear(isMeant);
    }
    for (const name of [...this.#refused.keys()]) if (isMeant(name)) this.#refused.delete(name);
  }

  /** The same for one key: it is tried again, its provider's circuits stay as they are. */
  resetKey(provider: string, keyId: string): void {
    const own = keyName(provider, keyId);
    this.#keys.clear((name) => name === own || name.startsWith(`${own} `));
    this.#refused.delete(own);
  }

  #targetObstacle(aim: Aim): Obstacle | null {
    const name = targetName(aim);
    return heavier(this.#breakers.obstacle(name), this.#pauses.get(name));
  }

  #keyObstacle({ providerId, key, model }: Aim, estimatedTokens: number): Obstacle | null {
    return key && this.#keys.obstacle(providerId, key, model, estimatedTokens);
  }

  #compareKeys(one: Aim, other: Aim, preferred: string | null): number {
    if (one.key === null || other.key === null) return 0;
    const isEqual = (one.key.priority ?? 0) === (other.key.priority ?? 0);
    if (isEqual && one.key.id === preferred) return -1;
    if (isEqual && other.key.id === preferred) return 1;
    return this.#keys.compare(one.providerId, one.key, other.key);
  }

  #learn(aim: Aim, name: string, { error }: AttemptOutcome): void {
    if (error === null || signsOfLife.has(error.code)) this.#breakers.succeeded(name);
    else if (targetFailures.has(error.code)) this.#breakers.failed(name, error.code);
    else this.#breakers.released(name);
    if (error === null) return;
    if (keyRefusals.has(error.code) && aim.key !== null) {
      // A 403 may be about one model only; a rejected key or an empty account is about all of them.
      const model = error.code === 'key-forbidden' ? aim.model : null;
      const until = this.now() + this.limits.keySetAsideMs;
      const refusal = refusalOf(error);
      const obstacle = { why: 'key-refused', until, isBinding: false, refusal } as const;
      this.#keys.block(aim.providerId, aim.key.id, model, obstacle);
    } else {
      this.#pause(aim, name, error);
    }
  }

  #pause(aim: Aim, name: string, { code, retryAfterSeconds }: GatewayError): void {
    const isLimited = code === 'upstream-rate-limited';
    if (!isLimited && (retryAfterSeconds === undefined || !targetFailures.has(code))) return;
    const ms = (retryAfterSeconds ?? this.limits.coolDownMs / 1000) * 1000;
    if (ms <= 0) return;
    const obstacle: Obstacle = {
      why: isLimited ? 'rate-limited' : 'overloaded',
      until: this.now() + ms,
      // Whoever pays with the client's own login should read the vendor's own words about its limits.
      isBinding: retryAfterSeconds !== undefined && aim.provider?.auth !== 'native',
    };
    if (isLimited && aim.key !== null) {
      this.#keys.block(aim.providerId, aim.key.id, aim.model, obstacle);
    } else {
      this.#pauses.add(name, obstacle);
    }
  }
}

/** `provider/model`, as sent; a provider's id has no slash. */
export function targetName({ providerId, model }: Pick<Aim, 'providerId' | 'model'>): string {
  return `${providerId}/${model}`;
}

function splitName(name: string): { readonly provider: string; readonly model: string } {
  const at = name.indexOf('/');
  return { provider: name.slice(0, at), model: name.slice(at + 1) };
}

/** What an attempt has cost its key: real usage where it is known, nothing where it failed, null where nobody knows. */
function chargedTokens(outcome: AttemptOutcome): number | null {
  if (outcome.kind === 'failed') return 0;
  return outcome.usage === null ? null : allTokens(outcome.usage);
}

function allTokens(usage: MessagesUsage): number {
  return (
    usage.input_tokens +
    usage.output_tokens +
    (usage.cache_creation_input_tokens ?? 0) +
    (usage.cache_read_input_tokens ?? 0)
  );
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
