import { defineConfig } from 'vitest/config';

/** Networks of the tests' own making (`npm run e2e:network`). */
export default defineConfig({
  test: { include: ['e2e/network/**/*.test.ts'], testTimeout: 30_000, fileParallelism: false },
});
