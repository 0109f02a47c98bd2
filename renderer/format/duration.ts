/** `412 ms`, `9.8 s`, `48 s`, `11 min 40 s`, `2 h 5 min`. null is "not yet known". */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '—';
  if (ms < 999.5) return `${String(Math.round(ms))} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) {
    return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  }
  const minutes = Math.round(seconds / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** Seconds with one decimal, for columns whose head carries the unit; waits under a second show ms elsewhere. */
export function formatSeconds(ms: number | null, decimals = 1): string {
  return ms === null ? '—' : (ms / 1000).toFixed(decimals);
}

/** `34 tok/s`, one decimal below ten. */
export function formatRate(tokensPerSecond: number | null): string {
  if (tokensPerSecond === null) return '—';
  return `${tokensPerSecond.toFixed(tokensPerSecond < 9.95 ? 1 : 0)} tok/s`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${String(large)} ${largeUnit}`;
  return small === 0 ? first : `${first} ${String(small)} ${smallUnit}`;
}
