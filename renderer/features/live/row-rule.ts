import { useCallback } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { providerName } from '../../format/provider-name.ts';
import { useProfileName, useRuleName, useStores } from '../../stores/context.tsx';
import { ruleName } from '../../stores/rule-names.ts';
import type { NameOf } from './completion.ts';
import { useIsFromFile } from './har-api.ts';

/** The name of a rule of the row's profile; a file's ids are of another time or machine and stay as they are. */
export function useRowRule(
  { profile }: Pick<ExchangeRow, 'profile'>,
  ruleId: string | null,
): string | null {
  const isFromFile = useIsFromFile();
  const name = useRuleName(profile, ruleId);
  return isFromFile ? ruleId : name;
}

export function useRowProfile({ profile }: Pick<ExchangeRow, 'profile'>): string | null {
  const isFromFile = useIsFromFile();
  const name = useProfileName(profile);
  return isFromFile ? profile : name;
}

/** Of values that the filter proposes; a file's ids are of elsewhere. */
export function useNameOf(): NameOf {
  const { providers, ruleNames, status } = useStores();
  const isFromFile = useIsFromFile();
  return useCallback(
    (key, value) => {
      if (isFromFile) return null;
      if (key === 'rule') return ruleName(ruleNames.getState(), null, value);
      if (key === 'provider') return providerName(providers.getState().views, value);
      if (key !== 'profile') return null;
      return status.getState().status?.profiles.find(({ id }) => id === value)?.name ?? null;
    },
    [isFromFile, providers, ruleNames, status],
  );
}
