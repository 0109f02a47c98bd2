import { defineConfig } from 'playwright/test';

/** Benchmarks that need the real window; `scripts/bench-window.mjs` puts a session and a display around them. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  workers: 1,
  timeout: 600_000,
  reporter: 'line',
  outputDir: '../test-results/bench',
});
