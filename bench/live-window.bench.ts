import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IntervalHistogram } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { ElectronApplication, Page } from 'playwright/test';
import { readKeyring } from '../e2e/keyring.ts';
import { callApi, type RunningApp } from '../e2e/launch.ts';
import { expect, test } from '../e2e/test.ts';
import { show } from '../e2e/worlds.ts';
import { profileApp } from './lib/app-profile.ts';

/** As many streams, each with as many events a second, for as long. The arguments of `scripts/bench-window.mjs`. */
const streams = Number(process.env['BENCH_STREAMS'] ?? 50);
const eventsPerSecond = Number(process.env['BENCH_RATE'] ?? 200);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60);
const idleSeconds = Number(process.env['BENCH_IDLE_SECONDS'] ?? 20);
/** V8 gives memory back for half a minute after the last stream; that is the end of work, not idleness. */
const settleMs = 45_000;

const lib = join(import.meta.dirname, 'lib');

type Figures = Readonly<Record<string, number | string>>;

/** A helper process; resolves with the JSON of its first line. */
function startJson(file: string, ...args: readonly string[]): Promise<Record<string, number>> {
  const child = spawn(process.execPath, [join(lib, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve(JSON.parse(line) as Record<string, number>);
    });
    child.once('exit', (code) => {
      reject(new Error(`${file} ended with ${String(code)}`));
    });
  });
}
const children: ReturnType<typeof spawn>[] = [];
test.afterAll(() => {
  for (const child of children) child.kill();
});

/** In main: the delay of its loop, and every message that goes to the window. */
async function watchMain(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const watched = { delay, sent: 0, bytes: 0, channels: {} as Record<string, number> };
    Object.assign(globalThis, { watched });
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('There is no window');
    const send = contents.send.bind(contents);
    contents.send = (channel: string, ...payload: unknown[]) => {
      watched.sent += 1;
      watched.channels[channel] = (watched.channels[channel] ?? 0) + 1;
      send(channel, ...payload);
    };
  });
}

interface MainFigures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly sent: number;
  readonly channels: Readonly<Record<string, number>>;
  readonly heapMegabytes: number;
}

async function readMain(app: ElectronApplication): Promise<MainFigures> {
  return app.evaluate(() => {
    const { watched } = globalThis as unknown as {
      watched: {
        delay: IntervalHistogram;
        sent: number;
        channels: Record<string, number>;
      };
    };
    const { delay } = watched;
    const ms = (nanoseconds: number): number => nanoseconds / 1e6;
    const figures = {
      // The histogram counts the whole interval between two ticks; its resolution is no delay.
      p50: ms(delay.percentile(50)) - 1,
      p99: ms(delay.percentile(99)) - 1,
      max: ms(delay.max) - 1,
      sent: watched.sent,
      channels: watched.channels,
      heapMegabytes: process.memoryUsage().heapUsed / 1024 / 1024,
    };
    delay.reset();
    watched.sent = 0;
    watched.channels = {};
    return figures;
  });
}

/** In the window: long tasks, and rows that a batch could not carry. */
async function watchWindow(window: Page): Promise<void> {
  await window.evaluate(() => {
    const seen = { tasks: [] as number[], skipped: 0, frames: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
    const { api } = globalThis as unknown as {
      api: { traffic: { batch: (listener: (batch: { skipped: number }) => void) => void } };
    };
    api.traffic.batch(({ skipped }) => {
      seen.skipped += skipped;
    });
  });
}

async function readWindow(
  window: Page,
): Promise<{ readonly tasks: readonly number[]; readonly skipped: number }> {
  return window.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: { tasks: number[]; skipped: number } };
    const figures = { tasks: seen.tasks, skipped: seen.skipped };
    seen.tasks = [];
    seen.skipped = 0;
    return figures;
  });
}

/** CPU ms of all processes of the app so far, and what they hold in memory. */
async function usage(app: ElectronApplication): Promise<{
  readonly cpuMs: number;
  readonly megabytes: number;
  readonly byType: Readonly<Record<string, number>>;
}> {
  const processes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type }) => ({ pid, type })),
  );
  const byType: Record<string, number> = {};
  let cpuMs = 0;
  let megabytes = 0;
  for (const { pid, type } of processes) {
    const own = `/proc/${String(pid)}`;
    for (const thread of readdirSync(`${own}/task`)) {
      const spent = readFileSync(`${own}/task/${thread}/schedstat`, 'utf8').split(' ')[0];
      cpuMs += Number(spent) / 1e6;
      byType[type] = (byType[type] ?? 0) + Number(spent) / 1e6;
    }
    const private_ = /^Pss:\s+(\d+)/m.exec(readFileSync(`${own}/smaps_rollup`, 'utf8'));
    megabytes += Number(private_?.[1] ?? 0) / 1024;
  }
  return { cpuMs, megabytes, byType };
}

/** Heaps in MB, six times while the streams run: flat or growing. */
function watchHeaps(
  app: ElectronApplication,
  window: Page,
): () => Promise<{ readonly main: readonly number[]; readonly page: readonly number[] }> {
  const main: number[] = [];
  const page: number[] = [];
  const look = async (): Promise<void> => {
    main.push(await app.evaluate(() => Math.round(process.memoryUsage().heapUsed / 1024 / 1024)));
    page.push(
      await window.evaluate(() => {
        const { memory } = performance as unknown as { memory: { usedJSHeapSize: number } };
        return Math.round(memory.usedJSHeapSize / 1024 / 1024);
      }),
    );
  };
  let looks = Promise.resolve();
  const timer = setInterval(
    () => {
      if (main.length >= 6) clearInterval(timer);
      else looks = looks.then(look);
    },
    (seconds * 1000) / 6.2,
  );
  return async () => {
    clearInterval(timer);
    await looks;
    return { main, page };
  };
}

async function isShown(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false,
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function runStreams(running: RunningApp, forSeconds: number): Promise<number> {
  const events = forSeconds * eventsPerSecond;
  const { events: came = 0 } = await startJson(
    'live-clients.mjs',
    String(running.port),
    readKeyring('gateway/token'),
    String(streams),
    String(events),
    String(1000 / eventsPerSecond),
  );
  expect(came).toBe(streams * events);
  return came;
}

test('streams with the window open, hidden, and nothing at all', async ({ start }) => {
  const { port = 0 } = await startJson('upstream.mjs');
  const running = await start({
    configuration: {
      routing: true,
      activeProfile: 'bench',
      providers: [
        {
          id: 'bench',
          wire: 'openai-chat',
          baseUrl: `http://127.0.0.1:${String(port)}/v1`,
          auth: 'none',
        },
      ],
      profiles: [
        {
          id: 'bench',
          lock: null,
          rules: [
            {
              id: 'all',
              enabled: true,
              when: {},
              then: { strategy: 'failover', targets: [{ provider: 'bench', model: 'bench' }] },
            },
          ],
        },
      ],
    },
  });
  const { app, window } = running;
  await show(window, 'live');
  // Cold code is no steady state.
  await runStreams(running, 1);
  await watchMain(app);
  await watchWindow(window);
  const profile = await profileApp(app, window, process.env['BENCH_PROFILE']);
  const before = await usage(app);
  await readMain(app);
  await profile.start();

  const startedAt = performance.now();
  const heaps = watchHeaps(app, window);
  const events = await runStreams(running, seconds);
  const took = (performance.now() - startedAt) / 1000;
  const heap = await heaps();
  const streamTasks = await profile.stop('streams');
  const main = await readMain(app);
  const page = await readWindow(window);
  const after = await usage(app);
  await expect
    .poll(async () => {
      const rows = await callApi(window, 'traffic', 'list', { limit: streams, before: null });
      return rows.filter(
        ({ state, usage: tokens }) =>
          state === 'complete' && tokens?.output === seconds * eventsPerSecond,
      ).length;
    })
    .toBe(streams);

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  // Playwright keeps its pages from knowing that they are hidden; main knows.
  await expect.poll(() => isShown(app)).toBe(false);
  // What was under way when it was hidden.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await readMain(app);
  await runStreams(running, Math.min(10, seconds));
  const hidden = await readMain(app);
  // It looks a thousand times a second, which is not idle.
  await app.evaluate(() => {
    (
      globalThis as unknown as { watched: { delay: { disable: () => void } } }
    ).watched.delay.disable();
  });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  await expect.poll(() => isShown(app)).toBe(true);
  // Else rows whose end fell into the hidden time would seem to run on, and their clock with them.
  await window.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const quiet = await usage(app);
  const quietAt = performance.now();
  await profile.start();
  await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
  const idle = await usage(app);
  const idleTasks = await profile.stop('idle');
  const idlePercent = ((idle.cpuMs - quiet.cpuMs) / (performance.now() - quietAt)) * 100;

  const figures: Figures = {
    streams,
    'events per second wanted': streams * eventsPerSecond,
    'events per second reached': Math.round(events / took),
    'rows left out of batches': page.skipped,
    'long tasks': page.tasks.length,
    'longest task of the page ms': Math.round(quantile(page.tasks, 1)),
    'batches with a long task %': ((page.tasks.length / main.sent) * 100).toFixed(1),
    'loop delay p50 ms': main.p50.toFixed(2),
    'loop delay p99 ms': main.p99.toFixed(2),
    'loop delay max ms': main.max.toFixed(1),
    'messages to the window': main.sent,
    'CPU % while streaming': Math.round((after.cpuMs - before.cpuMs) / took / 10),
    'memory before MB': Math.round(before.megabytes),
    'memory after MB': Math.round(after.megabytes),
    'heap of main MB, in sixths': heap.main.join(' '),
    'heap of the page MB, in sixths': heap.page.join(' '),
    'messages to a hidden window': hidden.sent,
    'hidden: which': JSON.stringify(hidden.channels),
    'loop delay hidden p99 ms': hidden.p99.toFixed(2),
    'idle CPU %': idlePercent.toFixed(2),
    ...streamTasks,
    ...idleTasks,
    'idle CPU ms by process': JSON.stringify(
      Object.fromEntries(
        Object.entries(idle.byType).map(([type, ms]) => [
          type,
          Math.round(ms - (quiet.byType[type] ?? 0)),
        ]),
      ),
    ),
  };
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(30)} ${value}`);
  console.log(JSON.stringify(figures));
});
