import { useCallback } from 'react';
import { useNavigation } from './context.tsx';

/** Shows in Live what a filter lets through. */
export function useOpenRows(): (filter: string) => void {
  const go = useNavigation((state) => state.go);
  return useCallback((filter: string) => go('live', { filter }), [go]);
}
