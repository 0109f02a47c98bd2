import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ImportPreview } from '../../shared/domain/transfer.ts';
import type { Conversion } from './conversion.ts';
import { withTargets } from './beside-existing.ts';

/**
 * A share on the providers that are there already: one at the same address in the same dialect is the person's own,
 * with its key, so the rules aim at that one and none is added beside it. Other imports stay as they are. Comes after
 * `besideExisting`: no id of the share is then one that is there, and no rule can aim at the wrong one.
 */
export function onExisting(
  conversion: Conversion,
  existing: Configuration,
): { readonly conversion: Conversion; readonly already: ImportPreview['already'] } {
  if (conversion.warnings === undefined) return { conversion, already: [] };
  const own = existing.providers.map(resolveDraft);
  const same = new Map(
    conversion.configuration.providers.flatMap((provider) => {
      const { baseUrl, wire } = resolveDraft(provider);
      const match = own.find((each) => each.baseUrl === baseUrl && each.wire === wire);
      return match === undefined ? [] : [[provider.id, match] as const];
    }),
  );
  const { providers, profiles, ...rest } = conversion.configuration;
  const aimed = (id: string): string => same.get(id)?.id ?? id;
  return {
    already: [...same.values()].map(({ name, baseUrl }) => ({ name, baseUrl })),
    conversion: {
      ...conversion,
      notCarried: conversion.notCarried.filter(
        ({ why, detail }) => why !== 'renamed' || !same.has(detail),
      ),
      warnings: conversion.warnings.filter(({ provider }) => !same.has(provider)),
      configuration: {
        ...rest,
        providers: providers.filter(({ id }) => !same.has(id)),
        profiles: profiles.map((profile) => ({
          ...profile,
          rules: profile.rules.map((rule) => withTargets(rule, aimed)),
        })),
      },
    },
  };
}
