import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import type { Clock } from '../base/clock.ts';
import { blankEvent, blankOf, type Blank } from './blank-event.ts';
import type { RequestOutline } from './body/read-request.ts';
import { headerValue, type RawHeaders } from './headers.ts';
import type { InboundRequest } from './inbound.ts';
import type { ExchangeEnded, ExchangeObserver } from './observer.ts';

/** For how long a deferred story may wait for the answer to begin. */
const QUIET_MS = 20;

/** Tells the observer one exchange, stamped and in order; the end is told once, whoever comes first. */
export class ExchangeStory {
  readonly #exchangeId: string;
  readonly #observer: ExchangeObserver;
  readonly #clock: Clock;
  #attempt = 0;
  #attemptOpen = false;
  #attemptAt = 0;
  #firstContentAt: number | null = null;
  #connectedAt: number | null = null;
  #headersAt: number | null = null;
  #started = false;
  #ended = false;
  #hasEvent = false;
  /** Of the running attempt. */
  #blank: Blank | null = null;
  /** What is to be told once there is time; null when all is told at once. */
  #backlog: (() => void)[] | null = null;
  /** Begins what a deferred story waits for; null once it has begun. */
  #startReading: (() => void) | null = null;

  constructor(exchangeId: string, observer: ExchangeObserver, clock: Clock) {
    this.#exchangeId = exchangeId;
    this.#observer = observer;
    this.#clock = clock;
  }

  get attempts(): number {
    return this.#attempt;
  }

  /** From the attempt's start to its first content; null while there is none. */
  get firstTokenMs(): number | null {
    return this.#firstContentAt === null ? null : this.#firstContentAt - this.#attemptAt;
  }

  get started(): boolean {
    return this.#started;
  }

  now(): number {
    return this.#clock.now();
  }

  /**
   * From here on the observer is told a moment later, what `first` finds out before all else: that must not hold up
   * bytes. It hears everything, in order and with its true times. Resolves when it has heard what came meanwhile.
   */
  defer(first: () => Promise<void>): Promise<void> {
    this.#backlog = [];
    return new Promise((resolve) => {
      this.#startReading = () => {
        this.#startReading = null;
        void first().finally(() => {
          this.#catchUp();
          resolve();
        });
      };
      setTimeout(() => this.#startReading?.(), QUIET_MS).unref();
    });
  }

  start({ method, path, query, body, headers, grant }: InboundRequest): void {
    this.#started = true;
    const exchangeId = this.#exchangeId;
    const { replay } = grant;
    this.#observer.onStart({
      ...this.#stamp(),
      method,
      path,
      bodyBytes: body.length,
      ...(replay === undefined ? {} : { replay: { id: replay.id, of: replay.of } }),
    });
    this.#observer.onRequest?.({
      exchangeId,
      method,
      path: path + query,
      headers: bodyHeaders(headers),
      body,
    });
  }

  routed(
    facts: RequestFacts,
    profileId: string,
    plan: RoutePlan,
    { tools, maxTokens }: Pick<RequestOutline, 'tools' | 'maxTokens'>,
  ): void {
    this.#observer.onRouted({
      ...this.#stamp(),
      facts,
      profileId,
      plan,
      asked: { tools, maxTokens },
    });
  }

  attempt(aim: {
    readonly provider: string;
    readonly model: string;
    readonly keyId: string | null;
    readonly dropped: readonly Dropped[];
  }): void {
    this.#attempt += 1;
    this.#attemptOpen = true;
    const event = { ...this.#stamp(), attempt: this.#attempt, ...aim };
    this.#attemptAt = event.at;
    this.#firstContentAt = null;
    this.#connectedAt = null;
    this.#headersAt = null;
    this.#blank = null;
    this.#tell(() => {
      this.#observer.onAttempt(event);
    });
  }

  /** What the running attempt proves itself with: blanked from all that is told of its answer. */
  sends(credentials: readonly string[]): void {
    this.#blank = credentials.length === 0 ? null : blankOf(credentials);
  }

  /** The attempt has its connection. */
  connected(): void {
    this.#connectedAt = this.#clock.now();
  }

  /** The upstream's status line and headers are there. */
  headersCame(): void {
    this.#headersAt = this.#clock.now();
  }

  attemptEnd(status: number | null, error: GatewayError | null): void {
    if (!this.#attemptOpen) return;
    this.#attemptOpen = false;
    const event = {
      ...this.#stamp(),
      attempt: this.#attempt,
      status,
      error,
      connectedAt: this.#connectedAt,
      headersAt: this.#headersAt,
    };
    this.#tell(() => {
      this.#observer.onAttemptEnd(event);
    });
  }

  responseStart(status: number, stream: boolean): void {
    const event = { ...this.#stamp(), status, stream };
    this.#tell(() => {
      this.#observer.onResponseStart(event);
    });
  }

  event(event: MessagesEvent, at: number): void {
    if (this.#ended) return;
    if (this.#firstContentAt === null && event.type === 'content_block_delta') {
      this.#firstContentAt = at;
    }
    const told = this.#blank === null ? event : blankEvent(event, this.#blank);
    const observed = { exchangeId: this.#exchangeId, at, event: told };
    if (this.#backlog === null) {
      this.#observer.onEvent(observed);
      return;
    }
    // The event's bytes are written at the end of this turn.
    if (!this.#hasEvent) setImmediate(() => this.#startReading?.());
    this.#hasEvent = true;
    this.#backlog.push(() => {
      this.#observer.onEvent(observed);
    });
  }

  /** An answer that was no stream. */
  answer(text: string): void {
    if (this.#ended) return;
    const told = this.#blank?.(text) ?? text;
    this.#tell(() => {
      this.#observer.onAnswer?.({ exchangeId: this.#exchangeId, text: told });
    });
  }

  /** After the client was served. */
  upstreamFrames(
    frames: readonly { readonly event: string | null; readonly data: string }[],
  ): void {
    if (this.#ended || frames.length === 0) return;
    const blank = this.#blank;
    const stamp = this.#stamp();
    this.#tell(() => {
      for (const { event, data } of frames) {
        this.#observer.onUpstreamFrame?.({ ...stamp, event, data: blank?.(data) ?? data });
      }
    });
  }

  end(
    state: ExchangeEnded['state'],
    status: number | null,
    error: GatewayError | null,
    usage: MessagesUsage | null,
  ): void {
    if (this.#ended) return;
    this.#startReading?.();
    this.attemptEnd(status, error);
    this.#ended = true;
    const event = { ...this.#stamp(), state, status, error, usage };
    this.#tell(() => {
      this.#observer.onEnd(event);
    });
  }

  #tell(call: () => void): void {
    if (this.#backlog === null) call();
    else this.#backlog.push(call);
  }

  #catchUp(): void {
    const backlog = this.#backlog;
    this.#backlog = null;
    for (const call of backlog ?? []) call();
  }

  #stamp(): { readonly exchangeId: string; readonly at: number } {
    return { exchangeId: this.#exchangeId, at: this.#clock.now() };
  }
}

const namesOfBody = ['content-type', 'anthropic-version', 'anthropic-beta'];

function bodyHeaders(headers: RawHeaders): Readonly<Record<string, string>> {
  const values = namesOfBody.map((name) => [name, headerValue(headers, name)] as const);
  return Object.fromEntries(
    values.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
