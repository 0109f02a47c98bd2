import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { dialog, type BrowserWindow, type SaveDialogOptions } from 'electron';
import type { TrafficPart } from './traffic-part.ts';
import type { ExportFormat } from '../../shared/domain/bodies.ts';
import { exportPieces, type ExportedExchange } from '../traffic/export.ts';
import { fileThread } from '../traffic/file-thread.ts';

/** null: the user cancelled. Else how many requests were written; those no longer kept are left out. */
export type TrafficExport = (
  exchangeIds: readonly string[],
  format: ExportFormat,
) => Promise<number | null>;

/** Asks where to with the system's own dialog, then writes the file for the user alone to read. */
export function trafficExport(
  traffic: TrafficPart,
  version: string,
  window: () => BrowserWindow | null,
): TrafficExport {
  return async (exchangeIds, format) => {
    const options: SaveDialogOptions = {
      defaultPath: `switchyard-requests.${format}`,
      filters: [{ name: format.toUpperCase(), extensions: [format] }],
    };
    const parent = window();
    const chosen =
      parent === null
        ? await dialog.showSaveDialog(options)
        : await dialog.showSaveDialog(parent, options);
    if (chosen.canceled || chosen.filePath === '') return null;
    let written = 0;
    const read = async function* (): AsyncGenerator<ExportedExchange> {
      for (const exchangeId of exchangeIds) {
        const detail = await traffic.detail(exchangeId);
        if (detail === null) continue;
        written += 1;
        yield { detail, bodies: await traffic.bodies(exchangeId) };
      }
    };
    const thread = fileThread();
    const pieces = exportPieces(read(), format, version, (exchange) =>
      thread.ask('piece', { exchange, format }),
    );
    try {
      await writeWhole(chosen.filePath, pieces);
    } finally {
      await thread.end();
    }
    return written;
  };
}

/** A disk that is full leaves the file of before, not half of this one. */
async function writeWhole(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const draft = `${path}.${String(process.pid)}.tmp`;
  try {
    await writeFile(draft, pieces, { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
