import type { ReplayBlock } from '../../../shared/domain/replay.ts';

/** One call of each side that stand for each other; null where a side has none. */
export interface CallPair {
  readonly name: string;
  readonly left: string | null;
  readonly right: string | null;
  readonly verdict: 'same' | 'differs' | 'left' | 'right';
}

/** Calls of the same tool are paired in their order; the others stand alone, in the order of the answers. */
export function pairCalls(
  left: readonly ReplayBlock[],
  right: readonly ReplayBlock[],
): readonly CallPair[] {
  const rest = callsOf(right);
  const pairs: CallPair[] = callsOf(left).map(({ name, text }) => {
    const at = rest.findIndex((call) => call.name === name);
    const [other] = at === -1 ? [] : rest.splice(at, 1);
    const mine = prettyJson(text);
    if (other === undefined) return { name, left: mine, right: null, verdict: 'left' };
    const theirs = prettyJson(other.text);
    return { name, left: mine, right: theirs, verdict: mine === theirs ? 'same' : 'differs' };
  });
  const alone: readonly CallPair[] = rest.map(({ name, text }) => ({
    name,
    left: null,
    right: prettyJson(text),
    verdict: 'right',
  }));
  return [...pairs, ...alone];
}

/** Prose of an answer, its blocks apart; thinking is no part of what was answered. */
export function proseOf(blocks: readonly ReplayBlock[]): string {
  return blocks
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text)
    .join('\n\n');
}

function callsOf(blocks: readonly ReplayBlock[]): ReplayBlock[] {
  return blocks.filter(({ kind }) => kind === 'tool');
}

/** Members in one order, so that only what is meant is compared; what is no JSON stays as it came. */
export function prettyJson(text: string): string {
  if (text === '') return '{}';
  try {
    return JSON.stringify(sorted(JSON.parse(text)), null, 2);
  } catch {
    return text;
  }
}

export function isJson(text: string): boolean {
  if (text === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
