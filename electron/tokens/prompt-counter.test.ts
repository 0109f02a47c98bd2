import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { countBody } from './count-body.ts';
import { createPromptCounter, type PromptCounter } from './prompt-counter.ts';
import { bundleCountWorker, type CountWorkerBundle } from './testing/count-worker-bundle.ts';

let bundle: CountWorkerBundle;
let counter: PromptCounter;

const script = (name: string): URL => pathToFileURL(join(bundle.folder, name));
const written = (name: string, source: string): URL => {
  writeFileSync(script(name), source);
  return script(name);
};

beforeAll(async () => {
  bundle = await bundleCountWorker();
}, 60_000);
afterEach(() => counter.close());
afterAll(() => {
  bundle.remove();
});

const body = (text: string): Buffer =>
  Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: text }] }));

test('the thread counts as this one would, several at a time, and none for what is no request', async () => {
  counter = createPromptCounter(bundle.script);
  const bodies = ['short', 'words in a row '.repeat(20_000), '안녕하세요 '.repeat(50)].map(body);
  const counts = await Promise.all(bodies.map((one) => counter.count(one)));
  expect(counts).toEqual(bodies.map(countBody));
  expect(await counter.count(Buffer.from('no JSON'))).toBeNull();
});

test('a thread that hangs or dies answers null in time, and the next count gets a new one', async () => {
  counter = createPromptCounter(written('hang.mjs', 'setInterval(() => {}, 1000)'), 50);
  expect(await counter.count(body('a'))).toBeNull();
  expect(await counter.count(body('b'))).toBeNull();
  await counter.close();
  counter = createPromptCounter(written('die.mjs', 'throw new Error("at once")'));
  expect(await counter.count(body('a'))).toBeNull();
  await counter.close();
  counter = createPromptCounter(script('missing.mjs'));
  expect(await counter.count(body('a'))).toBeNull();
});

test('only so many wait at a time', async () => {
  counter = createPromptCounter(written('slow.mjs', 'setInterval(() => {}, 1000)'), 200);
  const all = Array.from({ length: 16 }, () => counter.count(body('a')));
  await expect(counter.count(body('one too many'))).resolves.toBeNull();
  await counter.close();
  expect(await Promise.all(all)).toEqual(all.map(() => null));
});
