import { formatUsdTotal, groupThousands } from '../../shared/domain/usd-total.ts';

/** Money arrives in nanoUSD (1e-9 USD), integer. Digits are Latin in every language; minus is the true sign. */
export type MoneyScale = 'total' | 'request' | 'test';

const nanoPerUsd = 1e9;

/** `total` $103.85 (under one cent $0.0046), `request` $0.0053 (under $0.00005 two figures), `test` two significant figures ($0.0000031). null is "not yet known". */
export function formatUsd(nanoUsd: number | null, scale: MoneyScale = 'total'): string {
  if (nanoUsd === null) return '—';
  if (scale === 'total') return formatUsdTotal(nanoUsd);
  const usd = Math.abs(nanoUsd) / nanoPerUsd;
  const figure = `$${groupThousands(digitsOf(usd, scale))}`;
  return nanoUsd < 0 && /[1-9]/.test(figure) ? `−${figure}` : figure;
}

/** One request in a column whose head has the unit: 0.0053, always four decimals wide; less than those says so. */
export function formatUsdColumn(nanoUsd: number | null): string {
  if (nanoUsd === null) return '—';
  const sign = nanoUsd < 0 ? '−' : '';
  const usd = Math.abs(nanoUsd) / nanoPerUsd;
  if (usd > 0 && usd < 0.00005) return `${sign}<0.0001`;
  return `${sign}${groupThousands(usd.toFixed(4))}`;
}

function digitsOf(usd: number, scale: 'request' | 'test'): string {
  // What is less than a hundredth of a cent is not nothing: it keeps its first figures.
  if (scale === 'request' && (usd === 0 || usd >= 0.00005)) return usd.toFixed(4);
  if (usd === 0) return '0.00';
  const places = Math.max(2, 1 - Math.floor(Math.log10(usd)));
  return usd.toFixed(Math.min(places, 12));
}

/** Axis values in USD, all with the same number of decimals (2 to 6): as many as the finest of them needs. */
export function formatUsdTicks(ticks: readonly number[]): readonly string[] {
  const fits = (places: number): boolean =>
    ticks.every((usd) => Math.abs(Number(usd.toFixed(places)) - usd) < 1e-9);
  const places = [2, 3, 4, 5].find(fits) ?? 6;
  return ticks.map((usd) => `$${groupThousands(usd.toFixed(places))}`);
}

const picoPerMillionUsd = 1e6;

/** A price in picoUSD per token, written per million tokens: $3.00, $0.375, $0.06. */
export function formatPricePerMillion(picoUsdPerToken: number): string {
  const digits = (picoUsdPerToken / picoPerMillionUsd).toFixed(4).replace(/0{1,2}$/, '');
  return `$${groupThousands(digits)}`;
}

/** "56%": whole per cent, true minus. null where there is nothing to compare with. */
export function formatPercent(part: number, whole: number): string | null {
  if (whole <= 0) return null;
  const percent = Math.round((part / whole) * 100);
  return percent < 0 ? `−${String(-percent)}%` : `${String(percent)}%`;
}
