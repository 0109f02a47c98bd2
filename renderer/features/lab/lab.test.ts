import { describe, expect, test } from 'vitest';
import { dgxSparkReference } from '../../../shared/domain/lab-reference.ts';
import type { LabRun, SweepStep } from '../../../shared/domain/lab.ts';
import { formOf, readForm, usualRequest } from './lab-form.ts';
import { applyRun, applyRuns } from './lab-store.ts';
import { groupRuns, hostOf, sweepAxes } from './selectors.ts';

const step = (concurrency: number, errors = 0): SweepStep => ({
  concurrency,
  totalTokensPerSecond: concurrency * 10,
  perStreamTokensPerSecond: 10,
  ttftP50Ms: 500,
  ttftP95Ms: 900,
  requests: 4,
  errors,
});
const run = (id: string, changes: Partial<LabRun> = {}): LabRun => ({
  id,
  request: { ...usualRequest, baseUrl: 'http://127.0.0.1:11434/v1', maxConcurrency: 8 },
  startedAt: 1,
  endedAt: null,
  state: 'running',
  wire: null,
  model: null,
  probes: [],
  steps: [],
  runningStep: 0,
  verdict: null,
  error: null,
  ...changes,
});

describe('runs', () => {
  test('a push replaces its run or comes first; the end of a run ends its cancelling', () => {
    const before = { runs: [run('a')], cancelling: new Set(['a']) };
    const added = applyRun(before, run('b'));
    expect(added.runs.map(({ id }) => id)).toEqual(['b', 'a']);
    const ended = applyRun(added, run('a', { state: 'cancelled' }));
    expect([ended.runs.map(({ state }) => state), ended.cancelling.size]).toEqual([
      ['running', 'cancelled'],
      0,
    ]);
    expect(applyRun(added, run('a')).cancelling.has('a')).toBe(true);
  });
  test('a list does not lose what was pushed meanwhile', () => {
    const after = applyRuns({ runs: [run('new', { startedAt: 9 })], cancelling: new Set() }, [
      run('old'),
    ]);
    expect(after.runs.map(({ id }) => id)).toEqual(['new', 'old']);
  });
  test('are grouped by address', () => {
    const runs = [
      run('a'),
      run('b', { request: { ...usualRequest, baseUrl: 'http://spark:8000' } }),
      run('c'),
    ];
    expect(groupRuns(runs).map((group) => [group.host, group.runs.length])).toEqual([
      ['127.0.0.1:11434', 2],
      ['spark:8000', 1],
    ]);
    expect(hostOf('nonsense')).toBe('nonsense');
  });
});

describe('the charts', () => {
  test('steps that were not measured, or failed altogether, are gaps', () => {
    const axes = sweepAxes(run('a', { steps: [step(1), step(2), step(8, 4)] }), null);
    expect([axes.places, axes.mine((s) => s.totalTokensPerSecond), axes.best]).toEqual([
      [1, 2, 4, 8],
      [10, 20, null, null],
      null,
    ]);
  });
  test('the reference joins its measured points and goes no further', () => {
    const axes = sweepAxes(
      run('a', { request: { ...usualRequest, maxConcurrency: 32 } }),
      dgxSparkReference,
    );
    expect(axes.reference((s) => s.totalTokensPerSecond)).toEqual([32, 99, 166, 233, 300, null]);
  });
  test('the best step has its place', () => {
    expect(
      sweepAxes(run('a', { verdict: { code: 'fits-haiku', bestConcurrency: 4, values: {} } }), null)
        .best,
    ).toBe(2);
  });
});

describe('the form', () => {
  test('goes there and back', () => {
    const request = {
      ...usualRequest,
      baseUrl: 'https://api.example.com/v1',
      model: 'm',
      providerId: 'p',
    };
    expect(readForm(formOf(request))).toEqual({ ok: true, request });
  });
  test('a bare host and port is enough; anything else is refused', () => {
    const read = readForm({ ...formOf(usualRequest), baseUrl: ' 127.0.0.1:11434/v1 ' });
    expect(read.ok && read.request.baseUrl).toBe('http://127.0.0.1:11434/v1');
    expect(
      readForm({ ...formOf(usualRequest), baseUrl: 'file:///etc', outputTokens: '5' }),
    ).toEqual({
      ok: false,
      problems: { baseUrl: true, outputTokens: true },
    });
  });
});
