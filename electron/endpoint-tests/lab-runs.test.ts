import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabRun } from '../../shared/domain/lab.ts';
import { createLabRunFiles } from './lab-runs.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'switchyard-lab-'));
});
afterEach(() => rm(directory, { recursive: true }));

function run(number: number): LabRun {
  return {
    id: `run-${number}`,
    request: {
      baseUrl: 'http://spark:8000',
      wire: 'auto',
      model: null,
      providerId: null,
      maxConcurrency: 1,
      outputTokens: 8,
    },
    startedAt: 1_000_000 + number,
    endedAt: 1_000_001 + number,
    state: 'done',
    wire: 'openai-chat',
    model: 'm',
    probes: [],
    steps: [],
    runningStep: 0,
    verdict: { code: 'partial', bestConcurrency: 0, values: {} },
    error: null,
  };
}

test('keeps the newest fifty, newest first, readable by the user alone', async () => {
  const files = createLabRunFiles(join(directory, 'new', 'folder'));
  expect(await files.load()).toEqual([]);
  for (let number = 0; number < 53; number += 1) await files.keep(run(number));
  const loaded = await files.load();
  expect(loaded.map(({ id }) => id)).toEqual(
    Array.from({ length: 50 }, (_, index) => `run-${52 - index}`),
  );
  expect(loaded[0]).toEqual(run(52));
  const names = await readdir(join(directory, 'new', 'folder'));
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  if (process.platform !== 'win32') {
    const { mode } = await stat(join(directory, 'new', 'folder', names[0]!));
    expect(mode & 0o777).toBe(0o600);
  }
});
