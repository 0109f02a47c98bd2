import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { createGrants } from '../../electron/base/launch-grants.ts';
import { silentLogger } from '../../electron/base/logger.ts';
import { createLaunch } from '../../electron/claude-code/launch.ts';
import { createGateway } from '../../electron/gateway/create-gateway.ts';
import type { Gateway } from '../../electron/gateway/gateway.ts';
import type { ExchangeObserver, ExchangeRouted } from '../../electron/gateway/observer.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { quietClientEnv, startClient, type Session } from './client.ts';

const claude = process.env['SWITCHYARD_CLAUDE'] ?? '';

/** For `beforeAll`: nothing of the real client may ever get out. */
export function expectOwnNetwork(): void {
  expect(claude, 'run it by `npm run e2e:claude`, which fetches the client').not.toBe('');
  const outside = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  expect(outside, 'run it by `npm run e2e:claude`: only loopback may be there').toEqual([]);
}

export interface Launched {
  readonly session: Session;
  readonly gateway: Gateway;
  /** What the launch issued; it may stand in no request that reaches an upstream. */
  readonly secrets: readonly string[];
  readonly routed: readonly ExchangeRouted[];
}

export interface LaunchInput {
  readonly home: string;
  readonly folder: string;
  readonly configuration: () => Configuration;
  readonly login?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Gateway, grant and settings file as the app makes them; the terminal is the test. */
export async function launchClaude(input: LaunchInput): Promise<Launched> {
  const { home, folder, configuration, login = {}, env: more = {} } = input;
  const grants = createGrants({ load: () => [], save: () => undefined, now: () => Date.now() });
  const routed: ExchangeRouted[] = [];
  const secrets: string[] = [];
  const gateway = createGateway({
    configuration,
    revealKey: () => Promise.resolve('sk-of-the-provider'),
    authorize: (token) => grants.authorize(token),
    observer: onlyRouted((event) => routed.push(event)),
    clock: systemClock,
    logger: silentLogger,
    allowedOrigins: [],
    version: '0.0.0-test',
  });
  const { port } = await gateway.start({ host: '127.0.0.1', port: 0 });
  const env = {
    ...quietClientEnv(home),
    ...more,
    ...login,
  };
  const launcher = createLaunch({
    machine: { platform: process.platform, home, env: { ...env, SWITCHYARD_CLAUDE: claude } },
    settingsFolder: join(home, 'ours'),
    gatewayUrl: () => `http://127.0.0.1:${String(port)}`,
    issue: (project) => {
      const secret = grants.issue(project);
      secrets.push(secret);
      return secret;
    },
    terminal: () => 'auto',
    now: () => Date.now(),
  });
  const { settingsFile, credential, claudePath } = await launcher.plan(folder);
  expect(credential).toBe(Object.keys(login).length === 0 ? 'token' : 'login');
  const session = startClient({ claude: claudePath ?? '', settingsFile, folder, env });
  return { session, gateway, secrets, routed };
}

function onlyRouted(onRouted: (event: ExchangeRouted) => void): ExchangeObserver {
  const ignore = (): void => undefined;
  return {
    onStart: ignore,
    onRouted,
    onAttempt: ignore,
    onAttemptEnd: ignore,
    onResponseStart: ignore,
    onEvent: ignore,
    onEnd: ignore,
  };
}
