import { defineConfig } from 'vite';
import { nodeBuild } from './scripts/vite-node.ts';

const input = {
  switchyard: 'electron/cli/switchyard.ts',
  'storage-worker': 'electron/storage/storage-worker.ts',
  'body-worker': 'electron/gateway/body/body-worker.ts',
  'count-worker': 'electron/tokens/count-worker.ts',
};

export default defineConfig(nodeBuild('dist/cli', input, 'es'));
