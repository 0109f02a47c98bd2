import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gatewayError } from '../../shared/domain/gateway-error.ts';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import { createPracticeTransport } from '../practice/practice-transport.ts';
import { isLoopbackHost } from '../base/network-reach.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { estimatePrompt } from '../tokens/estimate-prompt.ts';
import { TokenCalibration } from '../tokens/calibration.ts';
import { SignatureOrigins } from '../wire/anthropic-messages/signature-origins.ts';
import { wires } from '../wire/index.ts';
import type { Admission } from './access.ts';
import { LoopBody, type RequestBody } from './body/request-body.ts';
import { warmUpBehind } from './body/warm-up.ts';
import { ExchangeStory } from './exchange-story.ts';
import { runExchange, runNativeExchange } from './exchange.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Gateway, GatewayAddress, GatewayDependencies } from './gateway.ts';
import { createInbound, readBody } from './inbound.ts';
import { defaultLimits, type GatewayLimits } from './limits.ts';
import { answerJson, refuse, startListener, type Listener } from './listener.ts';
import { combineObservers } from './observer.ts';
import { ClientReply } from './reply.ts';
import { Resilience } from './resilience/resilience.ts';
import { chooseRoute } from './routes.ts';
import { createHttpTransport, type Transport } from './transport.ts';

/** What tests replace: shorter waits, and a practice provider that does not take its time. */
export interface GatewayOptions {
  readonly limits?: Partial<GatewayLimits>;
  readonly practice?: Transport;
  /** In [0, 1); jitters pauses. */
  readonly random?: () => number;
}

/** The loopback gateway between Claude Code and the providers. One instance per app; it holds no secret. */
export function createGateway(deps: GatewayDependencies, options: GatewayOptions = {}): Gateway {
  return new LoopbackGateway(deps, options);
}

/** An exchange under way. */
interface Running {
  readonly abort: AbortController;
  isCancelled: boolean;
}

class LoopbackGateway implements Gateway {
  readonly #deps: GatewayDependencies;
  readonly #limits: GatewayLimits;
  readonly #practice: Transport;
  readonly #running = new Map<string, Running>();
  readonly #withoutCount = new Map<string, number>();
  readonly #calibration: TokenCalibration;
  readonly #signatures: SignatureOrigins;
  readonly #resilience: Resilience;
  #listener: Listener | null = null;
  /** At addresses that were left; they end with their last request. */
  readonly #leaving = new Set<Listener>();
  #http: Transport;
  #isStopping = false;
  #onIdle: (() => void) | null = null;

  constructor(deps: GatewayDependencies, options: GatewayOptions) {
    const observer = combineObservers([deps.observer], (error) => {
      deps.logger.log('error', 'An observer failed', { error: String(error) });
    });
    this.#deps = { ...deps, observer };
    this.#signatures = new SignatureOrigins([], deps.signatureStore ?? null);
    this.#calibration = new TokenCalibration(deps.tokenFactors ?? null);
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#resilience = new Resilience({
      limits: this.#limits,
      clock: deps.clock,
      random: options.random ?? Math.random,
    });
    this.#practice = options.practice ?? createPracticeTransport();
    this.#http = createHttpTransport(this.#limits.headerBytes);
  }

  get address(): { readonly host: string; readonly port: number } | null {
    return this.#listener?.address ?? null;
  }

  get inFlight(): number {
    return this.#running.size;
  }

  estimateTokens(request: MessagesRequest, { provider, model }: TargetSpec): number {
    const factor = this.#calibration.ofTarget(provider, model);
    return Math.ceil(estimatePrompt(request).inputTokens * factor);
  }

  health(): GatewayHealth {
    return this.#resilience.health();
  }

  resetHealth(provider: string | null): void {
    this.#resilience.reset(provider);
  }

  resetKey(provider: string, keyId: string): void {
    this.#resilience.resetKey(provider, keyId);
  }

  async start(listen: {
    readonly host: string;
    readonly port: number;
  }): Promise<{ readonly host: string; readonly port: number }> {
    if (this.#listener !== null) throw new Error('The gateway listens already');
    this.#listener = await this.#bind(listen);
    this.#isStopping = false;
    this.#deps.bodyThread?.start();
    warmUpBehind();
    return this.#listener.address;
  }

  async move(listen: GatewayAddress, graceMs: number): Promise<GatewayAddress> {
    const left = this.#listener;
    if (left === null) throw new Error('The gateway does not listen');
    const next = await this.#bind(listen);
    this.#listener = next;
    this.#leaving.add(left);
    left.close();
    const timer = setTimeout(() => void left.destroy(), graceMs);
    void left.closed.then(() => {
      clearTimeout(timer);
      this.#leaving.delete(left);
    });
    return next.address;
  }

  #bind(listen: GatewayAddress): Promise<Listener> {
    return startListener(listen, {
      limits: this.#limits,
      name: 'switchyard',
      version: this.#deps.version,
      access: (port) => ({
        port,
        allowedOrigins: this.#deps.allowedOrigins,
        authorize: this.#deps.authorize,
      }),
      serve: (request, response, admission) => this.#serve(request, response, admission),
      onFault: (error) => {
        this.#deps.logger.log('error', 'The gateway failed', { error: String(error) });
      },
    });
  }

  async stop(graceMs: number): Promise<void> {
    const listener = this.#listener;
    if (listener === null) return;
    this.#isStopping = true;
    listener.close();
    await this.#idle(graceMs);
    for (const { abort } of this.#running.values()) abort.abort();
    await Promise.all([listener, ...this.#leaving].map((each) => each.destroy()));
    const { bodyThread, promptCounter } = this.#deps;
    await Promise.all([this.#http.close(), promptCounter?.close(), bodyThread?.close()]);
    this.#http = createHttpTransport(this.#limits.headerBytes);
    this.#listener = null;
  }

  cancel(exchangeId: string): boolean {
    const running = this.#running.get(exchangeId);
    if (running === undefined) return false;
    running.isCancelled = true;
    running.abort.abort();
    return true;
  }

  /** Resolves when nothing is under way, or after `graceMs`. */
  #idle(graceMs: number): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission,
  ): Promise<void> {
    const route = chooseRoute(request.method ?? 'GET', admission, this.#deps.configuration());
    if (route.kind === 'error') {
      refuse(request, response, route.error);
      return;
    }
    if (route.kind === 'answer') {
      answerJson(request, response, 200, JSON.stringify(route.body));
      return;
    }
    if (this.#isStopping) {
      const words = 'Switchyard is stopping';
      refuse(request, response, gatewayError('gateway-stopping', words, { retryAfterSeconds: 2 }));
      return;
    }
    if (this.#running.size >= this.#limits.concurrentExchanges) {
      const words = `Switchyard has ${this.#running.size} requests under way already`;
      refuse(
        request,
        response,
        gatewayError('too-many-exchanges', words, { retryAfterSeconds: 1 }),
      );
      return;
    }
    await this.#serveExchange(request, response, admission, route.kind === 'messages');
  }

  async #serveExchange(
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission,
    isMessages: boolean,
  ): Promise<void> {
    const id = `swy_${randomBytes(12).toString('hex')}`;
    const running: Running = { abort: new AbortController(), isCancelled: false };
    this.#running.set(id, running);
    response.on('close', () => {
      if (!response.writableFinished) running.abort.abort();
    });
    const story = new ExchangeStory(id, this.#deps.observer, this.#deps.clock);
    try {
      const body = await readBody(request, this.#limits);
      if (!body.ok) {
        if (!response.destroyed) refuse(request, response, body.error, id);
        return;
      }
      const inbound = createInbound(request, admission, body.value, {
        id,
        signal: running.abort.signal,
      });
      const reply = new ClientReply(response, id, {
        afterMs: this.#limits.clientStallMs,
        then: () => response.destroy(),
      });
      const run = isMessages ? runExchange : runNativeExchange;
      await run(inbound, reply, story, this.#context());
    } catch (error) {
      this.#deps.logger.log('error', 'An exchange failed by a fault of ours', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      const internal = gatewayError('internal', 'Switchyard failed; its log says why');
      if (response.headersSent) response.destroy();
      else refuse(request, response, internal, id);
      if (story.started) story.end('failed', internal.status, internal, null);
    } finally {
      this.#running.delete(id);
      if (this.#running.size === 0) this.#onIdle?.();
    }
  }

  #openBody(bytes: Uint8Array): RequestBody {
    const { bodyThread } = this.#deps;
    if (bodyThread === undefined || bytes.length <= this.#limits.loopBodyBytes) {
      return new LoopBody(bytes, this.#signatures);
    }
    return bodyThread.open(bytes, this.#signatures);
  }

  #context(): GatewayContext {
    return {
      deps: this.#deps,
      limits: this.#limits,
      adapters: wires,
      openBody: (bytes) => this.#openBody(bytes),
      transportFor: ({ provider }) =>
        provider?.preset === 'practice' ? this.#practice : this.#http,
      isCancelled: (exchangeId) => this.#running.get(exchangeId)?.isCancelled ?? false,
      isOwnAddress: (url) => {
        const own = this.address;
        return own !== null && url.port === String(own.port) && isLoopbackHost(url.hostname);
      },
      withoutCount: this.#withoutCount,
      calibration: this.#calibration,
      signatures: this.#signatures,
      resilience: this.#resilience,
    };
  }
}
