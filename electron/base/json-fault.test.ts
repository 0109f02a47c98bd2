import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFaultAt } from './json-fault.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('where a text stops being JSON', () => {
  test.each([
    ['{"a":}', 5],
    ['{"a" 1}', 5],
    ['{"a":1,}', 7],
    ['[1,2', 4],
    ['[1 2]', 3],
    ['{"a":"b\n"}', 7],
    ['{"a":"\\x"}', 6],
    ['{"a":tru}', 5],
    ['{"a":01}', 5],
    ['{a:1}', 1],
    ['', 0],
    ['  ', 2],
    ['null x', 5],
    ['[]]', 2],
    ['"open', 5],
  ])('%j at %i', (text, at) => {
    expect(jsonFaultAt(text)).toBe(at);
  });

  test('the engine and we agree on what is JSON', () => {
    const text = fc.oneof(
      fc.json(),
      fc
        .json({ maxDepth: 4 })
        .chain((json) =>
          fc
            .tuple(
              fc.nat(json.length),
              fc.constantFrom('', ',', '"', '}', ']', ':', ' ', '\\', '0', 'é'),
            )
            .map(([at, put]) => json.slice(0, at) + put + json.slice(at + 1)),
        ),
    );
    fc.assert(
      fc.property(text, (json) => {
        expect(jsonFaultAt(json) === null).toBe(isJson(json));
      }),
      { numRuns: 2000 },
    );
  });

  test('nesting as deep as a file can hold is gone over, not into', () => {
    const deep = '['.repeat(2_000_000);
    expect(jsonFaultAt(deep)).toBe(deep.length);
    expect(jsonFaultAt(deep + ']'.repeat(2_000_000))).toBeNull();
  });
});
