import { useEffect, useState } from 'react';
import type { Profile } from '../../../shared/domain/rule.ts';
import type { StarterKind } from '../../../shared/domain/starter-profiles.ts';
import { firstRun } from '../../../shared/i18n/first-run.ts';
import { profiles } from '../../../shared/i18n/profiles.ts';
import { providerName } from '../../format/provider-name.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders, useStatus } from '../../stores/context.tsx';
import { starterWords, useStarters } from '../../stores/starters.ts';
import type { Choice } from '../../ui/ChoiceList.tsx';

const practiceId = 'practice';

/** What a newcomer can begin with: the starters, then the profiles that are there. Nothing changes before `apply`. */
export interface Beginnings {
  readonly choices: readonly Choice<string>[];
  readonly chosen: string | null;
  readonly choose: (profileId: string) => void;
  /** Makes the chosen profile if it is not there yet, and switches to it; the reason when that failed. */
  readonly apply: () => Promise<string | null>;
}

export function useBeginnings(): Beginnings {
  const api = useApi();
  const t = useMessages(profiles);
  const starters = useStarters();
  const describe = useDescription();
  const status = useStatus((state) => state.status);
  const [picked, setPicked] = useState<string | null>(null);
  const there = status?.profiles ?? [];
  const kept = useKept(there.map(({ id }) => id).join('\n'));
  const active = status?.activeProfile ?? null;
  const isStarter = (id: string): boolean => starters.some(({ kind }) => kind === id);
  const others = there.filter(({ id }) => !isStarter(id) && (id !== practiceId || id === active));
  const chosen = picked ?? active;
  return {
    choices: [
      ...starters.map(({ kind, profile }) => {
        const mine = there.find(({ id }) => id === kind);
        return {
          id: kind,
          label: mine?.name ?? t(kind),
          isMissing: mine === undefined && profile === null,
          text:
            mine === undefined
              ? t(starterWords[kind][profile === null ? 'needs' : 'text'])
              : describe(kept.get(kind), { kind, profile }),
        };
      }),
      ...others.map(({ id, name }) => ({
        id,
        label: name,
        isMissing: false,
        text: describe(kept.get(id), null),
      })),
    ],
    chosen,
    choose: setPicked,
    apply: async () => {
      if (chosen === null || chosen === active) return null;
      const made = there.some(({ id }) => id === chosen)
        ? null
        : (starters.find(({ kind }) => kind === chosen)?.profile ?? null);
      const reply =
        made === null
          ? await settled(api.app.setProfile({ profileId: chosen }))
          : await settled(api.profiles.add({ profile: made, place: null, use: true }));
      return reply.ok ? null : reply.error.message;
    },
  };
}

/** One line on a profile that is there, by what it holds: the user may have changed it since it was made. */
function useDescription(): (
  profile: Profile | undefined,
  starter: { readonly kind: StarterKind; readonly profile: Profile | null } | null,
) => string {
  const t = useMessages(firstRun);
  const p = useMessages(profiles);
  const views = useProviders((state) => state.views);
  return (profile, starter) => {
    if (profile === undefined) return '';
    if (starter?.profile != null && holdsTheSame(profile, starter.profile))
      return p(starterWords[starter.kind].text);
    const only = onlyProvider(profile);
    return only === null ? t('asYouHaveIt') : t('allTo', { name: providerName(views, only) });
  };
}

function holdsTheSame(a: Profile, b: Profile): boolean {
  return a.lock === b.lock && JSON.stringify(a.rules) === JSON.stringify(b.rules);
}

/** The provider that takes every request; null where it is not one alone. */
function onlyProvider({ rules }: Profile): string | null {
  const [rule, ...more] = rules;
  if (rule === undefined || more.length > 0 || !rule.enabled) return null;
  if (!('targets' in rule.then) || Object.keys(rule.when).length > 0) return null;
  const providers = new Set(rule.then.targets.map(({ provider }) => provider));
  return providers.size === 1 ? ([...providers][0] ?? null) : null;
}

/** The profiles that are there, with their rules; `ids` one a line, so that the same ones are read once. */
function useKept(ids: string): ReadonlyMap<string, Profile> {
  const api = useApi();
  const [kept, setKept] = useState<ReadonlyMap<string, Profile>>(new Map());
  useEffect(() => {
    let isShown = true;
    const wanted = ids === '' ? [] : ids.split('\n');
    void Promise.all(wanted.map((profileId) => settled(api.rules.view({ profileId })))).then(
      (replies) => {
        const found = replies.flatMap((reply) => (reply.ok ? [reply.value.profile] : []));
        if (isShown) setKept(new Map(found.map((profile) => [profile.id, profile])));
      },
    );
    return () => {
      isShown = false;
    };
  }, [api, ids]);
  return kept;
}
