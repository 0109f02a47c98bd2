import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { useProfileName, useRuleName } from '../../stores/context.tsx';
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
