import { app } from 'electron';

const scheme = 'switchyard';

/** The link among a process's arguments, as the system hands it over; null: there is none. */
export function linkAmong(parameters: readonly string[]): string | null {
  return parameters.find((each) => each.toLowerCase().startsWith(`${scheme}://`)) ?? null;
}

/** Windows learns of the scheme from the app itself; elsewhere the package says it (electron-builder.yml). */
export function registerScheme(): void {
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(scheme);
}
