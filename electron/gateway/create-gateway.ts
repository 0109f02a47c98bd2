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
import { abortCause, abortCauses, clientStalled } from './abort-cause.ts';
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
import { RecentCancels } from './recent-cancels.ts';
import { ClientReply } from './reply.ts';
import { Resilience } from './resilience/resilience.ts';
import { chooseRoute } from './routes.ts';
import { RunningExchanges } from './running-exchanges.ts';
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

class LoopbackGateway implements Gateway {
  readonly #deps: GatewayDependencies;
  readonly #limits: GatewayLimits;
  readonly #practice: Transport;
  readonly #running = new RunningExchanges();
  readonly #cancels = new RecentCancels();
  readonly #withoutCount = new Map<string, number>();
  readonly #calibration: TokenCalibration;
  readonly #signatures: SignatureOrigins;
  readonly #resilience: Resilience;
  #listener: Listener | null = null;
  /** Of the listener; what came in by it can be told apart from what came in by those before. */
  #door = Symbol('door');
  /** At addresses that were left; they end with their last request. */
  readonly #leaving = new Set<Listener>();
  #http: Transport;
  #isStopping = false;

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
    const leftDoor = this.#door;
    if (left === null) throw new Error('The gateway does not listen');
    const next = await this.#bind(listen);
    this.#listener = next;
    this.#leaving.add(left);
    left.close();
    const timer = setTimeout(() => {
      const told = this.#running.dismiss(abortCauses.moving, this.#limits.farewellMs, leftDoor);
      void told.then(() => left.destroy());
    }, graceMs);
    void left.closed.then(() => {
      clearTimeout(timer);
      this.#leaving.delete(left);
    });
    return next.address;
  }

  async #bind(listen: GatewayAddress): Promise<Listener> {
    const door = Symbol('door');
    const listener = await startListener(listen, {
      limits: this.#limits,
      name: 'switchyard',
      version: this.#deps.version,
      access: (port) => ({
        port,
        allowedOrigins: this.#deps.allowedOrigins,
        authorize: this.#deps.authorize,
      }),
      serve: (request, response, admission) => this.#serve(request, response, admission, door),
      onFault: (error) => {
        this.#deps.logger.log('error', 'The gateway failed', { error: String(error) });
      },
    });
    this.#door = door;
    return listener;
  }

  async stop(graceMs: number): Promise<void> {
    const listener = this.#listener;
    if (listener === null) return;
    this.#isStopping = true;
    listener.close();
    await this.#running.idle(graceMs);
    await this.#running.dismiss(abortCauses.stopping, this.#limits.farewellMs);
    await Promise.all([listener, ...this.#leaving].map((each) => each.destroy()));
    const { bodyThread, promptCounter } = this.#deps;
    await Promise.all([this.#http.close(), promptCounter?.close(), bodyThread?.close()]);
    this.#http = createHttpTransport(this.#limits.headerBytes);
    this.#listener = null;
  }

  cancel(id: string): boolean {
    return this.#running.cancel(id);
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission,
    door: symbol,
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
    await this.#serveExchange(request, response, admission, {
      isMessages: route.kind === 'messages',
      door,
    });
  }

  async #serveExchange(
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission,
    { isMessages, door }: { readonly isMessages: boolean; readonly door: symbol },
  ): Promise<void> {
    const id = `swy_${randomBytes(12).toString('hex')}`;
    const replayId = admission.grant.replay?.id ?? null;
    const abort = this.#running.begin(id, { response, door, replayId });
    const story = new ExchangeStory(id, this.#deps.observer, this.#deps.clock);
    try {
      const body = await readBody(request, this.#limits, abort.signal);
      if (!body.ok) {
        if (!response.destroyed) refuse(request, response, body.error, id);
        return;
      }
      const now = (): number => this.#deps.clock.monotonic();
      const asked = { headers: request.rawHeaders, body: body.value };
      const inbound = createInbound(request, admission, body.value, {
        id,
        signal: abort.signal,
        repeatsCancelled: isMessages && replayId === null && this.#cancels.take(asked, now()),
      });
      const reply = new ClientReply(response, id, {
        afterMs: this.#limits.clientStallMs,
        then: () => {
          abort.abort(clientStalled(this.#limits.clientStallMs));
          response.destroy();
        },
      });
      const run = isMessages ? runExchange : runNativeExchange;
      await run(inbound, reply, story, this.#context());
      // Before the head the client is told by the status, and takes that as final.
      const isCut = abortCause(abort.signal) === abortCauses.cancelled && reply.status === 200;
      if (isCut) this.#cancels.remember(asked, now());
    } catch (error) {
      this.#deps.logger.log('error', 'An exchange failed by a fault of ours', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      const internal = gatewayError('internal', 'Switchyard failed; its log says why');
      if (response.headersSent) response.destroy();
      else refuse(request, response, internal, id);
      if (story.started) story.end('failed', internal.status, internal, null);
    } finally {
      this.#running.end(id);
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
