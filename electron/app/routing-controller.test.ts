import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { Gateway, GatewayAddress } from '../gateway/gateway.ts';
import { RoutingController, routingState, type RoutingInputs } from './routing-controller.ts';
import { firstSettings } from './settings-document.ts';

const calm: RoutingInputs = {
  wanted: true,
  isListening: true,
  isPending: false,
  fault: null,
  keychain: 'ready',
  needsKeychain: true,
  failingProvider: null,
};
const inUse = { code: 'port-in-use', detail: '3456' } as const;

test.each<[string, Partial<RoutingInputs>, string, string | null]>([
  ['all is well', {}, 'on', null],
  ['switched off', { wanted: false }, 'off', null],
  ['starting', { isPending: true, isListening: false }, 'starting', null],
  ['not started yet', { isListening: false }, 'starting', null],
  ['no port', { isListening: false, fault: inUse }, 'error', 'port-in-use'],
  ['off and no port', { wanted: false, isListening: false, fault: inUse }, 'error', 'port-in-use'],
  ['locked keychain', { keychain: 'locked' }, 'degraded', 'keychain-locked'],
  ['no keychain', { keychain: 'absent' }, 'degraded', 'keychain-absent'],
  ['no keychain, none needed', { keychain: 'absent', needsKeychain: false }, 'on', null],
  ['a provider fails', { failingProvider: 'minimax' }, 'degraded', 'provider-failing'],
  ['off while a provider fails', { wanted: false, failingProvider: 'minimax' }, 'off', null],
])('%s', (_name, change, state, code) => {
  const result = routingState({ ...calm, ...change });
  expect({ state: result.state, code: result.reason?.code ?? null }).toEqual({ state, code });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Binds a real port, answers nothing. */
function socketGateway(): Gateway {
  let address: GatewayAddress | null = null;
  return {
    get address() {
      return address;
    },
    inFlight: 0,
    cancel: () => false,
    health: () => ({ targets: [], keys: [] }),
    resetHealth: () => undefined,
    estimateTokens: () => 0,
    resetKey: () => undefined,
    start: async (listen) => {
      const server = createServer();
      server.listen(listen.port, listen.host);
      await once(server, 'listening');
      servers.push(server);
      address = { host: listen.host, port: (server.address() as { port: number }).port };
      return address;
    },
    move: () => Promise.reject(new Error('not asked for here')),
    stop: () => Promise.resolve(),
  };
}

async function occupiedPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    free: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

test('a toggle that cannot be done changes nothing and says why; later it works', async () => {
  const { port, free } = await occupiedPort();
  const wanted: boolean[] = [];
  const pendings: boolean[] = [];
  const addresses: (GatewayAddress | null)[] = [];
  const controller = new RoutingController({
    gateway: socketGateway(),
    configuration: () => firstSettings({ port }).configuration,
    setPort: () => undefined,
    setWanted: (on) => {
      wanted.push(on);
    },
    clock: { now: () => 42, monotonic: () => 0 },
    onChange: () => {
      pendings.push(controller.isPending);
    },
    onAddress: (address) => {
      addresses.push(address);
      return Promise.resolve();
    },
  });
  expect(await controller.listen()).toEqual({ code: 'port-in-use', detail: String(port) });
  expect(await controller.setRouting(false)).toMatchObject({ ok: false });
  expect(wanted).toEqual([]);
  expect(controller.since).toBeNull();
  await free();
  expect(await controller.setRouting(true)).toEqual({ ok: true, value: null });
  expect(wanted).toEqual([true]);
  expect(controller.fault).toBeNull();
  expect(controller.since).toBe(42);
  expect(addresses).toEqual([{ host: '127.0.0.1', port }]);
  expect(pendings).toEqual([true, false, true, false, true, false, false]);
});
