/**
 * Whole-string glob: `*` is any run of characters (separators too), `?` is one. Linear in practice, no regular
 * expression, so no pattern of a user's can stall the loop.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return matchSymbols(pattern, text, (wanted, given) => wanted === '?' || wanted === given);
}

/**
 * True when every text that `narrow` matches is matched by `wide` too. Never true wrongly; may be false where a
 * cleverer proof exists. A `*` of `narrow` may only be swallowed by a `*` of `wide`.
 */
export function globCovers(wide: string, narrow: string): boolean {
  return matchSymbols(
    wide,
    narrow,
    (wanted, given) => (wanted === '?' && given !== '*') || (wanted === given && given !== '*'),
  );
}

function matchSymbols(
  pattern: string,
  text: string,
  matchesOne: (wanted: string, given: string) => boolean,
): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const symbol = pattern[wanted];
    if (symbol === '*') {
      star = wanted;
      wanted += 1;
      resume = at;
    } else if (symbol !== undefined && matchesOne(symbol, text[at] ?? '')) {
      wanted += 1;
      at += 1;
    } else if (star >= 0) {
      wanted = star + 1;
      resume += 1;
      at = resume;
    } else {
      return false;
    }
  }
  while (pattern[wanted] === '*') wanted += 1;
  return wanted === pattern.length;
}
