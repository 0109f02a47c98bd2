import type { DiscoveredEndpoint } from '../../shared/domain/provider-view.ts';
import type { Clock } from '../base/clock.ts';
import { createEndpointClient, type EndpointClient } from './http.ts';
import { listModels } from './list-models.ts';
import { identifyServer, serverKinds, serverNames, type ServerKind } from './servers.ts';

/** Usual ports. */
export const localPorts: Readonly<Record<ServerKind, number>> = {
  ollama: 11_434,
  lmstudio: 1234,
  llamacpp: 8080,
  vllm: 8000,
};

/** A local answer takes milliseconds; a port that accepts and stays silent must not hold up the page. */
const PROBE_TIMEOUT_MS = 1500;

export interface Discovery {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Ports to look at instead of the usual ones. */
  readonly ports?: readonly number[];
}

/**
 * Looks at the usual ports of 127.0.0.1, all at once, and names what answers by its own endpoints, wherever it
 * listens. Sends no key. Order: as `serverKinds`, then by port.
 */
export async function discoverLocal(discovery: Discovery): Promise<readonly DiscoveredEndpoint[]> {
  const client = createEndpointClient(discovery.clock);
  try {
    const ports = discovery.ports ?? serverKinds.map((kind) => localPorts[kind]);
    const found = await Promise.all(
      [...new Set(ports)].map((port) => lookAt(client, port, discovery.signal)),
    );
    return found
      .filter((endpoint) => endpoint !== null)
      .sort((a, b) => kindOrder(a.preset) - kindOrder(b.preset));
  } finally {
    client.dispose();
  }
}

async function lookAt(
  client: EndpointClient,
  port: number,
  signal: AbortSignal,
): Promise<DiscoveredEndpoint | null> {
  const root = `http://127.0.0.1:${port}`;
  const headers = {};
  const server = await identifyServer(client, root, {
    headers,
    signal,
    timeoutMs: PROBE_TIMEOUT_MS,
  });
  if (server === null) return null;
  const modelsUrl = `${root}/v1/models`;
  const listed = await listModels(client, { root, modelsUrl, headers, signal, server });
  return {
    preset: server.kind,
    name: serverNames[server.kind],
    baseUrl: root,
    // All four speak Messages themselves, and what passes untouched loses nothing.
    wire: 'anthropic-messages',
    models: listed.kind === 'models' ? listed.models : [],
  };
}

function kindOrder(preset: string): number {
  return serverKinds.findIndex((kind) => kind === preset);
}
