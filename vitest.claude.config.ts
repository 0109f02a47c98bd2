import { defineConfig } from 'vitest/config';

/** The real client: slow, one at a time, and only in a network of its own (`npm run e2e:claude`). */
export default defineConfig({
  test: {
    include: ['e2e/claude/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    maxConcurrency: 2,
  },
});
