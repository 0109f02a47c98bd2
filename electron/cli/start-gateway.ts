import { keyAccount } from '../../shared/domain/ids.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { systemClock } from '../base/clock.ts';
import { KeytarStore } from '../base/keytar-store.ts';
import { isSameSecret } from '../base/launch-grants.ts';
import type { Logger } from '../base/logger.ts';
import { createBodyThread } from '../gateway/body/body-thread.ts';
import { createGateway } from '../gateway/create-gateway.ts';
import { addressUrl } from '../gateway/address-url.ts';
import type { Gateway, GatewayAddress } from '../gateway/gateway.ts';
import { combineObservers } from '../gateway/observer.ts';
import { createPromptCounter } from '../tokens/prompt-counter.ts';
import { CommandError, FAILED } from './command.ts';
import type { CommandIo } from './command.ts';

export interface OwnGateway {
  readonly gateway: Gateway;
  readonly url: string;
}

/**
 * A gateway in this process that asks for its configuration anew for each request. The keychain is opened only when a
 * key that lives there is first needed.
 */
export async function startOwnGateway(
  configuration: () => Configuration,
  options: {
    readonly port: number;
    readonly token: string;
    readonly project: string | null;
    readonly version: string;
    readonly io: CommandIo;
  },
): Promise<OwnGateway> {
  const { io, token, project, version, port } = options;
  const keychain = new KeytarStore();
  const gateway = createGateway({
    configuration,
    revealKey: (ref, name) =>
      name === undefined ? keychain.get(keyAccount(ref)) : Promise.resolve(filled(io.env[name])),
    authorize: (given) => (isSameSecret(given, token) ? { project } : null),
    observer: combineObservers([], () => undefined),
    clock: systemClock,
    logger: faultsTo(io.stderr),
    allowedOrigins: [],
    bodyThread: createBodyThread(),
    promptCounter: createPromptCounter(),
    version,
  });
  const { host } = configuration().listen;
  return { gateway, url: addressUrl(await bind(gateway, host, port)) };
}

async function bind(gateway: Gateway, host: string, port: number): Promise<GatewayAddress> {
  try {
    return await gateway.start({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') {
      const remedy = 'Stop what listens there, or choose another: --port N (0: any free port)';
      throw new CommandError(`Port ${port} on ${host} is in use. ${remedy}`, FAILED);
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Cannot listen on ${host} port ${port}: ${why}`, FAILED);
  }
}

/** Only what went wrong; fields name providers and states, never bodies, headers or keys. */
function faultsTo(stderr: CommandIo['stderr']): Logger {
  return {
    log: (level, message, fields) => {
      if (level !== 'error') return;
      stderr(`switchyard: ${message}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}\n`);
    },
  };
}

function filled(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
