import {
  applyEdits,
  firstElement,
  readMembers,
  skipBlank,
  type Edit,
  type Member,
} from './json-scan.ts';

const HEADER = new TextEncoder().encode('"x-anthropic-billing-header:');
const NOTHING = new Uint8Array(0);
const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Removes the client's leading `x-anthropic-billing-header:` system line from a raw request; all other bytes stay.
 * It changes with every prompt and so would kill every prefix cache but Anthropic's own. Only a leading line counts.
 * Returns the same array when there is none.
 */
export function stripAttribution(body: Uint8Array): Uint8Array {
  return applyEdits(body, attributionEdits(body, readMembers(body, 0) ?? []));
}

/** The same as at most one edit, for a body whose members are known. */
export function attributionEdits(body: Uint8Array, members: readonly Member[]): readonly Edit[] {
  const system = members.find((member) => member.key === 'system');
  if (system === undefined) return [];
  if (body[system.valueStart] === QUOTE) {
    const cut = lineEnd(body, system.valueStart, system.valueEnd);
    if (cut === null) return [];
    return cut === system.valueEnd - 1
      ? removeMember(members, system)
      : remove(system.valueStart + 1, cut);
  }
  const block = firstElement(body, system.valueStart);
  const text = block && readMembers(body, block.start)?.find((member) => member.key === 'text');
  if (!block || !text) return [];
  const cut = lineEnd(body, text.valueStart, text.valueEnd);
  if (cut === null) return [];
  if (cut < text.valueEnd - 1) return remove(text.valueStart + 1, cut);
  const after = skipBlank(body, block.end);
  return body[after] === COMMA
    ? remove(block.start, skipBlank(body, after + 1))
    : removeMember(members, system);
}

/** The same on a decoded text: what is left after the leading attribution line. */
export function withoutAttribution(text: string): string {
  return text.replace(/^x-anthropic-billing-header:[^\n]*\n*/, '');
}

/** Offset of the first byte behind the attribution line inside a string; null when the string has none. */
function lineEnd(body: Uint8Array, start: number, end: number): number | null {
  if (!HEADER.every((byte, i) => body[start + i] === byte)) return null;
  let at = start + HEADER.length;
  let isBroken = false;
  while (at < end - 1) {
    const isEscape = body[at] === BACKSLASH;
    const isNewline = isEscape && body[at + 1] === 0x6e;
    if (isBroken && !isNewline) return at;
    isBroken ||= isNewline;
    at += isEscape ? 2 : 1;
  }
  return end - 1;
}

function removeMember(members: readonly Member[], member: Member): readonly Edit[] {
  const position = members.indexOf(member);
  const next = members[position + 1];
  if (next !== undefined) return remove(member.keyStart, next.keyStart);
  const previous = members[position - 1];
  return remove(previous?.valueEnd ?? member.keyStart, member.valueEnd);
}

function remove(start: number, end: number): readonly Edit[] {
  return [{ start, end, replacement: NOTHING }];
}
