import type { KeyStanding } from '../../../shared/domain/provider-health.ts';
import type { TargetHealth } from '../../../shared/domain/gateway-health.ts';
import type { ProviderKey } from '../../../shared/domain/provider.ts';
import { health } from '../../../shared/i18n/health.ts';
import { formatClock } from '../../format/time.ts';
import type { GlyphName } from '../../ui/glyph-paths.tsx';

type Word = keyof (typeof health)['en'];
type Values = Readonly<Record<string, string | number>>;
/** A message to be translated, with what fills its places. */
export interface Said {
  readonly word: Word;
  readonly values: Values;
}
export interface SaidState extends Said {
  readonly glyph: GlyphName;
}

/** The state of one model's circuit. */
export function targetWords(target: TargetHealth): SaidState {
  const { circuit, obstacle, recentFailures: count, blockedUntil } = target;
  const why = whyWord(target.lastFailure);
  const time = clockOf(blockedUntil);
  if (circuit === 'half-open') return { glyph: 'wait', word: 'halfOpen', values: {} };
  if (circuit === 'open') return { glyph: 'bad', word: 'open', values: { count, why, time } };
  if (obstacle === 'overloaded') return { glyph: 'warn', word: 'overloaded', values: { time } };
  if (obstacle !== null) return { glyph: 'warn', word: 'paused', values: { time } };
  if (count > 0) return { glyph: 'warn', word: 'failing', values: { count, why } };
  return { glyph: 'ok', word: 'closed', values: {} };
}

/** `why` is itself a word: translate it before it fills its place. */
export function whyWord(code: TargetHealth['lastFailure']): Word {
  const word = `why-${code ?? 'other'}`;
  return word in health.en ? (word as Word) : 'why-other';
}

/** Short, for the table; null: nothing speaks against the key. */
export function keyWords(standing: KeyStanding, key: ProviderKey | undefined): SaidState | null {
  const { obstacle, blockedUntil, requestsLastMinute, tokensLastMinute } = standing;
  if (obstacle === 'key-refused') return { glyph: 'bad', word: 'keyDead', values: {} };
  if (obstacle !== null)
    return { glyph: 'warn', word: 'keyWaiting', values: { time: clockOf(blockedUntil) } };
  const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = key ?? {};
  if (requestsLastMinute >= requestsPerMinute || tokensLastMinute >= tokensPerMinute)
    return { glyph: 'warn', word: 'keyAtLimit', values: {} };
  return requestsLastMinute > 0 ? { glyph: 'ok', word: 'keyInUse', values: {} } : null;
}

/** In sentences, with the remedy; null: nothing speaks against the key. */
export function keySentences(keyId: string, standing: KeyStanding): readonly Said[] {
  const { obstacle, refusal, model, blockedUntil } = standing;
  const values = { key: keyId, model: model ?? '', time: clockOf(blockedUntil) };
  if (obstacle === null) return [];
  if (refusal === null) return [{ word: model === null ? 'waiting' : 'waitingModel', values }];
  const isOfModel = refusal === 'forbidden' && model !== null;
  const word: Word = isOfModel ? 'dead-forbidden-model' : `dead-${refusal}`;
  return [
    { word, values },
    { word: 'deadUntil', values },
  ];
}

export function clockOf(epochMs: number | null): string {
  return epochMs === null ? '—' : formatClock(epochMs);
}
