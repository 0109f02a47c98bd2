import { z } from 'zod';

/** Kinds of request that Claude Code makes; one request may be of several (a subagent that thinks). */
export const requestKinds = [
  'main',
  'background',
  'subagent',
  'thinking',
  'plan',
  'web-search',
  'image',
  'long-context',
  'compaction',
  'title',
  'count-tokens',
] as const;
export type RequestKind = (typeof requestKinds)[number];

export const modelTiers = ['fable', 'opus', 'sonnet', 'haiku', 'other'] as const;
export type ModelTier = (typeof modelTiers)[number];

export const clientNames = ['claude-code', 'codex', 'other'] as const;
export type ClientName = (typeof clientNames)[number];

const range = z
  .strictObject({
    min: z.number().nonnegative().optional(),
    max: z.number().nonnegative().optional(),
  })
  .refine((r) => r.min === undefined || r.max === undefined || r.min <= r.max, {
    message: 'min must not be above max',
  });

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM, 00:00 to 23:59');

const flatConditionSchema = z.strictObject({
  kind: z.array(z.enum(requestKinds)).min(1).optional(),
  model: z.array(z.string().min(1)).min(1).optional(),
  tier: z.array(z.enum(modelTiers)).min(1).optional(),
  inputTokens: range.optional(),
  thinking: z.boolean().optional(),
  effort: z.array(z.string().min(1)).min(1).optional(),
  tools: z
    .strictObject({
      has: z.array(z.string().min(1)).min(1).optional(),
      min: z.number().int().nonnegative().optional(),
      max: z.number().int().nonnegative().optional(),
    })
    .optional(),
  images: z.boolean().optional(),
  stream: z.boolean().optional(),
  project: z.array(z.string().min(1)).min(1).optional(),
  client: z.array(z.enum(clientNames)).min(1).optional(),
  time: z.strictObject({ from: clockTime, to: clockTime }).optional(),
  tag: z.boolean().optional(),
});

type FlatCondition = z.infer<typeof flatConditionSchema>;

/** All keys must hold; the members of a list are alternatives; `not` negates a nested condition (config.md 1). */
export type Condition = FlatCondition & { not?: Condition | undefined };

export const conditionSchema: z.ZodType<Condition, Condition> = flatConditionSchema.extend({
  not: z.lazy(() => conditionSchema).optional(),
});

export const thinkingModes = ['on', 'off'] as const;

/** A target's model that stands for the one the client asked for, before the provider's `modelMapping`. */
export const AS_ASKED = '*';

export const targetSpecSchema = z.strictObject({
  provider: z.string().min(1),
  model: z.string().min(1),
  maxOutputTokens: z.number().int().positive().optional(),
  thinking: z.enum(thinkingModes).optional(),
  effort: z.string().optional(),
  /** Share in a weighted strategy. */
  weight: z.number().positive().optional(),
  timeouts: z
    .strictObject({
      connectMs: z.number().int().positive().optional(),
      firstByteMs: z.number().int().positive().optional(),
      idleMs: z.number().int().positive().optional(),
    })
    .optional(),
});
export type TargetSpec = z.infer<typeof targetSpecSchema>;

export const strategies = [
  'failover',
  'round-robin',
  'weighted',
  'least-busy',
  'cheapest',
  'fastest',
] as const;
export type Strategy = (typeof strategies)[number];

export const actionSchema = z.union(
  [
    z.strictObject({
      strategy: z.enum(strategies).default('failover'),
      targets: z.array(targetSpecSchema).min(1),
    }),
    z.strictObject({ native: z.literal(true) }),
    z.strictObject({ refuse: z.string().min(1) }),
  ],
  { error: 'use {"strategy", "targets"}, {"native": true} or {"refuse": "message"}' },
);
export type Action = z.infer<typeof actionSchema>;

/** Stands among rule ids for "no rule matches"; no rule has an empty id. */
export const NO_RULE = '';

export const ruleSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  enabled: z.boolean().default(true),
  when: conditionSchema.default({}),
  then: actionSchema,
});
export type Rule = z.infer<typeof ruleSchema>;

export const profileSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  lock: z.enum(['local-only']).nullable().default(null),
  rules: z.array(ruleSchema),
});
export type Profile = z.infer<typeof profileSchema>;
