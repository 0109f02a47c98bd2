import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { configurationSchema, type Configuration } from '../../shared/domain/configuration.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { Profile } from '../../shared/domain/rule.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createGateway, type GatewayOptions } from './create-gateway.ts';
import type { Gateway, GatewayAddress, GatewayDependencies } from './gateway.ts';
import type {
  AttemptEnded,
  AttemptStarted,
  ExchangeEnded,
  ExchangeObserver,
  ExchangeRouted,
} from './observer.ts';

/** Nobody listens there. */
export const NOBODY = 'http://127.0.0.1:9';
export const TOKEN = 'switchyard-test-token-0123456789';
export const SECRETS: Readonly<Record<string, string>> = {
  'one/main': 'secret-of-one-main-4711',
  'one/spare': 'secret-of-one-spare-4712',
  'two/main': 'secret-of-two-main-4713',
};

/** What an observer was told, flat enough to compare. */
export interface Watched extends ExchangeObserver {
  readonly calls: string[];
  readonly routed: ExchangeRouted[];
  readonly attempts: AttemptStarted[];
  readonly attemptEnds: AttemptEnded[];
  readonly ends: ExchangeEnded[];
  /** Resolves with the next end, or with one that was not waited for yet. */
  nextEnd(): Promise<ExchangeEnded>;
}

export function watch(): Watched {
  const calls: string[] = [];
  const ends: ExchangeEnded[] = [];
  const waiting: ((end: ExchangeEnded) => void)[] = [];
  let taken = 0;
  const watched: Watched = {
    calls,
    routed: [],
    attempts: [],
    attemptEnds: [],
    ends,
    nextEnd: () => {
      const known = ends[taken];
      taken += 1;
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve) => waiting.push(resolve));
    },
    onStart: () => calls.push('start'),
    onRouted: (event) => {
      calls.push('routed');
      watched.routed.push(event);
    },
    onAttempt: (event) => {
      calls.push('attempt');
      watched.attempts.push(event);
    },
    onAttemptEnd: (event) => {
      calls.push('attemptEnd');
      watched.attemptEnds.push(event);
    },
    onResponseStart: () => calls.push('responseStart'),
    onEvent: ({ event }) => calls.push(event.type),
    onEnd: (event) => {
      calls.push(`end ${event.state}`);
      ends.push(event);
      waiting.shift()?.(event);
    },
  };
  return watched;
}

export interface GatewayUnderTest {
  readonly gateway: Gateway;
  readonly address: GatewayAddress;
  readonly url: string;
  readonly watched: Watched;
  configure(change: (current: Configuration) => Configuration): void;
}

/** A gateway on a free port, with what the tests of this folder need around it. */
export async function startTestGateway(
  configuration: Configuration,
  options: GatewayOptions = {},
  more: Partial<GatewayDependencies> = {},
): Promise<GatewayUnderTest> {
  let current = configuration;
  const watched = watch();
  const gateway = createGateway(
    {
      configuration: () => current,
      revealKey: ({ providerId, keyId }) =>
        Promise.resolve(SECRETS[`${providerId}/${keyId}`] ?? null),
      authorize: (token) => (token === TOKEN ? { project: '/home/dev/project' } : null),
      observer: watched,
      clock: systemClock,
      logger: silentLogger,
      allowedOrigins: ['http://listed.example'],
      version: '0.0.0-test',
      ...more,
    },
    options,
  );
  const address = await gateway.start({ host: '127.0.0.1', port: 0 });
  return {
    gateway,
    address,
    url: `http://127.0.0.1:${String(address.port)}`,
    watched,
    configure: (change) => {
      current = change(current);
    },
  };
}

/** A configuration whose one rule sends everything to the given targets, `[]` for native. */
export function configurationFor(
  nativeBaseUrl: string,
  providers: readonly Provider[],
  then: Profile['rules'][number]['then'] = {
    strategy: 'failover',
    targets: providers.map(({ id }) => ({ provider: id, model: `model-of-${id}` })),
  },
): Configuration {
  return configurationSchema.parse({
    version: 1,
    routing: true,
    activeProfile: 'test',
    native: { baseUrl: nativeBaseUrl },
    providers,
    profiles: [{ id: 'test', rules: [{ id: 'all', when: {}, then }] }],
  });
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** False when the connection broke before the end. */
  readonly complete: boolean;
}

/** A plain HTTP request with nothing added, decoded or followed. */
export function ask(
  url: string,
  init: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
  } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      { method: init.method ?? 'POST', headers: init.headers ?? {}, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('close', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
            complete: response.complete,
          });
        });
        // A broken answer is what some tests want to see; `complete` tells it.
        response.on('error', () => undefined);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(init.body);
  });
}

/** A small Messages request. */
export function messagesBody(extra: object = {}): string {
  return JSON.stringify({
    model: 'claude-sonnet-4-6',
    max_tokens: 64,
    stream: true,
    messages: [{ role: 'user', content: 'hi' }],
    ...extra,
  });
}
