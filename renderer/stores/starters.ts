import { useMemo } from 'react';
import { starterProfiles, type Starter } from '../../shared/domain/starter-profiles.ts';
import { profiles } from '../../shared/i18n/profiles.ts';
import { useMessages } from '../i18n.tsx';
import { useProviders } from './context.tsx';
import { useDiscovered } from './discovered.ts';

/** Native, Hybrid and Local only, made of the providers that can be used now. Nothing is added by looking. */
export function useStarters(): readonly Starter[] {
  const t = useMessages(profiles);
  const views = useProviders((state) => state.views);
  const discovered = useDiscovered();
  return useMemo(
    () =>
      starterProfiles(views, discovered, {
        native: t('native'),
        hybrid: t('hybrid'),
        'local-only': t('local-only'),
        background: t('ruleBackground'),
        subagents: t('ruleSubagents'),
        long: t('ruleLong'),
        rest: t('ruleRest'),
        everything: t('ruleEverything'),
      }),
    [views, discovered, t],
  );
}

/** One line on each, and what is missing where it cannot be made. */
export const starterWords = {
  native: { text: 'nativeText', needs: 'nativeText' },
  hybrid: { text: 'hybridText', needs: 'hybridNeeds' },
  'local-only': { text: 'localText', needs: 'localNeeds' },
} as const;
