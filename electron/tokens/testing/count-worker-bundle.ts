import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { nodeBuild } from '../../../scripts/vite-node.ts';

export interface CountWorkerBundle {
  readonly folder: string;
  readonly script: URL;
  remove(): void;
}

/** The counting thread as it is shipped. Inside the checkout, so that it finds its packages. */
export async function bundleCountWorker(): Promise<CountWorkerBundle> {
  const cache = join(import.meta.dirname, '../../../.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'count-worker-'));
  const input = { 'count-worker': join(import.meta.dirname, '../count-worker.ts') };
  await build({ configFile: false, ...nodeBuild(join(folder, 'bundle'), input, 'es') });
  return {
    folder,
    script: pathToFileURL(join(folder, 'bundle/count-worker.js')),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
