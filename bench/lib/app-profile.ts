import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskFigures, type TaskFigures } from './task-figures.ts';
import type { CDPSession, ElectronApplication, Page } from 'playwright/test';

/** CPU profiles of main and of the page and a trace of both, for each part of a run; `npm run bench:window -- --profile FOLDER`. */
export interface AppProfile {
  readonly start: () => Promise<void>;
  /** The time that the tasks of both processes took, where it was profiled. */
  readonly stop: (part: string) => Promise<TaskFigures>;
}

const none: AppProfile = { start: () => Promise.resolve(), stop: () => Promise.resolve({}) };

export async function profileApp(
  app: ElectronApplication,
  page: Page,
  folder: string | undefined,
): Promise<AppProfile> {
  if (folder === undefined) return none;
  mkdirSync(folder, { recursive: true });
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 1000 });
  await app.evaluate(async () => {
    const { Session } = process.getBuiltinModule('node:inspector/promises');
    const profiler = new Session();
    profiler.connect();
    await profiler.post('Profiler.enable');
    await profiler.post('Profiler.setSamplingInterval', { interval: 1000 });
    Object.assign(globalThis, { profiler });
  });
  return {
    start: async () => {
      await session.send('Profiler.start');
      await app.evaluate(async () => {
        const { profiler } = globalThis as unknown as {
          profiler: { post: (method: string) => Promise<unknown> };
        };
        await profiler.post('Profiler.start');
      });
      await app.evaluate(async ({ contentTracing }) => {
        await contentTracing.startRecording({
          included_categories: ['toplevel', 'devtools.timeline', 'v8', 'blink'],
          excluded_categories: ['*'],
        });
      });
    },
    stop: async (part) => {
      const trace = join(folder, `${part}.trace.json`);
      await app.evaluate(async ({ contentTracing }, file) => {
        await contentTracing.stopRecording(file);
      }, trace);
      const { profile } = await session.send('Profiler.stop');
      writeFileSync(join(folder, `${part}-page.cpuprofile`), JSON.stringify(profile));
      const main = await app.evaluate(async () => {
        const { profiler } = globalThis as unknown as {
          profiler: { post: (method: string) => Promise<{ profile: unknown }> };
        };
        return (await profiler.post('Profiler.stop')).profile;
      });
      writeFileSync(join(folder, `${part}-main.cpuprofile`), JSON.stringify(main));
      return taskFigures(part, trace);
    },
  };
}
