import { defineConfig } from 'vite';
import { nodeBuild } from './scripts/vite-node.ts';

export default defineConfig(nodeBuild('dist/preload', { preload: 'electron/preload.ts' }, 'cjs'));
