import type { Configuration } from '../shared/domain/configuration.ts';
import type { Provider } from '../shared/domain/provider.ts';
import type { Profile } from '../shared/domain/rule.ts';

/** A profile whose one rule takes every request. */
export function everythingProfile(
  id: string,
  name: string,
  to: {
    readonly provider: string;
    readonly model: string;
  },
): Profile {
  const then = { strategy: 'failover' as const, targets: [to] };
  return { id, name, lock: null, rules: [{ id: 'all', enabled: true, when: {}, then }] };
}

/** One provider, and the profile in use sends it everything. */
export function everythingTo(
  provider: Provider,
  model: string,
): Pick<Configuration, 'activeProfile' | 'providers' | 'profiles'> {
  return {
    activeProfile: 'all',
    providers: [provider],
    profiles: [everythingProfile('all', 'All', { provider: provider.id, model })],
  };
}
