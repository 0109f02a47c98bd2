import { dialog, type BrowserWindow, type FileFilter, type OpenDialogOptions } from 'electron';

/** null when the user cancelled. */
export type FileChooser = () => Promise<string | null>;

/** The system's own dialog; hidden files too, since other tools keep their settings in hidden folders. */
export function fileChooser(
  window: () => BrowserWindow | null,
  kind: FileFilter | null = null,
): FileChooser {
  return async () => {
    const options: OpenDialogOptions = {
      properties: ['openFile', 'showHiddenFiles'],
      ...(kind === null ? {} : { filters: [kind] }),
    };
    const parent = window();
    const chosen =
      parent?.isVisible() === true
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options);
    return chosen.filePaths[0] ?? null;
  };
}
