import { gatewayError, isGivenUp, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { MessageAccumulator } from '../wire/accumulate.ts';
import { encodeSse } from '../wire/sse.ts';
import { overrideHeaders } from './headers.ts';
import type { Opening, RelayContext } from './outcome.ts';
import { streamHeaders } from './reply.ts';
import { StreamWatch } from './stream-watch.ts';
import type { TransportFailure } from './transport.ts';
import { describeErrorEvent, describeFailure } from './upstream-failure.ts';

/** Where events of the answer go. `fail` gives up: before the client got anything the attempt fails, after it is cut. */
export interface MessageWriter {
  push(events: readonly MessagesEvent[]): void;
  end(): void;
  fail(error: GatewayError): void;
  /** The same where the connection broke, in the words that fit how far the answer was. */
  failBroken(failure: TransportFailure): void;
  readonly settled: boolean;
}

/** Events to the client's stream: one write per upstream chunk, the opening held back until the first content. */
export class EventWriter implements MessageWriter {
  readonly #context: RelayContext;
  readonly #opening: Opening;
  readonly #watch = new StreamWatch();
  readonly #holdTimer: NodeJS.Timeout;
  #pingTimer: NodeJS.Timeout | null = null;
  #held: { readonly event: MessagesEvent; readonly at: number }[] | null = [];
  #settled = false;
  #isSilent = true;

  constructor(context: RelayContext, opening: Opening) {
    this.#context = context;
    this.#opening = opening;
    this.#holdTimer = setTimeout(() => {
      this.#commit();
    }, context.limits.holdBackMs).unref();
  }

  get settled(): boolean {
    return this.#settled;
  }

  push(events: readonly MessagesEvent[]): void {
    let text = '';
    for (const event of events) {
      if (this.#settled) break;
      const at = this.#context.story.now();
      this.#watch.push(event);
      if (event.type === 'error') {
        this.#write(text);
        const { providerName, secret } = this.#context;
        this.fail(describeErrorEvent(event.error, providerName, secret));
        return;
      }
      if (this.#held === null) {
        text += encodeSse(event);
        this.#context.story.event(event, at);
      } else {
        this.#held.push({ event, at });
        if (this.#watch.hasContent || this.#watch.hasStopped) this.#commit();
      }
    }
    this.#write(text);
  }

  end(): void {
    if (this.#settled) return;
    this.#commit();
    this.#context.reply.end();
    this.#settle('complete', null);
  }

  fail(error: GatewayError): void {
    if (this.#settled) return;
    if (this.#held !== null) {
      this.#stopTimers();
      this.#settled = true;
      const { status, headers } = this.#opening;
      this.#context.settle({ kind: 'failed', status, error, headers });
      return;
    }
    // Where the exchange was given up, it says so itself: it knows by whom.
    if (!isGivenUp(error.code)) this.#context.reply.fail(error, []);
    this.#settle(this.#watch.stateOfBroken, error);
  }

  failBroken(failure: TransportFailure): void {
    const { providerName, secret } = this.#context;
    this.fail(describeFailure(failure, providerName, this.#watch.arrived, secret));
  }

  #commit(): void {
    const held = this.#held;
    if (held === null || this.#settled) return;
    this.#held = null;
    const { reply, story, replyHeaders, limits } = this.#context;
    reply.feedFrom(this.#opening.flow);
    reply.begin(200, overrideHeaders(replyHeaders(this.#opening.headers), streamHeaders));
    story.responseStart(200, true);
    this.#write(held.map(({ event }) => encodeSse(event)).join(''));
    for (const { event, at } of held) story.event(event, at);
    clearTimeout(this.#holdTimer);
    this.#pingTimer = setInterval(() => {
      if (this.#isSilent) reply.write(encodeSse({ type: 'ping' }));
      this.#isSilent = true;
    }, limits.pingMs).unref();
  }

  #write(text: string): void {
    if (text === '') return;
    this.#isSilent = false;
    this.#context.reply.write(text);
  }

  #settle(state: 'complete' | 'cut' | 'failed', error: GatewayError | null): void {
    this.#stopTimers();
    this.#settled = true;
    const { usage } = this.#watch;
    this.#context.settle({ kind: 'answered', state, status: 200, error, usage });
  }

  #stopTimers(): void {
    clearTimeout(this.#holdTimer);
    if (this.#pingTimer !== null) clearInterval(this.#pingTimer);
  }
}

/** Events to one whole answer: nothing reaches the client before it is known to be good. */
export class WholeWriter implements MessageWriter {
  readonly #context: RelayContext;
  readonly #opening: Opening;
  readonly #accumulator = new MessageAccumulator();
  #settled = false;

  constructor(context: RelayContext, opening: Opening) {
    this.#context = context;
    this.#opening = opening;
  }

  get settled(): boolean {
    return this.#settled;
  }

  push(events: readonly MessagesEvent[]): void {
    for (const event of events) {
      if (this.#settled) return;
      if (event.type === 'error') {
        const { providerName, secret } = this.#context;
        this.fail(describeErrorEvent(event.error, providerName, secret));
        return;
      }
      this.#accumulator.push(event);
    }
  }

  end(): void {
    if (this.#settled) return;
    const message = this.#accumulator.message;
    if (message === null) {
      const words = `${this.#context.providerName} sent an empty answer`;
      this.fail(gatewayError('upstream-garbled', words));
      return;
    }
    this.#settled = true;
    const { reply, story, replyHeaders, settle } = this.#context;
    const body = JSON.stringify(message);
    const length = String(Buffer.byteLength(body));
    reply.begin(
      200,
      overrideHeaders(replyHeaders(this.#opening.headers), [
        'content-type',
        'application/json',
        'content-length',
        length,
      ]),
    );
    story.responseStart(200, false);
    reply.write(body);
    reply.end();
    story.answer(body);
    const { usage } = message;
    settle({ kind: 'answered', state: 'complete', status: 200, error: null, usage });
  }

  fail(error: GatewayError): void {
    if (this.#settled) return;
    this.#settled = true;
    const { status, headers } = this.#opening;
    this.#context.settle({ kind: 'failed', status, error, headers });
  }

  failBroken(failure: TransportFailure): void {
    const { providerName, secret } = this.#context;
    this.fail(describeFailure(failure, providerName, 'content', secret));
  }
}
