import { createServer, type Server } from 'node:http';
import type { LaunchPlan } from '../../shared/domain/launch.ts';
import type { Gateway, GatewayAddress, GatewayDependencies } from '../gateway/gateway.ts';
import type { LabPart, LaunchPart } from './core.ts';

// Thin stand-ins until the other parts land; each is deleted with the commit that plugs in the real one.

export function seamGateway({ version }: GatewayDependencies): Gateway {
  let server: Server | null = null;
  let address: GatewayAddress | null = null;
  return {
    get address() {
      return address;
    },
    inFlight: 0,
    cancel: () => false,
    start: (listen) =>
      new Promise((resolve, reject) => {
        const starting = createServer((_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ name: 'switchyard', version }));
        });
        starting.once('error', reject);
        starting.listen(listen.port, listen.host, () => {
          const bound = starting.address();
          if (bound === null || typeof bound === 'string') throw new Error('no port');
          server = starting;
          address = { host: listen.host, port: bound.port };
          resolve(address);
        });
      }),
    stop: () => {
      address = null;
      server?.close();
      server?.closeAllConnections();
      return Promise.resolve();
    },
  };
}

export const seamLab: LabPart = {
  start: () => Promise.reject(new Error('no Lab yet')),
  cancel: () => undefined,
  runs: () => [],
};

const plan = (folder: string): LaunchPlan => ({
  folder,
  command: 'claude',
  settingsFile: '',
  terminal: null,
  claudePath: null,
  credential: 'token',
  problem: 'claude-not-found',
});

export const seamLaunch: LaunchPart = {
  plan: (folder) => Promise.resolve(plan(folder)),
  start: (folder) => Promise.resolve({ started: false, plan: plan(folder), detail: '' }),
  terminals: () => Promise.resolve([]),
};
