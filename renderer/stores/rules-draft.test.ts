import { describe, expect, test } from 'vitest';
import type { Rule } from '../../shared/domain/rule.ts';
import type { ProfileView } from '../../shared/ipc/contract.ts';
import {
  applyView,
  changesOf,
  duplicateRule,
  editRules,
  isDirty,
  moveRule,
  openDraft,
  putRule,
  removeRule,
  revert,
  settleConflict,
  switchRule,
  undo,
  undoSteps,
} from './rules-draft.ts';

const rule = (id: string): Rule => ({
  id,
  name: id.toUpperCase(),
  enabled: true,
  when: {},
  then: { native: true },
});
const view = (ids: string, revision = 1): ProfileView => ({
  profile: { id: 'p', name: 'P', lock: null, rules: ids.split('').map(rule) },
  revision,
  hits: {},
});
const ids = (draft: { readonly rules: readonly Rule[] }): string =>
  draft.rules.map((r) => r.id).join('');

describe('editing', () => {
  test('a move, an undo and a revert', () => {
    const moved = moveRule(openDraft(view('abcd')), 3, 1);
    expect([ids(moved), isDirty(moved)]).toEqual(['adbc', true]);
    expect([ids(undo(moved)), isDirty(undo(moved))]).toEqual(['abcd', false]);
    const reverted = revert(moved);
    expect([ids(reverted), isDirty(reverted), ids(undo(reverted))]).toEqual([
      'abcd',
      false,
      'adbc',
    ]);
  });
  test('an edit that changes nothing leaves no step', () => {
    const draft = openDraft(view('ab'));
    expect(moveRule(draft, 1, 1)).toBe(draft);
    expect(editRules(draft, [rule('a'), rule('b')])).toBe(draft);
    expect(undo(draft)).toBe(draft);
  });
  test('undo reaches back twenty steps, not further', () => {
    let draft = openDraft(view('ab'));
    for (let step = 0; step < undoSteps + 5; step += 1) draft = moveRule(draft, 0, 1);
    expect(draft.past).toHaveLength(undoSteps);
  });
  test('put, switch, duplicate, remove', () => {
    const base = openDraft(view('ab'));
    expect(ids(putRule(base, rule('c'), 0))).toBe('cab');
    expect(putRule(base, { ...rule('b'), name: 'New' }).rules[1]?.name).toBe('New');
    expect(switchRule(base, 'a', false).rules[0]?.enabled).toBe(false);
    const copied = duplicateRule(
      duplicateRule(base, 'a', (n) => `${n} copy`),
      'a',
      (n) => `${n} copy`,
    );
    expect(copied.rules.map((r) => [r.id, r.name])).toEqual([
      ['a', 'A'],
      ['a-3', 'A copy'],
      ['a-2', 'A copy'],
      ['b', 'B'],
    ]);
    expect(ids(removeRule(base, 'a'))).toBe('b');
  });
});

describe('another editor', () => {
  test('without own changes the newer view is taken', () => {
    expect(ids(applyView(openDraft(view('ab')), view('ba', 2)))).toBe('ba');
  });
  test('with own changes it is a conflict, and nothing is lost', () => {
    const mine = moveRule(openDraft(view('abc')), 0, 2);
    const conflicted = applyView(mine, view('acb', 2));
    expect([ids(conflicted), conflicted.conflict?.revision]).toEqual(['bca', 2]);
    const kept = settleConflict(conflicted, 'mine');
    expect([ids(kept), kept.view.revision, kept.conflict]).toEqual(['bca', 2, null]);
    const theirs = settleConflict(conflicted, 'theirs');
    expect([ids(theirs), ids(undo(theirs)), isDirty(theirs)]).toEqual(['acb', 'bca', false]);
  });
  test('new hits alone are no conflict', () => {
    const mine = moveRule(openDraft(view('ab')), 0, 1);
    const hits = { ...view('ab'), hits: { a: { today: 1, total: 1, folded: 0, lastAt: 5 } } };
    const after = applyView(mine, hits);
    expect([after.conflict, ids(after), after.view.hits['a']?.today]).toEqual([null, 'ba', 1]);
  });
});

describe('changesOf', () => {
  test('one drag is one change', () => {
    const saved = view('abcd').profile.rules;
    expect(changesOf(saved, moveRule(openDraft(view('abcd')), 3, 0).rules)).toEqual([
      { kind: 'moved', place: 1, from: 4 },
    ]);
  });
  test('everything at once', () => {
    const saved = view('abcd').profile.rules;
    const rules = [
      { ...rule('b'), enabled: false },
      rule('x'),
      { ...rule('c'), name: 'See' },
      rule('a'),
    ];
    expect(changesOf(saved, rules)).toEqual([
      { kind: 'off', place: 1 },
      { kind: 'added', place: 2 },
      { kind: 'edited', place: 3 },
      { kind: 'moved', place: 4, from: 1 },
      { kind: 'removed', name: 'D' },
    ]);
  });
});
