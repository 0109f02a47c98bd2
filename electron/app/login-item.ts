import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';

/** Starts the app with the user's session, or no longer. A checkout is never started so: it may be gone tomorrow. */
export async function setLaunchAtLogin(wanted: boolean): Promise<void> {
  if (!app.isPackaged) return;
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted });
    return;
  }
  const file = autostartFile(process.env, homedir());
  if (!wanted) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  // An AppImage runs from a mount that changes with each start; its own path is in APPIMAGE.
  await writeFile(file, autostartEntry(process.env['APPIMAGE'] ?? process.execPath));
}

function autostartFile(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  return join(
    environment['XDG_CONFIG_HOME'] ?? join(home, '.config'),
    'autostart',
    'switchyard.desktop',
  );
}

/** @see https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
function autostartEntry(program: string): string {
  const quoted = `"${program.replaceAll(/["`$\\]/g, '\\$&')}"`;
  return `[Desktop Entry]\nType=Application\nName=Switchyard\nExec=${quoted} --hidden\nX-GNOME-Autostart-enabled=true\n`;
}
