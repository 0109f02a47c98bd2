import { presets } from '../../shared/catalog/index.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { resolveProvider } from '../../shared/domain/resolve-provider.ts';
import { isLoopbackHost, localOnlyLookup } from '../gateway/local-only.ts';

const LOOKUP_TIMEOUT_MS = 2_000;

/** The providers that "local only" lets through, by the gateway's own check; a name that does not resolve is not local. */
export async function findLocalProviders({ providers }: Configuration): Promise<readonly string[]> {
  const judged = await Promise.all(
    providers.map(async (provider) => {
      const resolved = resolveProvider(provider, presets);
      if (!resolved.ok) return [];
      const { hostname } = new URL(resolved.value.baseUrl);
      return (await isLocal(hostname)) ? [provider.id] : [];
    }),
  );
  return judged.flat();
}

function isLocal(hostname: string): Promise<boolean> {
  if (isLoopbackHost(hostname)) return Promise.resolve(true);
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('[')) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, LOOKUP_TIMEOUT_MS);
    localOnlyLookup(hostname, {}, (error) => {
      clearTimeout(timer);
      resolve(error === null);
    });
  });
}
