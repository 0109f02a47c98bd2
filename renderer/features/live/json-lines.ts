/** One line of a JSON text as it is shown. `long` is a string too long to stand in its line, without its quotes. */
export interface JsonLine {
  readonly depth: number;
  readonly text: string;
  readonly long: string | null;
  /** What follows a long string: a comma, or nothing. */
  readonly after: string;
}

/** Longer strings are collapsed. */
const longFrom = 160;

/** JSON text in lines, two more of depth per bracket. Text that was cut, or is no JSON, gives the lines it can. */
export function jsonLines(text: string): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  let depth = 0;
  let line = '';
  let long: string | null = null;
  let after = '';
  const flush = (): void => {
    if (line !== '' || long !== null) lines.push({ depth, text: line, long, after });
    line = '';
    long = null;
    after = '';
  };
  const append = (piece: string): void => {
    if (long === null) line += piece;
    else after += piece;
  };
  for (const token of tokensOf(text)) {
    if (token === '{' || token === '[') {
      append(token);
      flush();
      depth += 1;
    } else if (token === '}' || token === ']') {
      flush();
      depth = Math.max(0, depth - 1);
      append(token);
    } else if (token === ',') {
      append(token);
      flush();
    } else if (token === ':') append(': ');
    else if (token.startsWith('"') && token.length > longFrom) long = unquoted(token);
    else append(token);
  }
  flush();
  return lines;
}

const tokenPattern = /\{\s*\}|\[\s*\]|[{}[\],:]|"(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s{}[\],:"]+/gs;

function* tokensOf(text: string): Generator<string> {
  for (const [token] of text.matchAll(tokenPattern)) {
    yield /^[{[]\s+[}\]]$/.test(token) ? `${token.charAt(0)}${token.at(-1) ?? ''}` : token;
  }
}

/** As it was written, where it can be read; a string that was cut stays in its escapes. */
function unquoted(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1);
  }
}

/** A collapsed string in lines that fit, each `width` characters at most. */
export function stringLines(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    if (line.length <= width) return [line];
    const pieces: string[] = [];
    for (let start = 0; start < line.length; start += width)
      pieces.push(line.slice(start, start + width));
    return pieces;
  });
}

/** Places of the lines that hold the words, in any case. */
export function findLines(lines: readonly JsonLine[], words: string): readonly number[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap(({ text, long }, place) =>
    text.toLowerCase().includes(wanted) || long?.toLowerCase().includes(wanted) === true
      ? [place]
      : [],
  );
}
