/** A run of pieces that both texts have, or that one of them has. */
export interface DiffPart {
  readonly kind: 'same' | 'left' | 'right';
  readonly text: string;
}

/** Pieces that differ at most; beyond it a finer look costs more than it tells. */
const MAX_CHANGES = 1_000;
const MAX_PIECES = 20_000;

/** Word by word; where too much differs line by line; null where even that is too much to be read. */
export function diffText(left: string, right: string): readonly DiffPart[] | null {
  return diffPieces(wordsOf(left), wordsOf(right)) ?? diffPieces(linesOf(left), linesOf(right));
}

export function diffLines(left: string, right: string): readonly DiffPart[] | null {
  return diffPieces(linesOf(left), linesOf(right));
}

/** Words with the space behind them, so that a line's beginning is compared apart from its end. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** Myers' shortest edit script, bounded. */
function diffPieces(left: readonly string[], right: readonly string[]): readonly DiffPart[] | null {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  const most = Math.min(left.length, right.length) - start;
  while (end < most && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const middle = shortest(
    left.slice(start, left.length - end),
    right.slice(start, right.length - end),
  );
  if (middle === null) return null;
  const same = (pieces: readonly string[]): readonly DiffPart[] =>
    pieces.map((text) => ({ kind: 'same', text }));
  const parts = [...same(left.slice(0, start)), ...middle, ...same(left.slice(left.length - end))];
  return joined(parts);
}

function shortest(left: readonly string[], right: readonly string[]): readonly DiffPart[] | null {
  if (left.length + right.length > MAX_PIECES) return null;
  const limit = Math.min(left.length + right.length, MAX_CHANGES);
  /** How far each diagonal reached, one copy for each number of changes. */
  const trace: Int32Array[] = [];
  let reach = new Int32Array(2 * limit + 3);
  const origin = limit + 1;
  for (let changes = 0; changes <= limit; changes += 1) {
    trace.push(reach.slice());
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const below = reach[origin + diagonal + 1] ?? 0;
      const beside = reach[origin + diagonal - 1] ?? 0;
      let x = goesDown(diagonal, changes, beside, below) ? below : beside + 1;
      let y = x - diagonal;
      while (x < left.length && y < right.length && left[x] === right[y]) {
        x += 1;
        y += 1;
      }
      reach[origin + diagonal] = x;
      if (x >= left.length && y >= right.length) return walkBack(left, right, trace, origin);
    }
    reach = reach.slice();
  }
  return null;
}

function walkBack(
  left: readonly string[],
  right: readonly string[],
  trace: readonly Int32Array[],
  origin: number,
): readonly DiffPart[] {
  const parts: DiffPart[] = [];
  let x = left.length;
  let y = right.length;
  for (const [changes, reach] of [...trace.entries()].reverse()) {
    const from = stepBefore(reach, origin, x - y, changes);
    while (x > Math.max(0, from.x) && y > Math.max(0, from.y)) {
      x -= 1;
      y -= 1;
      parts.push(part('same', left[x]));
    }
    if (changes === 0) break;
    parts.push(from.wentDown ? part('right', right[from.y]) : part('left', left[from.x]));
    ({ x, y } = from);
  }
  return parts.reverse();
}

/** Where the last change before this diagonal's run of equal pieces began, and which side it took. */
function stepBefore(
  reach: Int32Array,
  origin: number,
  diagonal: number,
  changes: number,
): { readonly x: number; readonly y: number; readonly wentDown: boolean } {
  const below = reach[origin + diagonal + 1] ?? 0;
  const beside = reach[origin + diagonal - 1] ?? 0;
  const wentDown = goesDown(diagonal, changes, beside, below);
  const x = wentDown ? below : beside;
  return { x, y: x - (wentDown ? diagonal + 1 : diagonal - 1), wentDown };
}

function goesDown(diagonal: number, changes: number, beside: number, below: number): boolean {
  return diagonal === -changes || (diagonal !== changes && beside < below);
}

function part(kind: DiffPart['kind'], text: string | undefined): DiffPart {
  return { kind, text: text ?? '' };
}

/** Neighbours of one kind as one; of changes what left the text comes before what came into it. */
function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const result: DiffPart[] = [];
  let gone = '';
  let come = '';
  const settle = (): void => {
    if (gone !== '') result.push({ kind: 'left', text: gone });
    if (come !== '') result.push({ kind: 'right', text: come });
    gone = '';
    come = '';
  };
  let same = '';
  for (const { kind, text } of parts) {
    if (kind === 'same') {
      settle();
      same += text;
      continue;
    }
    if (same !== '') result.push({ kind: 'same', text: same });
    same = '';
    if (kind === 'left') gone += text;
    else come += text;
  }
  settle();
  if (same !== '') result.push({ kind: 'same', text: same });
  return result;
}
