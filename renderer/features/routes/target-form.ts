import type { TargetSpec } from '../../../shared/domain/rule.ts';
import { numberText, type Note } from './form-problems.ts';

export const timeoutKeys = ['connectMs', 'firstByteMs', 'idleMs'] as const;
export type TimeoutKey = (typeof timeoutKeys)[number];

/** One target as typed; empty is "as asked", or the provider's own. */
export interface TargetField {
  readonly provider: string;
  readonly model: string;
  readonly maxOutputTokens: string;
  readonly weight: string;
  readonly thinking: '' | NonNullable<TargetSpec['thinking']>;
  readonly effort: string;
  /** In seconds. */
  readonly timeouts: Readonly<Record<TimeoutKey, string>>;
}

export function emptyTarget(provider = '', model = ''): TargetField {
  return {
    provider,
    model,
    maxOutputTokens: '',
    weight: '',
    thinking: '',
    effort: '',
    timeouts: { connectMs: '', firstByteMs: '', idleMs: '' },
  };
}

export function targetField(target: TargetSpec): TargetField {
  const seconds = (key: TimeoutKey): string => {
    const ms = target.timeouts?.[key];
    return ms === undefined ? '' : String(ms / 1000);
  };
  return {
    provider: target.provider,
    model: target.model,
    maxOutputTokens: numberText(target.maxOutputTokens),
    weight: numberText(target.weight),
    thinking: target.thinking ?? '',
    effort: target.effort ?? '',
    timeouts: {
      connectMs: seconds('connectMs'),
      firstByteMs: seconds('firstByteMs'),
      idleMs: seconds('idleMs'),
    },
  };
}

/** True where a target sets more than provider, model, headroom and share. */
export function hasOptions(target: TargetField): boolean {
  return (
    target.thinking !== '' ||
    target.effort.trim() !== '' ||
    timeoutKeys.some((key) => target.timeouts[key].trim() !== '')
  );
}

export function readTarget(target: TargetField, note: Note): TargetSpec {
  if (target.provider === '') note('provider', 'errorProvider');
  if (target.model.trim() === '') note('model', 'errorModel');
  const maxOutputTokens = readNumber(target.maxOutputTokens, /^[1-9]\d*$/, () => {
    note('maxOutputTokens', 'errorNumber');
  });
  const weight = readNumber(target.weight, /^\d*\.?\d+$/, () => {
    note('weight', 'errorPositive');
  });
  const timeouts: NonNullable<TargetSpec['timeouts']> = {};
  for (const key of timeoutKeys) {
    const seconds = readNumber(target.timeouts[key], /^\d*\.?\d+$/, () => {
      note(key, 'errorPositive');
    });
    if (seconds !== null) timeouts[key] = Math.max(1, Math.round(seconds * 1000));
  }
  const effort = target.effort.trim();
  return {
    provider: target.provider,
    model: target.model.trim(),
    ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
    ...(target.thinking === '' ? {} : { thinking: target.thinking }),
    ...(effort === '' ? {} : { effort }),
    ...(weight === null ? {} : { weight }),
    ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
  };
}

/** null where nothing was typed; what is typed must fit the shape and be above 0. */
function readNumber(text: string, shape: RegExp, onProblem: () => void): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (shape.test(trimmed) && Number(trimmed) > 0) return Number(trimmed);
  onProblem();
  return null;
}
