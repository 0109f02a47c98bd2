import { parentPort } from 'node:worker_threads';
import { ok } from '../../shared/base/result.ts';
import { exportPiece } from './export.ts';
import type { FileAnswer, FileOperation, FileOperations, FileTask } from './file-protocol.ts';
import { readHarFile, viewOf, type HarFile } from './har/har-file.ts';

/** Entry of the thread's own bundle (`file-worker.js`, beside the main bundle). */
let file: HarFile | null = null;

const operations: {
  readonly [O in FileOperation]: (
    input: FileOperations[O]['input'],
  ) => FileOperations[O]['output'] | Promise<FileOperations[O]['output']>;
} = {
  open: async (path) => {
    const read = await readHarFile(path);
    if (!read.ok) return read;
    file = read.value;
    return ok(viewOf(path, file));
  },
  entry: (id) => file?.entry(id) ?? null,
  piece: ({ exchange, format }) => exportPiece(exchange, format),
};

async function answer({ id, operation, input }: FileTask): Promise<FileAnswer> {
  try {
    // Each operation comes with its own input: the thread's other side asks by the same table.
    const run = operations[operation] as (input: unknown) => unknown;
    return { id, ok: true, output: await run(input) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (task: FileTask) => {
  void answer(task).then((given) => parentPort?.postMessage(given));
});
