import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabRequest, LabRun } from '../../../shared/domain/lab.ts';
import { settled, type Api } from '../../bridge.ts';

export interface LabState {
  /** Newest first. */
  readonly runs: readonly LabRun[];
  readonly loaded: boolean;
  readonly selectedId: string | null;
  /** The form is shown instead of a run; it starts from this request. */
  readonly form: LabRequest | null;
  readonly error: string | null;
  readonly isStarting: boolean;
  readonly startError: string | null;
  readonly cancelling: ReadonlySet<string>;
  readonly select: (id: string) => void;
  readonly openForm: (request: LabRequest) => void;
  readonly closeForm: () => void;
  readonly start: (request: LabRequest) => Promise<void>;
  readonly cancel: (id: string) => Promise<void>;
}
export type LabStore = StoreApi<LabState>;

type LabData = Pick<LabState, 'runs' | 'cancelling'>;

/** A run's newest state takes the place of its older one; a new run comes first. An end also ends its cancelling. */
export function applyRun(state: LabData, run: LabRun): LabData {
  const isKnown = state.runs.some((other) => other.id === run.id);
  const runs = isKnown
    ? state.runs.map((other) => (other.id === run.id ? run : other))
    : [run, ...state.runs];
  if (run.state === 'running' || !state.cancelling.has(run.id))
    return { runs, cancelling: state.cancelling };
  const cancelling = new Set(state.cancelling);
  cancelling.delete(run.id);
  return { runs, cancelling };
}

/** The list as main keeps it, with the pushes that came while it travelled. */
export function applyRuns(state: LabData, list: readonly LabRun[]): LabData {
  const listed = new Set(list.map((run) => run.id));
  const newer = state.runs.filter((run) => !listed.has(run.id));
  const runs = [...newer, ...list].sort((a, b) => b.startedAt - a.startedAt);
  return { runs, cancelling: state.cancelling };
}

export function createLabStore(api: Api): LabStore {
  return createStore<LabState>()((set) => ({
    runs: [],
    loaded: false,
    selectedId: null,
    form: null,
    error: null,
    isStarting: false,
    startError: null,
    cancelling: new Set<string>(),
    select: (selectedId) => set({ selectedId, form: null }),
    openForm: (form) => set({ form, startError: null }),
    closeForm: () => set({ form: null, startError: null }),
    start: async (request) => {
      set({ isStarting: true, startError: null });
      const reply = await settled(api.lab.start(request));
      set(
        reply.ok
          ? { isStarting: false, form: null, selectedId: reply.value.runId }
          : { isStarting: false, startError: reply.error.message },
      );
    },
    cancel: async (id) => {
      set((state) => ({ cancelling: new Set(state.cancelling).add(id) }));
      const reply = await settled(api.lab.cancel({ runId: id }));
      if (reply.ok) return;
      // Not stopped: the button comes back, with the reason.
      set((state) => {
        const cancelling = new Set(state.cancelling);
        cancelling.delete(id);
        return { cancelling, error: reply.error.message };
      });
    },
  }));
}

export function connectLab(store: LabStore, api: Api): () => void {
  const stop = api.lab.progress((run) => store.setState((state) => applyRun(state, run)));
  void settled(api.lab.runs()).then((reply) => {
    store.setState((state) =>
      reply.ok
        ? { ...applyRuns(state, reply.value), loaded: true, error: null }
        : { loaded: true, error: reply.error.message },
    );
  });
  return stop;
}
