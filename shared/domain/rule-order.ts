/** Moves one element; the result is always a permutation. Out-of-range places are clamped. Pointer and keyboard both end here. */
export function reorder<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const source = items[from];
  if (source === undefined && !(from in items)) return items;
  const target = Math.max(0, Math.min(to, items.length - 1));
  if (target === from) return items;
  const next = items.filter((_, index) => index !== from);
  next.splice(target, 0, source as T);
  return next;
}
