import { defineConfig } from 'playwright/test';

/** The real app, one window at a time. `npm run e2e` puts a session bus, a keyring and a display around it. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter:
    process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? 'list' : [['list'], ['json']],
  outputDir: 'test-results/e2e',
});
