import { defineConfig } from 'vite';
import { nodeBuild } from './scripts/vite-node.ts';

const input = {
  main: 'electron/main.ts',
  'storage-worker': 'electron/storage/storage-worker.ts',
  'body-worker': 'electron/gateway/body/body-worker.ts',
  'file-worker': 'electron/traffic/file-worker.ts',
  'count-worker': 'electron/tokens/count-worker.ts',
};

export default defineConfig(nodeBuild('dist/main', input, 'es'));
