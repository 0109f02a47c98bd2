import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Rule } from '../../shared/domain/rule.ts';
import { settled, type Api } from '../bridge.ts';
import {
  applyView,
  duplicateRule,
  isDirty,
  moveRule,
  openDraft,
  putRule,
  removeRule,
  revert,
  settleConflict,
  switchRule,
  undo,
  type Draft,
} from './rules-draft.ts';

export interface RulesState {
  readonly draft: Draft | null;
  /** Unsaved drafts of profiles that are not shown now, by id. */
  readonly left: ReadonlyMap<string, Draft>;
  readonly error: string | null;
  readonly saveError: string | null;
  readonly isSaving: boolean;
  readonly move: (from: number, to: number) => void;
  readonly put: (rule: Rule) => void;
  readonly remove: (id: string) => void;
  readonly duplicate: (id: string, name: (original: string) => string) => void;
  readonly switchOn: (id: string, enabled: boolean) => void;
  readonly undo: () => void;
  readonly revert: () => void;
  readonly settle: (keep: 'mine' | 'theirs') => void;
  readonly save: () => Promise<void>;
  readonly load: (profileId: string) => Promise<void>;
}
export type RulesStore = StoreApi<RulesState>;

export function createRulesStore(api: Api): RulesStore {
  return createStore<RulesState>()((set, get) => {
    const edit = (change: (draft: Draft) => Draft): void =>
      set(({ draft }) => (draft === null ? {} : { draft: change(draft), saveError: null }));
    return {
      draft: null,
      left: new Map(),
      error: null,
      saveError: null,
      isSaving: false,
      move: (from, to) => edit((draft) => moveRule(draft, from, to)),
      put: (rule) => edit((draft) => putRule(draft, rule)),
      remove: (id) => edit((draft) => removeRule(draft, id)),
      duplicate: (id, name) => edit((draft) => duplicateRule(draft, id, name)),
      switchOn: (id, enabled) => edit((draft) => switchRule(draft, id, enabled)),
      undo: () => edit(undo),
      revert: () => edit(revert),
      settle: (keep) => edit((draft) => settleConflict(draft, keep)),
      save: async () => {
        const { draft, isSaving } = get();
        if (draft === null || isSaving || draft.conflict !== null || !isDirty(draft)) return;
        const { view, rules } = draft;
        set({ isSaving: true, saveError: null });
        const reply = await settled(
          api.rules.save({ profileId: view.profile.id, revision: view.revision, rules }),
        );
        if (reply.ok) {
          set((state) => ({
            isSaving: false,
            draft: state.draft === null ? null : applySaved(state.draft, reply.value),
          }));
          return;
        }
        set({ isSaving: false, saveError: reply.error.message });
        // Somebody was faster: read what they wrote, so that the person can choose.
        if (reply.error.code === 'conflict') await get().load(view.profile.id);
      },
      load: async (profileId) => {
        const reply = await settled(api.rules.view({ profileId }));
        set(({ draft, left }) => {
          if (!reply.ok) return { error: reply.error.message };
          if (draft?.view.profile.id === profileId)
            return { error: null, draft: applyView(draft, reply.value) };
          const kept = new Map(left);
          const earlier = kept.get(profileId);
          kept.delete(profileId);
          if (draft !== null && isDirty(draft)) kept.set(draft.view.profile.id, draft);
          const shown =
            earlier === undefined ? openDraft(reply.value) : applyView(earlier, reply.value);
          return { error: null, saveError: null, draft: shown, left: kept };
        });
      },
    };
  });
}

/** What was saved is the new ground; edits made while it was on its way stay. */
function applySaved(draft: Draft, view: Draft['view']): Draft {
  return { ...draft, view, conflict: null };
}

/** Reads the active profile, then follows its changes. */
export function connectRules(store: RulesStore, api: Api, profileId: string): () => void {
  void store.getState().load(profileId);
  return api.rules.changed((view) =>
    // While our own save is on its way the change is most likely ours; its reply brings the same view.
    store.setState(({ draft, isSaving }) =>
      draft === null || isSaving ? {} : { draft: applyView(draft, view) },
    ),
  );
}
