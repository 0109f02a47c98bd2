const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Byte offsets of one member of an object; `end` is one past the value. */
export interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/**
 * The members of the object at or after `from`, without parsing what is inside them. null when there is no object
 * or the bytes end before it does. Values are not validated: the gateway has parsed the body before.
 */
export function readMembers(body: Uint8Array, from: number): readonly Member[] | null {
  const members: Member[] = [];
  return scanMembers(body, from, (member) => members.push(member) > 0) ? members : null;
}

/** The first member of that name; nothing behind it is looked at. */
export function findMember(body: Uint8Array, key: string): Member | null {
  let found: Member | null = null;
  scanMembers(body, 0, (member) => {
    if (member.key === key) found = member;
    return found === null;
  });
  return found;
}

/** Calls `visit` for one member after the other while it says to go on. True when the object's end was reached. */
function scanMembers(body: Uint8Array, from: number, visit: (member: Member) => boolean): boolean {
  let at = skipBlank(body, from);
  if (body[at] !== OPEN_OBJECT) return false;
  at = skipBlank(body, at + 1);
  while (body[at] === QUOTE) {
    const keyStart = at;
    const keyEnd = skipString(body, at);
    at = skipBlank(body, keyEnd);
    if (body[at] !== COLON) return false;
    const valueStart = skipBlank(body, at + 1);
    const valueEnd = skipValue(body, valueStart);
    if (valueEnd <= valueStart) return false;
    const key = stringAt(body, keyStart, keyEnd);
    if (!visit({ key, keyStart, valueStart, valueEnd })) return false;
    at = skipBlank(body, valueEnd);
    if (body[at] === COMMA) at = skipBlank(body, at + 1);
    else break;
  }
  return body[at] === CLOSE_OBJECT;
}

/** Byte range of the first element of the array at `from`; null when it is empty or no array. */
export function firstElement(
  body: Uint8Array,
  from: number,
): { readonly start: number; readonly end: number } | null {
  if (body[from] !== OPEN_ARRAY) return null;
  const start = skipBlank(body, from + 1);
  if (body[start] === CLOSE_ARRAY) return null;
  const end = skipValue(body, start);
  return end > start ? { start, end } : null;
}

/** First offset at or after `from` that is not JSON white space. A byte order mark counts as blank. */
export function skipBlank(body: Uint8Array, from: number): number {
  let at = from;
  if (at === 0 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) at = 3;
  for (;;) {
    const byte = body[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at += 1;
  }
}

/** Bytes `[start, end)` and what comes in their place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: Uint8Array;
}

/** The body with all edits made, in one copy. Offsets are the body's own; edits must not overlap. */
export function applyEdits(body: Uint8Array, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return body;
  const added = edits.reduce(
    (sum, edit) => sum + edit.replacement.length - edit.end + edit.start,
    0,
  );
  const result = new Uint8Array(body.length + added);
  let from = 0;
  let to = 0;
  for (const { start, end, replacement } of edits.toSorted((a, b) => a.start - b.start)) {
    result.set(body.subarray(from, start), to);
    to += start - from;
    result.set(replacement, to);
    to += replacement.length;
    from = end;
  }
  result.set(body.subarray(from), to);
  return result;
}

/** One past the value at `from`; `from` itself when the bytes end before the value does. */
function skipValue(body: Uint8Array, from: number): number {
  const first = body[from];
  if (first === QUOTE) return skipString(body, from);
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return skipScalar(body, from);
  let depth = 0;
  for (let at = from; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) {
      const end = skipString(body, at);
      if (end === at) return from;
      at = end - 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return from;
}

/** Strings up to this are stepped through; `indexOf` is native but dear to call, so it pays for long ones only. */
const SHORT_STRING_BYTES = 256;

/** One past the closing quote; `from` itself when there is none. */
function skipString(body: Uint8Array, from: number): number {
  const short = Math.min(body.length, from + SHORT_STRING_BYTES);
  let at = from + 1;
  while (at < short) {
    const byte = body[at];
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  // `at` stands behind a whole escape, so a backslash before it belongs to none that is open.
  for (let end = body.indexOf(QUOTE, at); end !== -1; end = body.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (end - 1 - backslashes >= at && body[end - 1 - backslashes] === BACKSLASH) {
      backslashes += 1;
    }
    if (backslashes % 2 === 0) return end + 1;
  }
  return from;
}

function skipScalar(body: Uint8Array, from: number): number {
  let at = from;
  for (; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) break;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) break;
  }
  return at;
}

function stringAt(body: Uint8Array, start: number, end: number): string {
  const raw = new TextDecoder().decode(body.subarray(start, end));
  if (!raw.includes('\\')) return raw.slice(1, -1);
  try {
    return JSON.parse(raw) as string;
  } catch {
    // A key with a broken escape equals no key we look for.
    return raw;
  }
}
