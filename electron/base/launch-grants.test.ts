import { expect, test } from 'vitest';
import { MAX_GRANTS, createGrants, isSameSecret } from './launch-grants.ts';
import type { GrantRecord } from './launch-grants.ts';

function memory(): { saved: readonly GrantRecord[]; grants: ReturnType<typeof createGrants> } {
  const state = { saved: [] as readonly GrantRecord[] };
  const make = (): ReturnType<typeof createGrants> =>
    createGrants({
      load: () => state.saved,
      save: (records) => {
        state.saved = records;
      },
      now: () => 5,
    });
  return {
    get saved() {
      return state.saved;
    },
    grants: make(),
  };
}

test('a secret names its project; anything else is nobody', () => {
  const { grants } = memory();
  const secret = grants.issue('/home/dev/shop');
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(grants.authorize(secret)).toEqual({ project: '/home/dev/shop' });
  for (const wrong of ['', 'x', secret.slice(1), `${secret}x`, 'y'.repeat(100_000)]) {
    expect(grants.authorize(wrong)).toBeNull();
  }
});

test('only the hash is kept, and a later start knows the secret by it', () => {
  const first = memory();
  const secret = first.grants.issue(null);
  expect(JSON.stringify(first.saved)).not.toContain(secret);
  expect(first.saved).toEqual([
    { hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, project: null, createdAt: 5 },
  ]);
  const later = createGrants({ load: () => first.saved, save: () => undefined, now: () => 6 });
  expect(later.authorize(secret)).toEqual({ project: null });
});

test('the number is bounded: the oldest goes out', () => {
  const { grants } = memory();
  const oldest = grants.issue('first');
  const second = grants.issue('second');
  for (let index = 2; index <= MAX_GRANTS; index += 1) grants.issue(`later ${index}`);
  expect(grants.authorize(oldest)).toBeNull();
  expect(grants.authorize(second)).toEqual({ project: 'second' });
});

test('a damaged record harms nobody', () => {
  const records = [{ hash: 'not hex', project: 'x', createdAt: 0 }];
  const grants = createGrants({ load: () => records, save: () => undefined, now: () => 0 });
  expect(grants.authorize('anything')).toBeNull();
});

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['a', 'aa', false],
])('isSameSecret(%s, %s)', (given, expected, same) => {
  expect(isSameSecret(given, expected)).toBe(same);
});
