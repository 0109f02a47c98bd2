import { defineConfig } from 'vite';
import { nodeBuild } from './scripts/vite-node.ts';

export default defineConfig(nodeBuild('dist/main', { main: 'electron/main.ts' }, 'es'));
