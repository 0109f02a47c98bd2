import type { Provider, ProviderKey } from '../../../shared/domain/provider.ts';

export interface KeyLimits {
  readonly priority: string;
  readonly requestsPerMinute: string;
  readonly tokensPerMinute: string;
}

export const limitFields = ['priority', 'requestsPerMinute', 'tokensPerMinute'] as const;

export function limitsOf(key: ProviderKey | undefined): KeyLimits {
  const text = (value: number | undefined): string => (value === undefined ? '' : String(value));
  return {
    priority: text(key?.priority),
    requestsPerMinute: text(key?.requestsPerMinute),
    tokensPerMinute: text(key?.tokensPerMinute),
  };
}

/** Fields that hold something else than nothing or a whole number; only a priority may be zero. */
export function wrongLimits(limits: KeyLimits): ReadonlySet<keyof KeyLimits> {
  return new Set(
    limitFields.filter((field) => {
      const text = limits[field].trim();
      if (text === '') return false;
      const least = field === 'priority' ? 0 : 1;
      return !/^\d{1,15}$/.test(text) || Number(text) < least;
    }),
  );
}

/** The provider with these limits on one key; its other keys stay as they are. */
export function withLimits(provider: Provider, keyId: string, limits: KeyLimits): Provider {
  const filled = Object.fromEntries(
    limitFields.flatMap((field) => {
      const text = limits[field].trim();
      return text === '' ? [] : [[field, Number(text)]];
    }),
  );
  return {
    ...provider,
    keys: (provider.keys ?? []).map((key) => {
      if (key.id !== keyId) return key;
      const { priority: _p, requestsPerMinute: _r, tokensPerMinute: _t, ...rest } = key;
      return { ...rest, ...filled };
    }),
  };
}
