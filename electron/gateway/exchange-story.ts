import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import type { Clock } from '../base/clock.ts';
import type { InboundRequest } from './inbound.ts';
import type { ExchangeEnded, ExchangeObserver } from './observer.ts';

/** Tells the observer one exchange, stamped and in order; the end is told once, whoever comes first. */
export class ExchangeStory {
  readonly #exchangeId: string;
  readonly #observer: ExchangeObserver;
  readonly #clock: Clock;
  #attempt = 0;
  #attemptOpen = false;
  #started = false;
  #ended = false;

  constructor(exchangeId: string, observer: ExchangeObserver, clock: Clock) {
    this.#exchangeId = exchangeId;
    this.#observer = observer;
    this.#clock = clock;
  }

  get attempts(): number {
    return this.#attempt;
  }

  get started(): boolean {
    return this.#started;
  }

  now(): number {
    return this.#clock.now();
  }

  start({ method, path, body }: InboundRequest): void {
    this.#started = true;
    this.#observer.onStart({ ...this.#stamp(), method, path, bodyBytes: body.length });
  }

  routed(facts: RequestFacts, profileId: string, plan: RoutePlan): void {
    this.#observer.onRouted({ ...this.#stamp(), facts, profileId, plan });
  }

  attempt(aim: {
    readonly provider: string;
    readonly model: string;
    readonly keyId: string | null;
    readonly dropped: readonly Dropped[];
  }): void {
    this.#attempt += 1;
    this.#attemptOpen = true;
    this.#observer.onAttempt({ ...this.#stamp(), attempt: this.#attempt, ...aim });
  }

  attemptEnd(status: number | null, error: GatewayError | null): void {
    if (!this.#attemptOpen) return;
    this.#attemptOpen = false;
    this.#observer.onAttemptEnd({ ...this.#stamp(), attempt: this.#attempt, status, error });
  }

  responseStart(status: number, stream: boolean): void {
    this.#observer.onResponseStart({ ...this.#stamp(), status, stream });
  }

  event(event: MessagesEvent, at: number): void {
    if (!this.#ended) this.#observer.onEvent({ exchangeId: this.#exchangeId, at, event });
  }

  /** After the client was served; `secret` is blanked, should the upstream quote it. */
  upstreamFrames(
    frames: readonly { readonly event: string | null; readonly data: string }[],
    secret: string | null,
  ): void {
    if (this.#ended || frames.length === 0) return;
    const stamp = this.#stamp();
    for (const { event, data } of frames) {
      this.#observer.onUpstreamFrame?.({ ...stamp, event, data: withoutSecret(data, secret) });
    }
  }

  end(
    state: ExchangeEnded['state'],
    status: number | null,
    error: GatewayError | null,
    usage: MessagesUsage | null,
  ): void {
    if (this.#ended) return;
    this.attemptEnd(status, error);
    this.#ended = true;
    this.#observer.onEnd({ ...this.#stamp(), state, status, error, usage });
  }

  #stamp(): { readonly exchangeId: string; readonly at: number } {
    return { exchangeId: this.#exchangeId, at: this.#clock.now() };
  }
}

function withoutSecret(data: string, secret: string | null): string {
  return secret === null || secret.length < 4 ? data : data.replaceAll(secret, '[key]');
}
