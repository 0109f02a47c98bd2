import type { GatewayAddress } from './gateway.ts';

/** Where a client reaches a gateway that listens there. */
export function addressUrl({ host, port }: GatewayAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
