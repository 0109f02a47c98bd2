import { applyEdits, readMembers } from './json-scan.ts';

/** The raw object with a top-level value replaced, or the key added in front; every other byte stays. */
export function setMember(body: Uint8Array, key: string, value: unknown): Uint8Array {
  const members = readMembers(body, 0) ?? [];
  const text = JSON.stringify(value);
  const found = members.filter((member) => member.key === key);
  if (found.length > 0) {
    const replacement = encode(text);
    return applyEdits(
      body,
      found.map(({ valueStart, valueEnd }) => ({ start: valueStart, end: valueEnd, replacement })),
    );
  }
  const first = members[0];
  if (first === undefined) return body;
  const member = encode(`${JSON.stringify(key)}:${text},`);
  return applyEdits(body, [{ start: first.keyStart, end: first.keyStart, replacement: member }]);
}

/** The raw object without a top-level key, as often as it stands there; every other byte stays. */
export function removeMember(body: Uint8Array, key: string): Uint8Array {
  const members = readMembers(body, 0) ?? [];
  const position = members.findIndex((member) => member.key === key);
  const member = members[position];
  if (member === undefined) return body;
  const next = members[position + 1];
  const previous = members[position - 1];
  const from = next === undefined ? (previous?.valueEnd ?? member.keyStart) : member.keyStart;
  const to = next?.keyStart ?? member.valueEnd;
  const cut = { start: from, end: to, replacement: new Uint8Array(0) };
  return removeMember(applyEdits(body, [cut]), key);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
