import { reorder } from '../../shared/domain/rule-order.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import type { ProfileView } from '../../shared/ipc/contract.ts';

/** How far Undo reaches back. */
export const undoSteps = 20;

/** The rules being edited, beside the view that they were read from. Plain data; every function returns a new draft. */
export interface Draft {
  readonly view: ProfileView;
  readonly rules: readonly Rule[];
  /** Earlier lists, oldest first. */
  readonly past: readonly (readonly Rule[])[];
  /** Somebody else saved while there were unsaved changes here. */
  readonly conflict: ProfileView | null;
}

export function openDraft(view: ProfileView): Draft {
  return { view, rules: view.profile.rules, past: [], conflict: null };
}

export function isDirty(draft: Draft): boolean {
  return !sameRules(draft.rules, draft.view.profile.rules);
}

/** Every edit goes through here, so that every edit can be undone. An edit that changes nothing leaves no step. */
export function editRules(draft: Draft, rules: readonly Rule[]): Draft {
  if (rules === draft.rules || sameRules(rules, draft.rules)) return draft;
  return { ...draft, rules, past: [...draft.past, draft.rules].slice(-undoSteps) };
}

export function undo(draft: Draft): Draft {
  const previous = draft.past.at(-1);
  return previous === undefined
    ? draft
    : { ...draft, rules: previous, past: draft.past.slice(0, -1) };
}

/** Back to what is saved; itself a step that Undo takes back. */
export function revert(draft: Draft): Draft {
  return editRules(draft, draft.view.profile.rules);
}

/** Pointer and keyboard both end in `reorder`. Places count from 0. */
export function moveRule(draft: Draft, from: number, to: number): Draft {
  return editRules(draft, reorder(draft.rules, from, to));
}

/** Puts the rule in place of the one with its id, or at `place` (default: last) when there is none. */
export function putRule(draft: Draft, rule: Rule, place = draft.rules.length): Draft {
  const known = draft.rules.some((other) => other.id === rule.id);
  return editRules(
    draft,
    known
      ? draft.rules.map((other) => (other.id === rule.id ? rule : other))
      : draft.rules.toSpliced(place, 0, rule),
  );
}

export function removeRule(draft: Draft, id: string): Draft {
  return editRules(
    draft,
    draft.rules.filter((rule) => rule.id !== id),
  );
}

export function switchRule(draft: Draft, id: string, enabled: boolean): Draft {
  return editRules(
    draft,
    draft.rules.map((rule) => (rule.id === id ? { ...rule, enabled } : rule)),
  );
}

/** A copy right below, with an id and a name of its own. */
export function duplicateRule(draft: Draft, id: string, name: (original: string) => string): Draft {
  const place = draft.rules.findIndex((rule) => rule.id === id);
  const original = draft.rules[place];
  if (original === undefined) return draft;
  const copy: Rule = {
    ...original,
    id: freeId(draft.rules, original.id),
    name: name(original.name ?? original.id),
  };
  return editRules(draft, draft.rules.toSpliced(place + 1, 0, copy));
}

/** `base`, or `base-2`, `base-3`, … */
export function freeId(others: readonly { readonly id: string }[], base: string): string {
  const taken = new Set(others.map(({ id }) => id));
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${String(number)}`)) number += 1;
  return `${base}-${String(number)}`;
}

/**
 * Main told of a newer view. Without own changes it is simply taken; with them the draft stays as it is and
 * `conflict` says so, unless the rules did not change (hits did).
 */
export function applyView(draft: Draft, view: ProfileView): Draft {
  if (view.profile.id !== draft.view.profile.id) return draft;
  if (
    view.revision === draft.view.revision ||
    sameRules(view.profile.rules, draft.view.profile.rules)
  )
    return { ...draft, view, rules: isDirty(draft) ? draft.rules : view.profile.rules };
  if (!isDirty(draft)) return openDraft(view);
  if (sameRules(view.profile.rules, draft.rules)) return { ...draft, view, conflict: null };
  return { ...draft, conflict: view };
}

/** `theirs` drops the own changes (Undo brings them back); `mine` keeps them, to be saved over the newer revision. */
export function settleConflict(draft: Draft, keep: 'mine' | 'theirs'): Draft {
  if (draft.conflict === null) return draft;
  const settled: Draft = { ...draft, view: draft.conflict, conflict: null };
  return keep === 'mine' ? settled : editRules(settled, draft.conflict.profile.rules);
}

/** One line of "what changed"; places count from 1, as they are shown. */
export type RuleChange =
  | { readonly kind: 'added' | 'edited' | 'on' | 'off'; readonly place: number }
  | { readonly kind: 'moved'; readonly place: number; readonly from: number }
  | { readonly kind: 'removed'; readonly name: string };

export function changesOf(saved: readonly Rule[], rules: readonly Rule[]): readonly RuleChange[] {
  const changes: RuleChange[] = [];
  const savedById = new Map(saved.map((rule) => [rule.id, rule]));
  const kept = new Set(rules.map((rule) => rule.id));
  const stay = longestUnmoved(saved, rules);
  rules.forEach((rule, index) => {
    const before = savedById.get(rule.id);
    const place = index + 1;
    if (before === undefined) {
      changes.push({ kind: 'added', place });
      return;
    }
    if (!stay.has(rule.id)) {
      const from = saved.findIndex((other) => other.id === rule.id) + 1;
      changes.push({ kind: 'moved', place, from });
    }
    if (before.enabled !== rule.enabled) changes.push({ kind: rule.enabled ? 'on' : 'off', place });
    if (!sameRules([{ ...before, enabled: true }], [{ ...rule, enabled: true }]))
      changes.push({ kind: 'edited', place });
  });
  for (const rule of saved)
    if (!kept.has(rule.id)) changes.push({ kind: 'removed', name: rule.name ?? rule.id });
  return changes;
}

/** Rules that need no move: the longest increasing run of old places, so that one drag counts as one change. */
function longestUnmoved(saved: readonly Rule[], rules: readonly Rule[]): ReadonlySet<string> {
  const oldPlace = new Map(saved.map((rule, index) => [rule.id, index]));
  const order = rules.flatMap((rule) => {
    const place = oldPlace.get(rule.id);
    return place === undefined ? [] : [{ id: rule.id, place }];
  });
  const best: string[][] = [];
  order.forEach((item, index) => {
    let longest: string[] = [];
    order.slice(0, index).forEach((other, otherIndex) => {
      const run = best[otherIndex] ?? [];
      if (other.place < item.place && run.length > longest.length) longest = run;
    });
    best.push([...longest, item.id]);
  });
  return new Set(best.reduce((longest, run) => (run.length > longest.length ? run : longest), []));
}

/** Rules are plain data with a fixed key order (zod), so their JSON compares them. */
function sameRules(a: readonly Rule[], b: readonly Rule[]): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
