import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames } from '../../e2e/upstream/dialects.ts';
import { systemClock } from '../base/clock.ts';
import type { GatewayAddress } from '../gateway/gateway.ts';
import {
  ask,
  configurationFor,
  messagesBody,
  startTestGateway,
  TOKEN,
  type GatewayUnderTest,
} from '../gateway/testing.ts';
import { useUpstreams } from '../gateway/testing/hooks.ts';
import { RoutingController } from './routing-controller.ts';

const headers = { 'x-switchyard-token': TOKEN, authorization: 'Bearer sk-ant-oat01-login' };
const { native } = useUpstreams({ native: anthropicAnswer([{ type: 'text', text: 'native' }]) });

interface World extends GatewayUnderTest {
  readonly controller: RoutingController;
  readonly ports: number[];
  readonly announced: (GatewayAddress | null)[];
  readonly pendings: boolean[];
}

async function world(): Promise<World> {
  const under = await startTestGateway(configurationFor(native.url, [], { native: true }));
  const ports: number[] = [];
  const announced: (GatewayAddress | null)[] = [];
  const pendings: boolean[] = [];
  const controller = new RoutingController({
    gateway: under.gateway,
    configuration: () => configurationFor(native.url, [], { native: true }),
    setWanted: () => undefined,
    setPort: (port) => ports.push(port),
    clock: systemClock,
    onChange: () => pendings.push(controller.isPending),
    onAddress: (address) => {
      announced.push(address);
      return Promise.resolve();
    },
  });
  return { ...under, controller, ports, announced, pendings };
}

const healthOf = (port: number): Promise<number> =>
  ask(`http://127.0.0.1:${String(port)}/healthz`, { method: 'GET' }).then(
    ({ status }) => status,
    () => 0,
  );

test('a stream under way ends at the old port, its kept connection too; new ones are taken at the new port', async () => {
  const { controller, gateway, address, url, ports, announced, pendings } = await world();
  const [first, ...rest] = anthropicFrames([{ type: 'text', text: 'held back' }]);
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  native.play((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(first);
    void released.then(() => response.end(rest.join('')));
  });
  const agent = new Agent({ keepAlive: true });
  const request = httpRequest(`${url}/v1/messages`, { method: 'POST', headers, agent });
  request.end(messagesBody({ stream: true }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const received: Buffer[] = [];
  response.on('data', (part: Buffer) => received.push(part));
  await once(response, 'data');

  const moved = await controller.move(0);
  if (!moved.ok) throw new Error(moved.error.detail);
  expect(moved.value.port).not.toBe(address.port);
  expect([ports, announced, pendings]).toEqual([[0], [moved.value], [true, false]]);
  expect(await healthOf(moved.value.port)).toBe(200);
  expect(await healthOf(address.port)).toBe(0);
  const socket = response.socket;
  const gone = once(socket, 'close');
  release();
  await once(response, 'end');
  expect(Buffer.concat(received).toString()).toBe([first, ...rest].join(''));
  await gone;
  agent.destroy();
  await gateway.stop(0);
});

test('a taken port changes nothing and is named; the next try works', async () => {
  const { controller, gateway, address, ports, announced } = await world();
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = (other.address() as { port: number }).port;
  expect(await controller.move(taken)).toEqual({
    ok: false,
    error: { code: 'port-in-use', detail: String(taken) },
  });
  expect([ports, announced, controller.address]).toEqual([[], [], address]);
  expect(await healthOf(address.port)).toBe(200);
  other.close();
  await once(other, 'close');
  expect(await controller.move(taken)).toMatchObject({ ok: true, value: { port: taken } });
  expect(await healthOf(taken)).toBe(200);
  await gateway.stop(0);
});

test('where nothing listens another port starts the gateway; two moves at once end at the last', async () => {
  const { controller, gateway, ports } = await world();
  await gateway.stop(0);
  const moves = await Promise.all([controller.move(0), controller.move(0)]);
  expect(moves.map(({ ok }) => ok)).toEqual([true, true]);
  const [, last] = moves;
  expect(last.ok && last.value).toEqual(controller.address);
  expect(ports).toEqual([0, 0]);
  await controller.stop(0);
  expect(controller.address).toBeNull();
});
