import { firstElement, readMembers, skipBlank, splice, type Member } from './json-scan.ts';

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
  const members = readMembers(body, 0) ?? [];
  const system = members.find((member) => member.key === 'system');
  if (system === undefined) return body;
  if (body[system.valueStart] === QUOTE) {
    const cut = lineEnd(body, system.valueStart, system.valueEnd);
    if (cut === null) return body;
    return cut === system.valueEnd - 1
      ? removeMember(body, members, system)
      : splice(body, system.valueStart + 1, cut, NOTHING);
  }
  const block = firstElement(body, system.valueStart);
  const text = block && readMembers(body, block.start)?.find((member) => member.key === 'text');
  if (!block || !text) return body;
  const cut = lineEnd(body, text.valueStart, text.valueEnd);
  if (cut === null) return body;
  if (cut < text.valueEnd - 1) return splice(body, text.valueStart + 1, cut, NOTHING);
  const after = skipBlank(body, block.end);
  return body[after] === COMMA
    ? splice(body, block.start, skipBlank(body, after + 1), NOTHING)
    : removeMember(body, members, system);
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

function removeMember(body: Uint8Array, members: readonly Member[], member: Member): Uint8Array {
  const position = members.indexOf(member);
  const next = members[position + 1];
  if (next !== undefined) return splice(body, member.keyStart, next.keyStart, NOTHING);
  const previous = members[position - 1];
  return splice(body, previous?.valueEnd ?? member.keyStart, member.valueEnd, NOTHING);
}
