import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    include: ['{shared,electron,renderer,scripts}/**/*.test.{ts,tsx}'],
    setupFiles: ['renderer/test-setup.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
