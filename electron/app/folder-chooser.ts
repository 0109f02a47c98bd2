import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** null when the user cancelled. */
export type FolderChooser = () => Promise<string | null>;

/** The system's own dialog, in front of the window when there is one. */
export function folderChooser(
  window: () => BrowserWindow | null,
  start: () => string | undefined,
): FolderChooser {
  return async () => {
    const defaultPath = start();
    const options: OpenDialogOptions = {
      properties: ['openDirectory', 'createDirectory'],
      ...(defaultPath === undefined ? {} : { defaultPath }),
    };
    const parent = window();
    const chosen =
      parent?.isVisible() === true
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options);
    return chosen.filePaths[0] ?? null;
  };
}
