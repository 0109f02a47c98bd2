import { defineConfig } from 'vite';
import { nodeBuild } from './scripts/vite-node.ts';

export default defineConfig(
  nodeBuild('dist/cli', { switchyard: 'electron/cli/switchyard.ts' }, 'es'),
);
