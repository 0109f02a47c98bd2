import { z } from 'zod';
import { configurationSchema, type Configuration } from '../../shared/domain/configuration.ts';
import { preferencesSchema } from '../../shared/domain/preferences.ts';
import type { Profile } from '../../shared/domain/rule.ts';

const windowBoundsSchema = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof windowBoundsSchema>;

/** One launch of Claude Code. Only the hash of its secret is kept, so that a session outlives a restart of the app. */
const launchSchema = z.object({
  hash: z.string().min(1),
  project: z.string().nullable(),
  createdAt: z.number(),
});
export type LaunchRecord = z.infer<typeof launchSchema>;

/** Everything the app keeps in its settings file. No secret is ever in it. */
export const settingsDocumentSchema = z.object({
  version: z.literal(1),
  configuration: configurationSchema,
  preferences: preferencesSchema.prefault({}),
  launches: z.array(launchSchema).default([]),
  keyInfo: z
    .record(z.string(), z.object({ last4: z.string().max(4), addedAt: z.number() }))
    .default({}),
  /** How often the rules of each profile were saved. */
  revisions: z.record(z.string(), z.number().int().nonnegative()).default({}),
  window: windowBoundsSchema.nullable().default(null),
});
export type SettingsDocument = z.infer<typeof settingsDocumentSchema>;

export const practiceId = 'practice';

/** A first start: practice answers everything, so that a newcomer sees it all work before owning a key. */
export function firstSettings(listen: { readonly port?: number } = {}): SettingsDocument {
  return settingsDocumentSchema.parse({
    version: 1,
    configuration: {
      version: 1,
      listen,
      activeProfile: practiceId,
      providers: [{ id: practiceId, preset: practiceId }],
      profiles: [
        {
          id: practiceId,
          name: 'Practice',
          rules: [
            {
              id: 'practice',
              name: 'Everything to the practice provider',
              then: { targets: [{ provider: practiceId, model: 'practice' }] },
            },
          ],
        },
        { id: 'native', name: 'Native', rules: [] },
      ],
    },
  });
}

export function everythingProfileId(providerId: string): string {
  return `everything-${providerId}`;
}

/** "Everything to X": one rule, so that a provider just added can be used without writing rules. */
export function everythingProfile(providerId: string, name: string, model: string): Profile {
  return {
    id: everythingProfileId(providerId),
    name: `Everything to ${name}`,
    lock: null,
    rules: [
      {
        id: 'everything',
        name: `Everything to ${name}`,
        enabled: true,
        when: {},
        then: { strategy: 'failover', targets: [{ provider: providerId, model }] },
      },
    ],
  };
}

/**
 * Adds "Everything to X" for a provider that has none yet, and leaves the practice profile that nobody chose.
 * Practice is never chosen again without the user.
 */
export function withEverythingProfile(
  configuration: Configuration,
  provider: { readonly id: string; readonly name: string; readonly model: string | undefined },
): Configuration {
  if (provider.id === practiceId || provider.model === undefined) return configuration;
  const id = everythingProfileId(provider.id);
  if (configuration.profiles.some((profile) => profile.id === id)) return configuration;
  const isFirst = !configuration.profiles.some((profile) =>
    profile.id.startsWith(everythingProfileId('')),
  );
  return {
    ...configuration,
    profiles: [
      ...configuration.profiles,
      everythingProfile(provider.id, provider.name, provider.model),
    ],
    activeProfile:
      isFirst && configuration.activeProfile === practiceId ? id : configuration.activeProfile,
  };
}

/** Rules that send to the provider, its untouched "Everything to X" left out: that one goes with the provider. */
export function rulesUsing(configuration: Configuration, providerId: string): readonly string[] {
  return configuration.profiles
    .filter((profile) => !isUntouchedEverything(profile, providerId))
    .flatMap((profile) =>
      profile.rules
        .filter(
          (rule) =>
            'targets' in rule.then &&
            rule.then.targets.some((target) => target.provider === providerId),
        )
        .map((rule) => `${profile.name ?? profile.id}: ${rule.name ?? rule.id}`),
    );
}

/** Without the provider and its "Everything to X". The active profile falls back to native, never to practice. */
export function withoutProvider(configuration: Configuration, providerId: string): Configuration {
  const profiles = configuration.profiles.filter(
    (profile) => !isUntouchedEverything(profile, providerId),
  );
  if (!profiles.some((profile) => profile.id === 'native'))
    profiles.push({ id: 'native', name: 'Native', lock: null, rules: [] });
  const isActiveKept = profiles.some((profile) => profile.id === configuration.activeProfile);
  return {
    ...configuration,
    providers: configuration.providers.filter((provider) => provider.id !== providerId),
    profiles,
    activeProfile: isActiveKept ? configuration.activeProfile : 'native',
  };
}

function isUntouchedEverything(profile: Profile, providerId: string): boolean {
  if (profile.id !== everythingProfileId(providerId)) return false;
  const [rule, ...others] = profile.rules;
  return rule === undefined || (others.length === 0 && rule.id === 'everything');
}

/** True while rules of the active profile can reach nothing but the practice provider. */
export function isPracticeOnly(configuration: Configuration): boolean {
  return configuration.providers.every((provider) => provider.id === practiceId);
}
