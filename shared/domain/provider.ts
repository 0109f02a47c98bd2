import { z } from 'zod';
import type { Quirk } from './quirk.ts';

/** Wire formats of upstreams. Only those in `wiresSupported` have an adapter so far. */
export const wireFormats = [
  'anthropic-messages',
  'openai-chat',
  'openai-responses',
  'gemini',
  'bedrock',
  'vertex',
  'foundry',
] as const;
export type WireFormat = (typeof wireFormats)[number];

/** How the upstream is told who pays. `native` forwards the client's own credential (Anthropic only). */
export const authSchemes = [
  'bearer',
  'x-api-key',
  'api-key',
  'none',
  'native',
  'aws-sigv4',
  'gcp-adc',
] as const;
export type AuthScheme = (typeof authSchemes)[number];

const identifier = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens ([a-z0-9-]+)');

/** One key of a provider's pool. The secret itself is in the environment or in the OS keychain, never here. */
export const providerKeySchema = z.strictObject({
  id: identifier,
  env: z.string().min(1).optional(),
  keychain: z.boolean().optional(),
  /** Lower is used first. */
  priority: z.number().int().min(0).optional(),
  requestsPerMinute: z.number().int().positive().optional(),
  tokensPerMinute: z.number().int().positive().optional(),
});
export type ProviderKey = z.infer<typeof providerKeySchema>;

export const providerModelSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  contextTokens: z.number().int().positive().optional(),
  maxOutputTokens: z.number().int().positive().optional(),
});
export type ProviderModel = z.infer<typeof providerModelSchema>;

export const timeoutsSchema = z.strictObject({
  connectMs: z.number().int().positive().optional(),
  firstByteMs: z.number().int().positive().optional(),
  idleMs: z.number().int().positive().optional(),
});
export type Timeouts = z.infer<typeof timeoutsSchema>;

export const billingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('per-token') }),
  z.strictObject({ kind: z.literal('subscription'), usdPerMonth: z.number().nonnegative() }),
  z.strictObject({
    kind: z.literal('hardware'),
    usd: z.number().nonnegative(),
    months: z.number().positive(),
    watts: z.number().nonnegative(),
    usdPerKwh: z.number().nonnegative(),
  }),
  z.strictObject({ kind: z.literal('free') }),
]);
export type Billing = z.infer<typeof billingSchema>;

/**
 * A configured account at a vendor (config.md 1). `preset` names a catalogue entry whose wire, baseUrl, auth and
 * models fill what is left out; `resolveProvider` does that once, so nothing downstream sees a gap.
 */
export const providerSchema = z.strictObject({
  id: identifier,
  preset: z.string().optional(),
  name: z.string().min(1).optional(),
  wire: z.enum(wireFormats).optional(),
  baseUrl: z.string().min(1).optional(),
  auth: z.enum(authSchemes).optional(),
  keys: z.array(providerKeySchema).optional(),
  models: z.array(providerModelSchema).optional(),
  modelMapping: z.record(z.string(), z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  timeouts: timeoutsSchema.optional(),
  billing: billingSchema.optional(),
});
export type Provider = z.infer<typeof providerSchema>;

/** A provider with its preset applied: every field the gateway needs is present. */
export interface ResolvedProvider {
  readonly id: string;
  readonly preset: string | null;
  readonly name: string;
  readonly wire: WireFormat;
  readonly baseUrl: string;
  readonly auth: AuthScheme;
  readonly keys: readonly ProviderKey[];
  readonly models: readonly ProviderModel[];
  readonly modelMapping: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
  readonly billing: Billing;
  /** The preset's; a provider without a preset may still have its vendor's, see `electron/wire/quirks-of.ts`. */
  readonly quirks: readonly Quirk[];
}
