import { z } from 'zod';
import { bodyCaptures } from './bodies.ts';
import { liveColumnsSchema, savedViewsSchema } from './live-view.ts';

export const languages = ['en', 'ko', 'ar'] as const;
export type Language = (typeof languages)[number];
export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'normal', 'comfortable'] as const;

/** Settings that are not routing: how the app looks and starts. Kept by electron-store beside the configuration. */
export const preferencesSchema = z.object({
  language: z.enum(['system', ...languages]).default('system'),
  theme: z.enum(themes).default('system'),
  density: z.enum(densities).default('normal'),
  launchAtLogin: z.boolean().default(false),
  /** `auto` picks the platform's usual terminal. */
  terminal: z.string().default('auto'),
  recentFolders: z.array(z.string()).max(12).default([]),
  closeToTrayExplained: z.boolean().default(false),
  firstRunDone: z.boolean().default(false),
  captureBodies: z.enum(bodyCaptures).default('off'),
  keepBodiesDays: z.number().int().min(1).max(365).default(7),
  keepBodiesMegabytes: z.number().int().min(10).max(10_000).default(200),
  // A view that cannot be read costs the view, never the other preferences.
  liveColumns: liveColumnsSchema.default(null).catch(null),
  liveViews: savedViewsSchema.default([]).catch([]),
  liveGrouped: z.boolean().default(false),
  /** Requests older than this live on as sums per day. */
  keepRowsDays: z.number().int().min(1).max(3_650).default(90),
  /** Folders of whose requests only counts are kept, never content. */
  quietProjects: z.array(z.string().min(1).max(4_096)).max(200).default([]),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const preferencesPatchSchema = z.strictObject({
  language: z.enum(['system', ...languages]).optional(),
  theme: z.enum(themes).optional(),
  density: z.enum(densities).optional(),
  launchAtLogin: z.boolean().optional(),
  terminal: z.string().min(1).max(64).optional(),
  closeToTrayExplained: z.boolean().optional(),
  firstRunDone: z.boolean().optional(),
  captureBodies: z.enum(bodyCaptures).optional(),
  keepBodiesDays: z.number().int().min(1).max(365).optional(),
  keepBodiesMegabytes: z.number().int().min(10).max(10_000).optional(),
  liveColumns: liveColumnsSchema.optional(),
  liveViews: savedViewsSchema.optional(),
  liveGrouped: z.boolean().optional(),
  keepRowsDays: z.number().int().min(1).max(3_650).optional(),
  quietProjects: z.array(z.string().min(1).max(4_096)).max(200).optional(),
});
export type PreferencesPatch = z.infer<typeof preferencesPatchSchema>;
