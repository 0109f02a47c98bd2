import { useCallback, useEffect, useState } from 'react';
import type { PastTrial, TrialDays, TrialProgress } from '../../../shared/domain/past-trial.ts';
import type { Rule } from '../../../shared/domain/rule.ts';
import { settled, useApi } from '../../bridge.ts';

export type TrialState =
  | { readonly kind: 'running'; readonly progress: TrialProgress | null }
  | { readonly kind: 'done'; readonly trial: PastTrial }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: string };

const starting: TrialState = { kind: 'running', progress: null };

/** Runs the trial while it is shown, anew for other days, and stops it in main when it is no longer wanted. */
export function useTrial(
  profileId: string,
  rules: readonly Rule[],
  days: TrialDays,
): { readonly state: TrialState; readonly stop: () => void; readonly again: () => void } {
  const api = useApi();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<TrialState>(starting);
  useEffect(() => {
    let isWanted = true;
    const unlisten = api.rules.trialProgress((progress) => {
      if (isWanted) setState((now) => (now.kind === 'running' ? { ...now, progress } : now));
    });
    void settled(api.rules.tryOnPast({ profileId, rules, days })).then((reply) => {
      if (isWanted) setState(endOf(reply));
    });
    return () => {
      isWanted = false;
      unlisten();
      setState(starting);
      void settled(api.rules.stopTrial());
    };
  }, [api, profileId, rules, days, attempt]);
  const stop = useCallback(() => void settled(api.rules.stopTrial()), [api]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return { state, stop, again };
}

function endOf(
  reply:
    | { readonly ok: true; readonly value: PastTrial | null }
    | { readonly ok: false; readonly error: { readonly message: string } },
): TrialState {
  if (!reply.ok) return { kind: 'failed', reason: reply.error.message };
  return reply.value === null ? { kind: 'stopped' } : { kind: 'done', trial: reply.value };
}
