import { z } from 'zod';
import { exportFormats } from '../../shared/domain/bodies.ts';
import { portSchema } from '../../shared/domain/configuration.ts';
import { costGroupings } from '../../shared/domain/cost.ts';
import { trialDays } from '../../shared/domain/past-trial.ts';
import { preferencesPatchSchema } from '../../shared/domain/preferences.ts';
import { providerSchema, wireFormats } from '../../shared/domain/provider.ts';
import {
  MAX_OUTPUT_TOKENS,
  replaySourceSchema,
  replayTargetSchema,
} from '../../shared/domain/replay.ts';
import { profileSchema, ruleSchema } from '../../shared/domain/rule.ts';
import { maxFilterLength } from '../../shared/domain/traffic-filter.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { InputSchemas } from '../../shared/ipc/descriptors.ts';

const id = z.string().min(1).max(200);
const folder = z.string().min(1).max(4096);
const keyRef = { providerId: id, keyId: id };
const moment = z.number().int().nonnegative();

/** What the window may send. A missing schema does not compile. */
export const inputSchemas: InputSchemas<Contract> = {
  app: {
    status: null,
    setRouting: z.strictObject({ on: z.boolean() }),
    setProfile: z.strictObject({ profileId: id }),
    copyText: z.strictObject({ text: z.string().max(12_582_912) }),
    openDocs: z.strictObject({ url: z.string().regex(/^https:\/\//, 'use an https:// address') }),
    exportConfiguration: null,
    setPort: z.strictObject({ port: portSchema }),
    setBaseline: z.strictObject({ provider: id, model: id }),
    // What is wrong with one of them is said by the configuration's own schema.
    setPrivateRanges: z.strictObject({ ranges: z.array(z.string().max(64)).max(1_000) }),
  },
  preferences: { get: null, set: preferencesPatchSchema },
  providers: {
    list: null,
    save: z.strictObject({ provider: providerSchema, isNew: z.boolean() }),
    remove: z.strictObject({ providerId: id }),
    test: z.strictObject({ providerId: id, model: z.string().min(1).max(200).nullable() }),
    fetchModels: z.strictObject({ providerId: id }),
    discover: null,
  },
  keys: {
    store: z.strictObject({
      ...keyRef,
      // Pasted keys bring line ends along; 64 KiB is what the keychains of all platforms take.
      secret: z.string().trim().min(1, 'the key is empty').max(65_536, 'the key is too long'),
    }),
    remove: z.strictObject(keyRef),
    recheck: null,
  },
  health: {
    view: null,
    reset: z.strictObject({ providerId: id, keyId: id.nullable() }),
  },
  profiles: {
    add: z.strictObject({
      profile: profileSchema,
      place: z.number().int().nonnegative().nullable(),
      use: z.boolean(),
    }),
    update: z.strictObject({
      profileId: id,
      name: z.string().trim().min(1).max(200).optional(),
      lock: profileSchema.shape.lock.unwrap().optional(),
    }),
    remove: z.strictObject({ profileId: id }),
  },
  rules: {
    view: z.strictObject({ profileId: id }),
    save: z.strictObject({
      profileId: id,
      revision: z.number().int().nonnegative(),
      rules: z.array(ruleSchema).max(1_000),
    }),
    readRequest: z.strictObject({ body: z.string().max(1_048_576, 'the request is too long') }),
    tryOnPast: z.strictObject({
      profileId: id,
      rules: z.array(ruleSchema).max(1_000),
      days: z.literal(trialDays),
    }),
    stopTrial: null,
    lockEffect: z.strictObject({ rules: z.array(ruleSchema).max(1_000) }),
  },
  traffic: {
    list: z.strictObject({
      limit: z.number().int().min(1).max(5_000),
      before: moment.nullable(),
    }),
    page: z.strictObject({
      filter: z.string().max(maxFilterLength),
      limit: z.number().int().min(1).max(5_000),
      before: moment.nullable(),
    }),
    whichMatch: z.strictObject({
      filter: z.string().max(maxFilterLength),
      exchangeIds: z.array(id).min(1).max(5_000),
    }),
    detail: z.strictObject({ exchangeId: id }),
    bodies: z.strictObject({ exchangeId: id }),
    export: z.strictObject({
      exchangeIds: z.array(id).min(1).max(1_000),
      format: z.enum(exportFormats),
    }),
    deleteBodies: null,
    deleteEverything: null,
    modelHealth: z.strictObject({
      hours: z
        .number()
        .int()
        .min(1)
        .max(24 * 31),
    }),
    cancel: z.strictObject({ exchangeId: id }),
    watch: z.strictObject({ active: z.boolean() }),
  },
  har: {
    open: null,
    entry: z.strictObject({ harId: id, exchangeId: id }),
    close: z.strictObject({ harId: id }),
  },
  replay: {
    prepare: replaySourceSchema,
    budget: z.strictObject({
      draftId: id,
      maxTokens: z.number().int().min(1).max(MAX_OUTPUT_TOKENS),
      targets: z.array(replayTargetSchema).min(1).max(2),
    }),
    start: z.strictObject({ budgetId: id }),
    cancel: z.strictObject({
      replayId: id,
      side: z.number().int().min(0).max(1).nullable(),
    }),
    close: z.strictObject({ replayId: id }),
    watch: z.strictObject({ active: z.boolean() }),
  },
  costs: {
    summary: z.strictObject({ from: moment, to: moment, groupBy: z.enum(costGroupings) }),
  },
  lab: {
    start: z.strictObject({
      baseUrl: z
        .string()
        .max(2_048)
        .regex(/^https?:\/\//, 'use an http:// or https:// address'),
      wire: z.enum([...wireFormats, 'auto']),
      model: z.string().min(1).max(200).nullable(),
      providerId: id.nullable(),
      maxConcurrency: z.number().int().min(0).max(64),
      outputTokens: z.number().int().min(1).max(8_192),
    }),
    cancel: z.strictObject({ runId: id }),
    runs: null,
  },
  transfer: {
    preview: null,
    apply: z.strictObject({ previewId: id }),
    discard: z.strictObject({ previewId: id }),
    takeOffer: null,
    share: z.strictObject({ kind: z.enum(['profile', 'provider']), id }),
  },
  launch: {
    plan: z.strictObject({ folder }),
    start: z.strictObject({ folder }),
    chooseFolder: null,
    terminals: null,
  },
};
