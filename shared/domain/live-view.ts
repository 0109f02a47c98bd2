import { z } from 'zod';
import { maxFilterLength } from './traffic-filter.ts';

/** Columns of Live's list in the order in which they stand at first. */
export const liveColumnIds = [
  'state',
  'time',
  'kind',
  'rule',
  'route',
  'provider',
  'project',
  'client',
  'session',
  'status',
  'in',
  'cached',
  'out',
  'ttft',
  'rate',
  'took',
  'cost',
  'saved',
  'id',
] as const;
export type LiveColumnId = (typeof liveColumnIds)[number];

export const columnWidth = { min: 36, max: 900 } as const;

/** Ids are any text, so that the settings of a newer version are read; those that are not known are passed over. */
const columnSettingSchema = z.strictObject({
  id: z.string().min(1).max(40),
  width: z.number().int().min(columnWidth.min).max(columnWidth.max),
  shown: z.boolean(),
});
export type ColumnSetting = z.infer<typeof columnSettingSchema>;

/** All columns, hidden ones too, in their order; null is the order and the widths that come with the app. */
export const liveColumnsSchema = z.array(columnSettingSchema).max(60).nullable();
export type LiveColumns = z.infer<typeof liveColumnsSchema>;

/** A way to look at the list, by name. */
export const savedViewSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(80),
  filter: z.string().max(maxFilterLength),
  columns: liveColumnsSchema,
  grouped: z.boolean(),
});
export type SavedView = z.infer<typeof savedViewSchema>;

export const savedViewsSchema = z.array(savedViewSchema).max(50);
