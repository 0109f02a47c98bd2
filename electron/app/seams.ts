import { createServer, type Server } from 'node:http';
import type { LabRequest, LabRun } from '../../shared/domain/lab.ts';
import type { LaunchPlan } from '../../shared/domain/launch.ts';
import type { Provider, ResolvedProvider } from '../../shared/domain/provider.ts';
import { findPreset } from '../../shared/catalog/index.ts';
import type { Gateway, GatewayAddress } from '../gateway/gateway.ts';

// Thin stand-ins until the other parts land; each is deleted with the commit that plugs in the real one.

export function seamGateway(version: string): Gateway {
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

export function seamResolve(provider: Provider): ResolvedProvider {
  const preset = provider.preset === undefined ? null : findPreset(provider.preset);
  return {
    id: provider.id,
    preset: preset?.id ?? null,
    name: provider.name ?? preset?.name ?? provider.id,
    wire: provider.wire ?? preset?.wire ?? 'openai-chat',
    baseUrl: provider.baseUrl ?? preset?.baseUrl ?? '',
    auth: provider.auth ?? preset?.auth ?? 'bearer',
    keys: provider.keys ?? [],
    models: provider.models ?? preset?.models ?? [],
    modelMapping: provider.modelMapping ?? {},
    headers: provider.headers ?? {},
    timeouts: provider.timeouts ?? {},
    billing: provider.billing ?? preset?.billing ?? { kind: 'per-token' },
  };
}

export const seamLab = {
  start: (_request: LabRequest): Promise<string> => Promise.reject(new Error('no Lab yet')),
  cancel: (_runId: string): void => undefined,
  runs: (): readonly LabRun[] => [],
};

export function seamPlan(folder: string): LaunchPlan {
  return {
    folder,
    command: 'claude',
    settingsFile: '',
    terminal: null,
    claudePath: null,
    credential: 'token',
    problem: 'claude-not-found',
  };
}
