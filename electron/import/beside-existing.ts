import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import type { NotCarried } from '../../shared/domain/transfer.ts';
import type { Conversion } from './conversion.ts';

/**
 * The same import with ids that are free in `existing`, its rules and keys following; what is renamed is reported.
 * A key can so never land in the place of one that is there.
 */
export function besideExisting(conversion: Conversion, existing: Configuration): Conversion {
  const { configuration, keys } = conversion;
  const providerIds = freeIds(configuration.providers, existing.providers);
  const profileIds = freeIds(configuration.profiles, existing.profiles);
  const renamed = (id: string): string => providerIds.get(id) ?? id;
  return {
    ...conversion,
    configuration: {
      ...configuration,
      activeProfile: profileIds.get(configuration.activeProfile) ?? configuration.activeProfile,
      providers: configuration.providers.map((provider) => ({
        ...provider,
        id: renamed(provider.id),
      })),
      profiles: configuration.profiles.map((profile) => ({
        ...profile,
        id: profileIds.get(profile.id) ?? profile.id,
        rules: profile.rules.map((rule) => withTargets(rule, renamed)),
      })),
    },
    ...(conversion.warnings === undefined
      ? {}
      : {
          warnings: conversion.warnings.map((warning) => ({
            ...warning,
            provider: renamed(warning.provider),
          })),
        }),
    keys: keys.map((key) => ({ ...key, providerId: renamed(key.providerId) })),
    notCarried: [
      ...conversion.notCarried,
      ...changes(providerIds, 'renamed'),
      ...changes(profileIds, 'renamed-profile'),
    ],
  };
}

/** The rule with its targets' providers called otherwise. */
export function withTargets(rule: Rule, renamed: (id: string) => string): Rule {
  if (!('targets' in rule.then)) return rule;
  const targets = rule.then.targets.map((target) => ({
    ...target,
    provider: renamed(target.provider),
  }));
  return { ...rule, then: { ...rule.then, targets } };
}

function freeIds(
  incoming: readonly { readonly id: string }[],
  existing: readonly { readonly id: string }[],
): ReadonlyMap<string, string> {
  const taken = new Set([...existing, ...incoming].map(({ id }) => id));
  const clashing = new Set(existing.map(({ id }) => id));
  const ids = new Map<string, string>();
  for (const { id } of incoming) {
    let free = id;
    for (let number = 2; clashing.has(id) && taken.has(free); number += 1) {
      free = `${id}-${String(number)}`;
    }
    taken.add(free);
    ids.set(id, free);
  }
  return ids;
}

function changes(
  ids: ReadonlyMap<string, string>,
  why: 'renamed' | 'renamed-profile',
): readonly NotCarried[] {
  return [...ids].flatMap(([path, detail]) => (path === detail ? [] : [{ path, why, detail }]));
}
