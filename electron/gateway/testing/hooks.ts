import { afterEach, beforeEach } from 'vitest';
import {
  startScriptedUpstream,
  type Script,
  type ScriptedUpstream,
} from '../../../e2e/upstream/scripted-upstream.ts';
import type { Configuration } from '../../../shared/domain/configuration.ts';
import type { GatewayOptions } from '../create-gateway.ts';
import type { GatewayDependencies } from '../gateway.ts';
import {
  ask,
  messagesBody,
  startTestGateway,
  TOKEN,
  type GatewayUnderTest,
  type RawAnswer,
} from '../testing.ts';

/** Upstreams by name, new for each test of the file, each with the script that it plays until it is told another. */
export function useUpstreams<Name extends string>(
  scripts: Readonly<Record<Name, Script>>,
): Readonly<Record<Name, ScriptedUpstream>> {
  const names = Object.keys(scripts) as Name[];
  const running = new Map<Name, ScriptedUpstream>();
  beforeEach(async () => {
    for (const name of names) running.set(name, await startScriptedUpstream(scripts[name]));
  });
  afterEach(async () => {
    await Promise.all([...running.values()].map((upstream) => upstream.close()));
  });
  const named = names.map((name) => [name, standIn(() => running.get(name))] as const);
  return Object.fromEntries(named) as Record<Name, ScriptedUpstream>;
}

/** There from the file's first line on, while the upstream comes with each test. */
function standIn(find: () => ScriptedUpstream | undefined): ScriptedUpstream {
  const running = (): ScriptedUpstream => {
    const upstream = find();
    if (upstream === undefined) throw new Error('Upstreams run within a test only');
    return upstream;
  };
  return {
    get url() {
      return running().url;
    },
    get requests() {
      return running().requests;
    },
    play: (script) => {
      running().play(script);
    },
    arrived: (count) => running().arrived(count),
    close: () => running().close(),
  };
}

/** The gateway of the running test. */
export interface GatewayInUse extends GatewayUnderTest {
  /** In place of the one before, if the test had started one. */
  start(
    configuration: Configuration,
    options?: GatewayOptions,
    more?: Partial<GatewayDependencies>,
  ): Promise<void>;
  /** A small Messages request of a client that may call. */
  send(extra?: object, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
}

/** A gateway that each test starts as it needs it; it ends with the test, before the upstreams that were there first. */
export function useGateway(): GatewayInUse {
  let under: GatewayUnderTest | null = null;
  const running = (): GatewayUnderTest => {
    if (under === null) throw new Error('The test has started no gateway');
    return under;
  };
  const stop = async (): Promise<void> => {
    await under?.gateway.stop(0);
    under = null;
  };
  afterEach(stop);
  return {
    get gateway() {
      return running().gateway;
    },
    get address() {
      return running().address;
    },
    get url() {
      return running().url;
    },
    get watched() {
      return running().watched;
    },
    configure: (change) => {
      running().configure(change);
    },
    start: async (configuration, options, more) => {
      await stop();
      under = await startTestGateway(configuration, options, more);
    },
    send: (extra, headers = {}) =>
      ask(`${running().url}/v1/messages`, {
        headers: { 'x-switchyard-token': TOKEN, ...headers },
        body: messagesBody(extra),
      }),
  };
}
