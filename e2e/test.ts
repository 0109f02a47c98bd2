import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test as base, type Page } from 'playwright/test';
import {
  hasEnded,
  launchApp,
  removeUserData,
  type LaunchOptions,
  type RunningApp,
} from './launch.ts';
import { startTrayHost, type TrayHost } from './tray-host.ts';

export { expect } from 'playwright/test';

const output = resolve(import.meta.dirname, 'output');

interface Fixtures {
  /** Starts the app; whatever still runs at the end of the test is ended, and its data removed. */
  readonly start: (options?: LaunchOptions) => Promise<RunningApp>;
  /** Keeps a picture of the page in `e2e/output/`. */
  readonly picture: (window: Page, name: string) => Promise<void>;
}

export const test = base.extend<Fixtures, { readonly trayHost: TrayHost }>({
  trayHost: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants it, even when nothing is taken
    async ({}, use) => {
      const host = await startTrayHost();
      await use(host);
      host.close();
    },
    { scope: 'worker', auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern -- as above
  start: async ({}, use) => {
    const running: RunningApp[] = [];
    await use(async (options) => {
      const app = await launchApp(options);
      running.push(app);
      return app;
    });
    for (const one of running) {
      if (!hasEnded(one)) await one.quit().catch(() => undefined);
      removeUserData(one.userData);
    }
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  picture: async ({}, use) => {
    mkdirSync(output, { recursive: true });
    await use(async (window, name) => {
      await window.screenshot({ path: join(output, `${name}.png`) });
    });
  },
});
