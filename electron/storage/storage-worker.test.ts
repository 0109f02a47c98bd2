import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import type { StoreState } from '../../shared/domain/status.ts';
import { nodeBuild } from '../../scripts/vite-node.ts';
import type * as StoreModule from './store.ts';

/** Inside the repository, so that the bundle finds libsql as the installed app does. */
const cache = join(import.meta.dirname, '../../.cache');
let folder: string;
let storeModule: typeof StoreModule;

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'storage-worker-'));
  const storage = import.meta.dirname;
  const input = {
    store: join(storage, 'store.ts'),
    'storage-worker': join(storage, 'storage-worker.ts'),
  };
  await build({ configFile: false, ...nodeBuild(join(folder, 'bundle'), input, 'es') });
  const address = pathToFileURL(join(folder, 'bundle/store.js')).href;
  storeModule = (await import(/* @vite-ignore */ address)) as typeof StoreModule;
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const row = exchangeRow({
  id: 'one',
  startedAt: 1_000_000,
  project: null,
  sentModel: 'claude-sonnet-4-6',
  provider: 'native',
  profile: 'p',
  rule: null,
  estimatedInputTokens: 1,
  usage: { input: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  firstTokenMs: 1,
  durationMs: 2,
  costNanoUsd: 3_000_000,
  baselineNanoUsd: 3_000_000,
  answerParts: [],
  sessionId: null,
});

test('the bundled store keeps and sums rows in its own thread, and reopens them', async () => {
  const file = join(folder, 'traffic.db');
  const first = await storeModule.openStore({ file });
  const rows = Array.from({ length: 3000 }, (_, index) => ({ ...row, id: `row-${String(index)}` }));
  first.put(rows.map((each) => ({ row: each })));
  await first.close();
  expect(first.droppedRows).toBe(0);
  await expect(first.today(0)).rejects.toThrow('closed');

  const second = await storeModule.openStore({ file });
  const baseline = { provider: 'anthropic', model: 'claude-sonnet-4-6' };
  const summary = await second.costSummary({ from: 0, to: 2_000_000, groupBy: 'model', baseline });
  expect(summary.total).toMatchObject({ requests: 3000, spentNanoUsd: 9_000_000_000 });
  expect(summary.lines.map((line) => line.key)).toEqual(['native/claude-sonnet-4-6']);
  await second.close();
});

test('a file that cannot be opened rejects the opening and leaves no thread behind', async () => {
  await expect(storeModule.openStore({ file: '/dev/null/traffic.db' })).rejects.toThrow();
});

test('after kill -9 what was written is there, and what ran is cut', async () => {
  const file = join(folder, 'killed.db');
  const script = join(folder, 'bundle/victim.mjs');
  const startedAt = Date.now();
  const rows = [
    { row: { ...row, startedAt } },
    { row: { ...row, startedAt, id: 'running', state: 'streaming', priceBasis: null } },
  ];
  writeFileSync(
    script,
    `import { openStore } from './store.js';
     const store = await openStore({ file: ${JSON.stringify(file)} });
     store.put(${JSON.stringify(rows)});
     await store.flush();
     console.log('flushed');
     setInterval(() => undefined, 1000);`,
  );
  const victim = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(victim, 'exit');
  onTestFinished(() => {
    victim.kill('SIGKILL');
  });
  await once(victim.stdout, 'data');

  const beside = await storeModule.openStore({ file });
  const whileItLives = await beside.list({ limit: 5, before: null });
  expect(whileItLives.map(({ id, state }) => [id, state])).toEqual([
    ['one', 'complete'],
    ['running', 'streaming'],
  ]);
  await beside.close();

  victim.kill('SIGKILL');
  await exited;
  const next = await storeModule.openStore({ file });
  expect(next.note).toBeNull();
  const after = await next.list({ limit: 5, before: null });
  expect(after.map(({ id, state, priceBasis }) => [id, state, priceBasis])).toEqual([
    ['one', 'complete', 'priced'],
    ['running', 'cut', 'unpriced'],
  ]);
  await next.close();
});

test('a thread that dies is made again: rows wait, what runs goes on, and too many deaths are told', async () => {
  const threads: Worker[] = [];
  const keep = (thread: Worker): void => {
    threads.push(thread);
  };
  process.on('worker', keep);
  const states: StoreState[] = [];
  const store = await storeModule.openStore({
    file: join(folder, 'died.db'),
    restartDelaysMs: [1, 1],
    retryMs: 5,
    onState: (state) => states.push(state),
  });
  onTestFinished(async () => {
    process.off('worker', keep);
    await store.close().catch(() => undefined);
  });
  store.put([{ row: { ...row, id: 'running', state: 'streaming', startedAt: Date.now() } }]);
  await store.flush();
  for (const id of ['first', 'second']) {
    await threads.at(-1)?.terminate();
    await vi.waitFor(() => {
      expect(states.at(-1)?.condition).toBe('restarting');
    });
    store.put([{ row: { ...row, id } }]);
    await expect(store.list({ limit: 5, before: null })).rejects.toThrow('thread ended');
    await vi.waitFor(() => {
      expect(store.state).toEqual({
        condition: 'working',
        dropped: 0,
        droppedBodies: 0,
        setAside: null,
      });
    });
    const kept = await store.list({ limit: 5, before: null });
    expect(kept.map((each) => [each.id, each.state])).toContainEqual([id, 'complete']);
    expect(kept.find((each) => each.id === 'running')?.state).toBe('streaming');
  }
  await threads.at(-1)?.terminate();
  store.put([{ row: { ...row, id: 'late' } }]);
  await store.flush();
  expect(store.state).toEqual({
    condition: 'stopped',
    dropped: 1,
    droppedBodies: 0,
    setAside: null,
  });
  expect(states.at(-1)).toEqual(store.state);
  expect(threads).toHaveLength(3);
});
