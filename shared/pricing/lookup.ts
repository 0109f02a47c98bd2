import { findPreset } from '../catalog/index.ts';
import type { ProviderPreset } from '../catalog/preset.ts';
import type { Price } from '../domain/cost.ts';
import table from './prices.json' with { type: 'json' };

/** [input, output, cacheRead, cacheWrite] in picoUSD per token; null: the vendor lists none. */
type Quadruple = readonly [number, number, number | null, number | null];
interface Entry {
  readonly price: Quadruple;
  /** [above this many prompt tokens, price], ascending. */
  readonly tiers?: readonly (readonly [number, Quadruple])[];
  /** [from this minute of the UTC day, price], ascending from 0. */
  readonly hours?: readonly (readonly [number, Quadruple])[];
}
type PriceList = ReadonlyMap<string, Entry>;

const lists = new Map<string, PriceList>(
  Object.entries(table.providers as unknown as Record<string, Record<string, Entry>>).map(
    ([provider, models]) => [
      provider,
      new Map(Object.entries(models).map(([model, entry]) => [model.toLowerCase(), entry])),
    ],
  ),
);

/** Day of the price data itself (ISO), which may be months before the day the table was made. */
export const pricesDate: string = table.sourceDate;

/** Some prices depend on the size of the prompt or on the hour. Left out: the base price. */
export interface PriceSituation {
  readonly promptTokens?: number;
  /** Epoch ms. */
  readonly at?: number;
}

/**
 * The price of a model at a vendor, in picoUSD per token. `provider` is a preset, its id, or `native` (Anthropic).
 * null: unknown, which is not the same as free. Dated and suffixed names fall back to the plain name.
 */
export function findPrice(
  provider: ProviderPreset | string,
  model: string,
  situation: PriceSituation = {},
): Price | null {
  const preset =
    typeof provider === 'string'
      ? findPreset(provider === 'native' ? 'anthropic' : provider)
      : provider;
  const list = preset?.priceList == null ? undefined : lists.get(preset.priceList);
  if (list === undefined) return null;
  for (const name of namesOf(model)) {
    const entry = list.get(name);
    if (entry !== undefined) return toPrice(quadrupleFor(entry, situation));
  }
  return null;
}

/**
 * The name itself, then without Claude Code's `[1m]`, a trailing `-latest`, or a date (`-20250929`, `@20250929`,
 * `-2025-09-29`); a bare major version is also tried as `.0` in Anthropic's way (`claude-opus-4` as `claude-opus-4-0`).
 */
function namesOf(model: string): readonly string[] {
  const exact = model.trim().toLowerCase();
  const plain = exact.replace(/\[1m\]$/, '');
  const undated = plain.replace(/(?:[-@]\d{8}|-\d{4}-\d{2}-\d{2}|-latest)$/, '');
  const names = [exact, plain, undated, `${undated}-latest`];
  if (/^claude-[a-z]+-\d$/.test(undated)) names.push(`${undated}-0`);
  return names;
}

function quadrupleFor(entry: Entry, { promptTokens, at }: PriceSituation): Quadruple {
  if (at !== undefined && entry.hours !== undefined) {
    const minute = Math.floor(at / 60_000) % (24 * 60);
    return entry.hours.findLast(([from]) => from <= minute)?.[1] ?? entry.price;
  }
  if (promptTokens !== undefined && entry.tiers !== undefined) {
    return entry.tiers.findLast(([above]) => promptTokens > above)?.[1] ?? entry.price;
  }
  return entry.price;
}

/** A vendor that lists no cache price bills cached tokens as input; an hour's cache costs twice the input price. */
function toPrice([input, output, cacheRead, cacheWrite]: Quadruple): Price {
  return {
    input,
    output,
    cacheRead: cacheRead ?? input,
    cacheWrite5m: cacheWrite ?? input,
    cacheWrite1h: cacheWrite === null ? input : Math.max(2 * input, cacheWrite),
  };
}
