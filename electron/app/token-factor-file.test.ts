import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Logger } from '../base/logger.ts';
import { openTokenFactors } from './token-factor-file.ts';

const factor = { key: 'zai/glm-5', factor: 1.3, samples: 4 };
let folder = '';
let file = '';
let said: string[] = [];
const logger: Logger = { log: (_, message) => said.push(message) };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-factors-'));
  file = join(folder, 'token-factors.json');
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was learned is there at the next start, the newest of it, and nothing is left beside it', async () => {
  const factors = openTokenFactors(file, logger);
  expect(factors.load()).toEqual([]);
  factors.save([{ ...factor, factor: 1 }]);
  factors.save([factor]);
  await factors.close();
  expect(openTokenFactors(file, logger).load()).toEqual([factor]);
  expect(await readdir(folder)).toEqual(['token-factors.json']);
});

test.each(['', '{"key":', '{}', '[{"key":1}]', 'null'])(
  'a damaged file is no reason not to start: %j',
  async (content) => {
    await writeFile(file, content);
    expect(openTokenFactors(file, logger).load()).toEqual([]);
  },
);

test('a folder that is gone is told and hurts nobody', async () => {
  const factors = openTokenFactors(join(folder, 'gone', 'x.json'), logger);
  factors.save([factor]);
  await factors.close();
  expect(said).toEqual(['The token factors could not be written']);
});
