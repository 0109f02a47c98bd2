export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

/** Beyond this many cells of the table the middle is shown as taken out and put in whole. */
const maxCells = 250_000;
/** Equal lines shown around a change. */
const context = 2;

/** What changed from one text to another, line by line, with a little of what stayed around it. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const old = before.split('\n');
  const now = after.split('\n');
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  const room = Math.min(old.length, now.length) - start;
  while (end < room && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const middle = diffMiddle(old.slice(start, old.length - end), now.slice(start, now.length - end));
  if (middle.length === 0) return [];
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ sign: ' ', text }));
  const head = same(old.slice(Math.max(0, start - context), start));
  const tail = same(old.slice(old.length - end, old.length - end + context));
  return [...head, ...middle, ...tail];
}

/** Longest common subsequence, by the textbook. */
function diffMiddle(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  const isTooMuch = old.length * now.length > maxCells;
  const common = isTooMuch ? () => 0 : commonLengths(old, now);
  let i = 0;
  let j = 0;
  while (i < old.length && j < now.length) {
    const [before = '', after = ''] = [old[i], now[j]];
    if (!isTooMuch && before === after) {
      lines.push({ sign: ' ', text: before });
      i += 1;
      j += 1;
    } else if (common(i + 1, j) >= common(i, j + 1)) {
      lines.push({ sign: '-', text: before });
      i += 1;
    } else {
      lines.push({ sign: '+', text: after });
      j += 1;
    }
  }
  const rest = (sign: '-' | '+', texts: readonly string[]): DiffLine[] =>
    texts.map((text) => ({ sign, text }));
  return [...lines, ...rest('-', old.slice(i)), ...rest('+', now.slice(j))];
}

/** How many lines the rests from `i` and from `j` have in common, in order. */
function commonLengths(
  old: readonly string[],
  now: readonly string[],
): (i: number, j: number) => number {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
}
