import { z } from 'zod';
import { MOST_PRIVATE_RANGES, privateRangeSchema } from './private-range.ts';
import { providerSchema } from './provider.ts';
import { profileSchema } from './rule.ts';

const baseUrl = z.string().refine(
  (value) => {
    try {
      return ['http:', 'https:'].includes(new URL(value).protocol);
    } catch {
      return false;
    }
  },
  { message: 'use an absolute http:// or https:// address' },
);

/** What a person may choose in Settings: below 1024 the system's own programs listen; 0 is any that is free. */
export const portSchema = z
  .number()
  .int()
  .max(65_535)
  .refine((port) => port === 0 || port >= 1024, {
    message: 'use a port from 1024 to 65535, or 0 for any that is free',
  });

/** The configuration file (config.md 1): what the app exports, and what the command line runs from. No secret in it. */
export const configurationSchema = z
  .strictObject({
    version: z.literal(1),
    listen: z
      .strictObject({
        host: z.enum(['127.0.0.1', 'localhost', '::1']).default('127.0.0.1'),
        port: z.number().int().min(0).max(65_535).default(3456),
      })
      .default({ host: '127.0.0.1', port: 3456 }),
    routing: z.boolean().default(true),
    activeProfile: z.string().min(1),
    baseline: z
      .strictObject({ provider: z.string().min(1), model: z.string().min(1) })
      .default({ provider: 'anthropic', model: 'claude-sonnet-4-6' }),
    native: z.strictObject({ baseUrl }).default({ baseUrl: 'https://api.anthropic.com' }),
    /** Where profiles with the lock "local-only" may go besides this machine. */
    privateRanges: z.array(privateRangeSchema).max(MOST_PRIVATE_RANGES).default([]),
    providers: z.array(providerSchema).default([]),
    profiles: z.array(profileSchema).min(1),
  })
  .superRefine((config, context) => {
    const problem = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    reportDuplicates(config.providers, 'providers', problem);
    reportDuplicates(config.profiles, 'profiles', problem);
    const providerIds = new Set(config.providers.map((provider) => provider.id));
    config.profiles.forEach((profile, p) => {
      reportDuplicates(profile.rules, `profiles[${String(p)}].rules`, (path, message) => {
        problem(['profiles', p, 'rules', ...path.slice(1)], message);
      });
      profile.rules.forEach((rule, r) => {
        if (!('targets' in rule.then)) return;
        rule.then.targets.forEach((target, t) => {
          if (providerIds.has(target.provider)) return;
          const known = [...providerIds].join(', ') || 'none are configured';
          problem(
            ['profiles', p, 'rules', r, 'then', 'targets', t, 'provider'],
            `no provider has the id "${target.provider}"; known: ${known}`,
          );
        });
      });
    });
    if (!config.profiles.some((profile) => profile.id === config.activeProfile)) {
      const known = config.profiles.map((profile) => profile.id).join(', ');
      problem(
        ['activeProfile'],
        `no profile has the id "${config.activeProfile}"; known: ${known}`,
      );
    }
  });
export type Configuration = z.infer<typeof configurationSchema>;

function reportDuplicates(
  items: readonly { readonly id: string }[],
  where: string,
  problem: (path: (string | number)[], message: string) => void,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    if (seen.has(item.id))
      problem([where, index, 'id'], `"${item.id}" is used twice; ids are unique`);
    seen.add(item.id);
  });
}
