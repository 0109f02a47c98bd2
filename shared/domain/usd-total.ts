const nanoPerUsd = 1e9;
const smallest = 0.0001;

/**
 * A total in nanoUSD (1e-9 USD, integer): $103.85. Under one cent it takes four decimals ($0.0046), and under those it
 * says so (<$0.0001): only what is nothing reads $0.00, because that reads as free. A true minus where it is negative.
 */
export function formatUsdTotal(nanoUsd: number): string {
  const usd = Math.abs(nanoUsd) / nanoPerUsd;
  const sign = nanoUsd < 0 ? '−' : '';
  if (usd > 0 && usd < smallest / 2) return `${sign}<$${String(smallest)}`;
  const isUnderOneCent = usd > 0 && Number(usd.toFixed(4)) < 0.01;
  return `${sign}$${groupThousands(usd.toFixed(isUnderOneCent ? 4 : 2))}`;
}

/** 1284.06 -> 1,284.06, the same in every language. */
export function groupThousands(digits: string): string {
  const [whole = '0', fraction] = digits.split('.');
  const parted = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}
