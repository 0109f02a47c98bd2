/** 640, 8.1k, 710k, 27.8M, 1.2B: three figures. null is "not yet known". */
export function formatTokens(tokens: number | null): string {
  if (tokens === null) return '—';
  if (tokens < 1000) return String(Math.round(tokens));
  if (tokens < 999_500) return `${threeFigures(tokens / 1e3, tokens >= 99_950)}k`;
  if (tokens < 999_500_000) return `${threeFigures(tokens / 1e6, tokens >= 99_950_000)}M`;
  return `${threeFigures(tokens / 1e9, tokens >= 99_950_000_000)}B`;
}

function threeFigures(value: number, whole: boolean): string {
  return value.toFixed(whole ? 0 : 1);
}

/** 1,840: every digit, for tooltips and sums. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
