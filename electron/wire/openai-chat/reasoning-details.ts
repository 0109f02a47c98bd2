type Fields = Record<string, unknown>;

/** Stands for text that is the block's own thinking, so that it is not carried twice. */
const SAME_TEXT = { sameText: true };

/**
 * OpenRouter streams `reasoning_details` in pieces; the answer's list has one entry per (type, index) with texts
 * joined and everything else as last said. Text that equals the block's thinking is left out (`restoreDetails`).
 * @see https://openrouter.ai/docs/use-cases/reasoning-tokens
 */
export function mergeDetails(pieces: readonly unknown[], thinking: string): readonly unknown[] {
  const merged = new Map<string, Fields>();
  for (const [position, piece] of pieces.entries()) {
    if (typeof piece !== 'object' || piece === null) continue;
    const next = piece as Fields;
    const key = isPiece(next) ? `${String(next['type'])} ${String(next['index'])}` : `#${position}`;
    const before = merged.get(key);
    if (before === undefined) {
      merged.set(key, { ...next });
      continue;
    }
    for (const [field, value] of Object.entries(next)) {
      if (value === null || value === undefined) continue;
      const said = before[field];
      const isJoined = field === 'text' || field === 'summary';
      before[field] =
        isJoined && typeof said === 'string' && typeof value === 'string' ? said + value : value;
    }
  }
  return [...merged.values()].map((detail) =>
    detail['text'] === thinking && thinking !== '' ? { ...detail, text: SAME_TEXT } : detail,
  );
}

/** The list as the upstream sent it, from the carried one and the block's thinking. */
export function restoreDetails(details: readonly unknown[], thinking: string): readonly unknown[] {
  return details.map((detail) => {
    const text = (detail as { readonly text?: unknown } | null)?.text;
    const isSame = typeof text === 'object' && text !== null && 'sameText' in text;
    return isSame ? { ...(detail as Fields), text: thinking } : detail;
  });
}

/** Words come in pieces, their signature alone; encrypted entries come whole. */
function isPiece(detail: Fields): boolean {
  return detail['type'] === 'reasoning.text' || detail['type'] === 'reasoning.summary';
}
