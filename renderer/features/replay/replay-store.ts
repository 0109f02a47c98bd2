import { createStore, type StoreApi } from 'zustand/vanilla';
import { isEnded } from '../../../shared/domain/exchange.ts';
import {
  applyReplayPush,
  MAX_OUTPUT_TOKENS,
  type ReplayBudget,
  type ReplayDraft,
  type ReplayProblem,
  type ReplayRun,
  type ReplaySide,
  type ReplaySource,
  type ReplayTarget,
} from '../../../shared/domain/replay.ts';
import { settled, type Api } from '../../bridge.ts';

/** What stands on one side: nothing, the answer of then, or a target to be asked. */
export type SideChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'recorded' }
  | { readonly kind: 'target'; readonly target: ReplayTarget };

export type ReplayPhase =
  /** Waits for pasted text. */
  | { readonly kind: 'paste' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'problem'; readonly problem: ReplayProblem; readonly reason: string }
  | { readonly kind: 'choosing'; readonly draft: ReplayDraft }
  | { readonly kind: 'run'; readonly draft: ReplayDraft; readonly run: ReplayRun };

export interface ReplayState {
  readonly phase: ReplayPhase;
  readonly choices: readonly [SideChoice, SideChoice];
  readonly maxTokens: string;
  readonly budget: ReplayBudget | null;
  readonly error: string | null;
  readonly isSending: boolean;
  readonly paste: () => void;
  readonly prepare: (source: ReplaySource) => Promise<void>;
  readonly choose: (place: 0 | 1, choice: SideChoice) => void;
  readonly setMaxTokens: (text: string) => void;
  readonly send: () => Promise<void>;
  readonly cancel: (side: number | null) => Promise<void>;
  /** Back to the choice, with the same request. */
  readonly again: () => void;
}
export type ReplayStore = StoreApi<ReplayState>;

/** null: no whole number that can be asked for. */
export function readMaxTokens(text: string): number | null {
  const count = /^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return count >= 1 && count <= MAX_OUTPUT_TOKENS ? count : null;
}

export function targetsOf(choices: readonly SideChoice[]): readonly ReplayTarget[] {
  return choices.flatMap((choice) =>
    choice.kind === 'target' && choice.target.model.trim() !== ''
      ? [{ ...choice.target, model: choice.target.model.trim() }]
      : [],
  );
}

/** What is shown, left to right: the recorded answer where it was chosen, then what was sent. */
export function shownSides(
  { draft, run }: Extract<ReplayPhase, { readonly kind: 'run' }>,
  choices: readonly SideChoice[],
): readonly { readonly side: ReplaySide; readonly sent: number | null }[] {
  const { recorded } = draft;
  const hasRecorded = recorded !== null && choices.some(({ kind }) => kind === 'recorded');
  const sent = run.sides.map((side, place) => ({ side, sent: place }));
  return hasRecorded ? [{ side: recorded, sent: null }, ...sent] : sent;
}

export function isRunning(phase: ReplayPhase): boolean {
  return phase.kind === 'run' && phase.run.sides.some(({ state }) => !isEnded(state));
}

export function createReplayStore(api: Api, defaults: readonly ReplayTarget[]): ReplayStore {
  const [first, second = first] = defaults;
  const target = (one: ReplayTarget | undefined): SideChoice =>
    one === undefined ? { kind: 'none' } : { kind: 'target', target: one };
  let question = 0;
  return createStore<ReplayState>()((set, get) => {
    /** Asked anew at each change; only the last answer counts, and nothing can be sent without it. */
    const askBudget = async (): Promise<void> => {
      question += 1;
      const asked = question;
      set({ budget: null, error: null });
      const { phase, choices, maxTokens } = get();
      const targets = targetsOf(choices);
      const most = readMaxTokens(maxTokens);
      if (phase.kind !== 'choosing' || targets.length === 0 || most === null) return;
      const { draftId } = phase.draft;
      const reply = await settled(api.replay.budget({ draftId, maxTokens: most, targets }));
      if (asked !== question) return;
      set(reply.ok ? { budget: reply.value } : { error: reply.error.message });
    };
    return {
      phase: { kind: 'paste' },
      choices: [target(first), target(second)],
      maxTokens: '',
      budget: null,
      error: null,
      isSending: false,
      paste: () => set({ phase: { kind: 'paste' }, error: null }),
      prepare: async (source) => {
        set({ phase: { kind: 'reading' }, error: null });
        const reply = await settled(api.replay.prepare(source));
        if (!reply.ok) {
          set({
            phase: { kind: 'problem', problem: 'not-kept', reason: '' },
            error: reply.error.message,
          });
          return;
        }
        if (reply.value.kind === 'problem') {
          set({ phase: reply.value });
          return;
        }
        const { draft } = reply.value;
        const [left, right] = get().choices;
        set({
          phase: { kind: 'choosing', draft },
          maxTokens: String(draft.maxTokens ?? ''),
          choices: draft.recorded === null ? [left, right] : [{ kind: 'recorded' }, left],
        });
        await askBudget();
      },
      choose: (place, choice) => {
        const [left, right] = get().choices;
        set({ choices: place === 0 ? [choice, right] : [left, choice] });
        void askBudget();
      },
      setMaxTokens: (maxTokens) => {
        set({ maxTokens });
        void askBudget();
      },
      send: async () => {
        const { budget, phase } = get();
        if (budget === null || phase.kind !== 'choosing') return;
        set({ isSending: true, error: null });
        const reply = await settled(api.replay.start({ budgetId: budget.budgetId }));
        set(
          reply.ok
            ? {
                isSending: false,
                budget: null,
                phase: { kind: 'run', draft: phase.draft, run: reply.value },
              }
            : { isSending: false, error: reply.error.message },
        );
      },
      cancel: async (side) => {
        const { phase } = get();
        if (phase.kind !== 'run') return;
        const reply = await settled(api.replay.cancel({ replayId: phase.run.replayId, side }));
        if (!reply.ok) set({ error: reply.error.message });
      },
      again: () => {
        const { phase } = get();
        if (phase.kind !== 'run') return;
        set({ phase: { kind: 'choosing', draft: phase.draft } });
        void askBudget();
      },
    };
  });
}

/** Follows the run while mounted; a hidden window asks for nothing. Leaving cancels what still runs. */
export function connectReplay(store: ReplayStore, api: Api): () => void {
  const take = (run: ReplayRun | null): void => {
    const { phase } = store.getState();
    if (phase.kind !== 'run' || run?.replayId !== phase.run.replayId) return;
    store.setState({ phase: { ...phase, run } });
  };
  const watch = async (): Promise<void> => {
    const reply = await settled(api.replay.watch({ active: !document.hidden }));
    if (reply.ok) take(reply.value);
  };
  const onVisible = (): void => void watch();
  // What was pushed while the reply of the start travelled is read whole.
  const unsubscribe = store.subscribe((state, before) => {
    if (state.phase.kind === 'run' && before.phase.kind !== 'run') void watch();
  });
  const stop = api.replay.changed((push) => {
    const { phase } = store.getState();
    if (phase.kind !== 'run') return;
    const run = applyReplayPush(phase.run, push);
    if (run === null) void watch();
    else store.setState({ phase: { ...phase, run } });
  });
  void watch();
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    stop();
    unsubscribe();
    document.removeEventListener('visibilitychange', onVisible);
    void settled(api.replay.watch({ active: false }));
    const { phase } = store.getState();
    if (phase.kind === 'run') void settled(api.replay.close({ replayId: phase.run.replayId }));
  };
}
