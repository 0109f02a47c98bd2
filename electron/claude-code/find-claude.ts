import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Machine } from '../base/app-directories.ts';

/** The `claude` program, or null. PATH first, then where its installers put it: a desktop start has a bare PATH. */
export async function findClaude(machine: Machine): Promise<string | null> {
  const chosen = machine.env['SWITCHYARD_CLAUDE'];
  if (chosen !== undefined && chosen !== '') return (await isProgram(chosen)) ? chosen : null;
  const names = machine.platform === 'win32' ? ['claude.exe', 'claude.cmd'] : ['claude'];
  for (const folder of [...pathFolders(machine), ...(await usualFolders(machine))]) {
    for (const name of names) {
      const file = join(folder, name);
      if (await isProgram(file)) return file;
    }
  }
  return null;
}

/** Whether a program of this name is on PATH; its place or null. */
export async function findOnPath(machine: Machine, name: string): Promise<string | null> {
  for (const folder of pathFolders(machine)) {
    const file = join(folder, name);
    if (await isProgram(file)) return file;
  }
  return null;
}

function pathFolders({ env }: Machine): readonly string[] {
  return (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

async function usualFolders({ platform, env, home }: Machine): Promise<readonly string[]> {
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
    return [join(home, '.local', 'bin'), join(roaming, 'npm'), join(home, '.claude', 'local')];
  }
  const underHome = ['.local/bin', '.claude/local', '.npm-global/bin', '.bun/bin', '.volta/bin'];
  return [
    ...underHome.map((folder) => join(home, folder)),
    '/opt/homebrew/bin',
    '/usr/local/bin',
    '/home/linuxbrew/.linuxbrew/bin',
    '/usr/bin',
    ...(await versionManagerFolders(home)),
  ];
}

/** nvm keeps one folder per version; the newest is looked into first. */
async function versionManagerFolders(home: string): Promise<readonly string[]> {
  const root = join(home, '.nvm', 'versions', 'node');
  try {
    const versions = await readdir(root);
    return versions
      .sort((left, right) => right.localeCompare(left, 'en', { numeric: true }))
      .map((version) => join(root, version, 'bin'));
  } catch {
    // No nvm here.
    return [];
  }
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
