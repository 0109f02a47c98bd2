/** Which rows are chosen. `active` is the one that the keys act on and the pane shows. */
export interface Selection {
  readonly active: string | null;
  readonly picked: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
}

export const noSelection: Selection = { active: null, picked: new Set(), anchor: null };

/** `only`: this one; `toggle`: this one more or less; `range`: all from the anchor to this one. */
export type PickMode = 'only' | 'toggle' | 'range';

export function pick(
  selection: Selection,
  id: string,
  mode: PickMode,
  ids: readonly string[],
): Selection {
  if (mode === 'toggle') {
    const picked = new Set(selection.picked);
    if (!picked.delete(id)) picked.add(id);
    return { active: id, picked, anchor: id };
  }
  const from = mode === 'range' ? ids.indexOf(selection.anchor ?? id) : -1;
  const to = ids.indexOf(id);
  // An anchor that the filter has hidden since is no end of a range.
  if (from < 0 || to < 0) return { active: id, picked: new Set([id]), anchor: id };
  const picked = new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1));
  return { active: id, picked, anchor: selection.anchor ?? id };
}

export function pickAll(selection: Selection, ids: readonly string[]): Selection {
  return { ...selection, active: selection.active ?? ids.at(-1) ?? null, picked: new Set(ids) };
}

/** Back to the active one. */
export function pickActive(selection: Selection): Selection {
  const { active } = selection;
  return { active, picked: new Set(active === null ? [] : [active]), anchor: active };
}
