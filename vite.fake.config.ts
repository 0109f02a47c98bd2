import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window on made-up data (renderer/dev.tsx), to be looked at in a plain browser. Never shipped. */
export default defineConfig({
  root: 'renderer',
  base: './',
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: '../dist/fake',
    emptyOutDir: true,
    target: 'chrome130',
    rolldownOptions: { input: 'renderer/dev.html' },
  },
});
