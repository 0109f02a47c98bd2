import { presets } from '../../shared/catalog/index.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { resolveProvider } from '../../shared/domain/resolve-provider.ts';
import { localOnly, type NetworkReach } from '../base/network-reach.ts';
import { practiceId } from './settings-document.ts';

const LOOKUP_TIMEOUT_MS = 2_000;

/** The providers that "local only" lets through, by the gateway's own check; a name that does not resolve is not local. */
export async function findLocalProviders({
  providers,
  privateRanges,
}: Configuration): Promise<readonly string[]> {
  const reach = localOnly(privateRanges);
  const judged = await Promise.all(
    providers.map(async (provider) => {
      const resolved = resolveProvider(provider, presets);
      if (!resolved.ok) return [];
      const { baseUrl, preset } = resolved.value;
      const isLocal = preset === practiceId || (await reaches(reach, new URL(baseUrl).hostname));
      return isLocal ? [provider.id] : [];
    }),
  );
  return judged.flat();
}

function reaches(reach: NetworkReach, hostname: string): Promise<boolean> {
  if (reach.refusal(hostname) !== null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, LOOKUP_TIMEOUT_MS);
    reach.lookup(hostname.replace(/^\[|\]$/g, ''), {}, (error) => {
      clearTimeout(timer);
      resolve(error === null);
    });
  });
}
