import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  ask,
  configurationFor,
  messagesBody,
  startTestGateway,
  TOKEN,
  type GatewayUnderTest,
  type RawAnswer,
} from '../../electron/gateway/testing.ts';
import type { ReplayGrant } from '../../electron/gateway/gateway.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import { anthropicAnswer } from '../upstream/dialects.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../upstream/scripted-upstream.ts';
import { startNameServer, type NameEntry, type NameServer } from './name-server.ts';
import { connectInternet, type Internet } from './world.ts';

export const own = { 'x-switchyard-token': TOKEN };
export const login = { authorization: 'Bearer sk-ant-oat01-subscription-login' };
export const PUBLIC = '203.0.113.9';
export const good = anthropicAnswer([{ type: 'text', text: 'from this machine' }]);

/** The namespaces cannot be made everywhere; `npm run e2e:network` makes them, or says why not. */
export const isPermitted = process.env['SWITCHYARD_NETWORK'] === 'own';

/** A local upstream, an internet that listens on the same port, a name server and a gateway for each test. */
export class LockedWorld {
  local!: ScriptedUpstream;
  internet!: Internet;
  names!: NameServer;
  port = '';
  #under: GatewayUnderTest | null = null;

  get under(): GatewayUnderTest {
    if (this.#under === null) throw new Error('No gateway was started');
    return this.#under;
  }

  async open(): Promise<void> {
    const outside = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
    expect(outside, 'run it by `npm run e2e:network`: only loopback may be there').toEqual([]);
    this.local = await startScriptedUpstream(good);
    ({ port: this.port } = new URL(this.local.url));
    this.internet = await connectInternet(Number(this.port));
    this.names = await startNameServer();
  }

  async reset(): Promise<void> {
    await this.#under?.gateway.stop(0);
    this.#under = null;
    this.local.play(good);
    this.names.answer(() => null);
  }

  async close(): Promise<void> {
    this.names.close();
    await this.internet.close();
    await this.local.close();
  }

  /** Counts packets anew from here on. */
  async start(providers: readonly Provider[], options: Start = {}): Promise<GatewayUnderTest> {
    const { isLocked = true, ranges = [], then, replay } = options;
    const configuration = configurationFor(`http://${PUBLIC}:${this.port}`, providers, then);
    this.#under = await startTestGateway(
      { ...configuration, privateRanges: [...ranges] },
      { limits: { connectMs: 1_500, retryBackoffMs: 1 } },
      replay === undefined ? {} : { authorize: () => ({ project: null, replay }) },
    );
    if (isLocked) this.lock('local-only');
    await this.internet.settle();
    return this.#under;
  }

  lock(lock: 'local-only' | null): void {
    this.under.configure((current) => ({
      ...current,
      profiles: current.profiles.map((profile) => ({ ...profile, lock })),
    }));
  }

  send(extra: object = {}, path = '/v1/messages'): Promise<RawAnswer> {
    const headers = { ...own, ...login };
    return ask(this.under.url + path, { headers, body: messagesBody(extra) });
  }

  nameTable(table: Readonly<Record<string, NameEntry>>): void {
    this.names.answer((name) => table[name] ?? null);
  }

  /** The client was told clearly, the block is recorded, and not one packet left. */
  async expectBlocked(answer: RawAnswer, status = 403): Promise<void> {
    expect(answer.status).toBe(status);
    expect(answer.headers['x-should-retry']).toBe('false');
    const { error } = JSON.parse(answer.body.toString()) as { error: { message: string } };
    expect(error.message).toMatch(/locked to this machine|keeps everything on this machine/);
    expect(this.under.watched.ends.at(-1)).toMatchObject({
      state: 'refused',
      error: { code: 'blocked-by-lock' },
    });
    await this.expectNothingLeft();
  }

  async expectNothingLeft(): Promise<void> {
    const asked = this.internet.asked.length;
    expect(await this.internet.packets()).toBe(0);
    expect(this.internet.asked).toHaveLength(asked);
  }
}

interface Start {
  readonly isLocked?: boolean;
  readonly ranges?: readonly string[];
  readonly then?: { readonly native: true };
  /** Every request is one side of this replay. */
  readonly replay?: ReplayGrant;
}

/** Registers the hooks of a test file; the world is there from its first test on. */
export function useLockedWorld(): LockedWorld {
  const world = new LockedWorld();
  if (isPermitted) {
    beforeAll(() => world.open());
    afterEach(() => world.reset());
    afterAll(() => world.close());
  }
  return world;
}

export function providerAt(baseUrl: string, extra: Partial<Provider> = {}): Provider {
  const id = extra.id ?? 'one';
  return { id, name: 'One', wire: 'anthropic-messages', baseUrl, auth: 'none', ...extra };
}

export function expectLocal(answer: RawAnswer): void {
  expect(answer.status).toBe(200);
  expect(answer.body.toString()).toContain('from this');
}
