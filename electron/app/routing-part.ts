import type { Clock } from '../base/clock.ts';
import { addressUrl } from '../gateway/address-url.ts';
import type { Gateway, GatewayAddress } from '../gateway/gateway.ts';
import { RoutingController } from './routing-controller.ts';
import { removeRuntimeFile, writeRuntimeFile } from './runtime-file.ts';
import type { SettingsStore } from './settings-store.ts';

/** Routing whose wishes are kept in the settings, and whose address the command line is told of. */
export function openRouting(options: {
  readonly gateway: Gateway;
  readonly settings: SettingsStore;
  readonly runtimeFile: string;
  readonly clock: Clock;
  readonly onChange: () => void;
}): RoutingController {
  const { gateway, settings, runtimeFile, clock, onChange } = options;
  return new RoutingController({
    gateway,
    configuration: () => settings.configuration,
    setWanted: (on) => {
      settings.updateConfiguration((configuration) => ({ ...configuration, routing: on }));
    },
    setPort: (port) => {
      settings.updateConfiguration((configuration) => ({
        ...configuration,
        listen: { ...configuration.listen, port },
      }));
    },
    clock,
    onChange,
    onAddress: (address) => announce(runtimeFile, address),
  });
}

/** Nothing secret is in the file. */
async function announce(file: string, address: GatewayAddress | null): Promise<void> {
  if (address === null) await removeRuntimeFile(file, process.pid);
  else await writeRuntimeFile(file, { url: addressUrl(address), pid: process.pid });
}
