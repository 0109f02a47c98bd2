import { headerValue, type RawHeaders } from '../headers.ts';

/** What a vendor says is left of one of its limits, and in how many ms it is whole again. */
export interface LearnedLimit {
  readonly kind: 'requests' | 'tokens';
  /** null: not said. */
  readonly limit: number | null;
  readonly remaining: number;
  readonly resetMs: number;
}

const LONGEST_MS = 3_600_000;

/** [kind, header of what remains, header of the reset]; the limit's own is called alike. See facts of Anthropic, OpenAI, Groq and Cerebras. */
const names = [
  ['requests', 'anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset'],
  ['tokens', 'anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset'],
  [
    'tokens',
    'anthropic-ratelimit-input-tokens-remaining',
    'anthropic-ratelimit-input-tokens-reset',
  ],
  ['requests', 'x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
  ['tokens', 'x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
  ['requests', 'x-ratelimit-remaining-requests-minute', 'x-ratelimit-reset-requests-minute'],
  ['tokens', 'x-ratelimit-remaining-tokens-minute', 'x-ratelimit-reset-tokens-minute'],
] as const;

/** Limits in a vendor's answer. `now` in epoch ms, for vendors that name a time. What cannot be read is left out. */
export function readRateLimits(headers: RawHeaders, now: number): readonly LearnedLimit[] {
  return names.flatMap(([kind, remainingName, resetName]) => {
    const left = headerValue(headers, remainingName)?.trim() ?? '';
    const reset = headerValue(headers, resetName);
    const resetMs = reset === null ? null : readDurationMs(reset, now);
    if (!/^\d+$/.test(left) || resetMs === null) return [];
    const all = headerValue(headers, remainingName.replace('remaining', 'limit'))?.trim() ?? '';
    const limit = /^\d+$/.test(all) ? Number(all) : null;
    return [{ kind, limit, remaining: Number(left), resetMs }];
  });
}

/** `retry-after-ms`, else `retry-after` in seconds or as a date; seconds, at most an hour. null: nothing usable. */
export function readRetryAfterSeconds(headers: RawHeaders, now: number): number | null {
  const inMs = Number(headerValue(headers, 'retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(inMs)) return Math.min(Math.max(inMs, 0), LONGEST_MS) / 1000;
  const value = headerValue(headers, 'retry-after')?.trim() ?? '';
  if (value === '') return null;
  const wanted = Number.isFinite(Number(value)) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wanted) ? Math.min(Math.max(wanted, 0), LONGEST_MS) / 1000 : null;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `6m0s`, `2m59.56s`, `12ms`, plain seconds, or a date. */
function readDurationMs(text: string, now: number): number | null {
  const value = text.trim();
  const wanted = parseDurationMs(value) ?? Date.parse(value) - now;
  return Number.isFinite(wanted) ? Math.min(Math.max(wanted, 0), LONGEST_MS) : null;
}

function parseDurationMs(value: string): number | null {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return null;
  return [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, amount = '', unit = '']) => sum + Number(amount) * (unitMs[unit] ?? 0),
    0,
  );
}
