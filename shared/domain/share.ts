import { z } from 'zod';
import { authSchemes, providerModelSchema, timeoutsSchema, wireFormats } from './provider.ts';
import { profileSchema } from './rule.ts';

/** A provider as it is handed on: where it is and how it is spoken to. No key, no header, no bill. */
export const sharedProviderSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .max(100),
  preset: z.string().max(100).optional(),
  name: z.string().min(1).max(100),
  wire: z.enum(wireFormats),
  baseUrl: z.string().max(500),
  auth: z.enum(authSchemes),
  models: z.array(providerModelSchema).max(300).optional(),
  modelMapping: z.record(z.string().max(200), z.string().max(200)).optional(),
  timeouts: timeoutsSchema.optional(),
});
export type SharedProvider = z.infer<typeof sharedProviderSchema>;

/** A profile with the providers that it needs, or one provider, as a file or in a link. */
export const shareSchema = z.strictObject({
  switchyard: z.literal('share'),
  version: z.literal(1),
  profile: profileSchema.optional(),
  providers: z.array(sharedProviderSchema).max(50),
});
export type ShareDocument = z.infer<typeof shareSchema>;

/** What a person should look at twice before taking somebody's file. */
export interface ShareWarning {
  readonly provider: string;
  /** `strange-host`: called like a vendor of the catalogue, but at another address. */
  readonly why: 'strange-host' | 'odd-host' | 'plain-http' | 'private-address' | 'variable';
  /** The vendor whose name it has, or the variable that it asks for; empty for the other reasons. */
  readonly about: string;
  readonly host: string;
}

export interface ShareText {
  /** Contents of a file. */
  readonly text: string;
  /** null: too much for a link. */
  readonly link: string | null;
}
