import { applyEdits, findMember, readMembers, type Edit, type Member } from './json-scan.ts';

const QUOTE = 0x22;

/**
 * The raw request with its top-level `"model"` replaced and every other byte kept. null when there is none, when its
 * value is no string, or when the bytes are not one JSON object. A key that occurs twice is replaced twice, because
 * parsers differ in which one they take.
 */
export function spliceModel(body: Uint8Array, model: string): Uint8Array | null {
  const edits = modelEdits(body, readMembers(body, 0) ?? [], model);
  return edits.length === 0 ? null : applyEdits(body, edits);
}

/** The same as edits, for a body whose members are known. */
export function modelEdits(
  body: Uint8Array,
  members: readonly Member[],
  model: string,
): readonly Edit[] {
  const replacement = new TextEncoder().encode(JSON.stringify(model));
  return members
    .filter(({ key, valueStart }) => key === 'model' && body[valueStart] === QUOTE)
    .map(({ valueStart, valueEnd }) => ({ start: valueStart, end: valueEnd, replacement }));
}

/** The parsed value of a top-level key without parsing the rest; undefined when absent or not JSON. */
export function readTopLevel(body: Uint8Array, key: string): unknown {
  // The last one wins, as in JSON.parse.
  const member = readMembers(body, 0)?.findLast((candidate) => candidate.key === key);
  return member && parseAt(body, member);
}

function parseAt(body: Uint8Array, { valueStart, valueEnd }: Member): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body.subarray(valueStart, valueEnd))) as unknown;
  } catch {
    // The scan does not validate values.
    return undefined;
  }
}

/** The first top-level model, for show: no more is read than what stands before it. Empty when there is none. */
export function peekModel(body: Uint8Array): string {
  const member = findMember(body, 'model');
  if (member === null) return '';
  const value = parseAt(body, member);
  return typeof value === 'string' ? value : '';
}
