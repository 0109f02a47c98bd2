import { join, normalize, sep } from 'node:path';

export const scheme = 'app';
const host = 'switchyard';
/** The window's origin; IPC is answered for this origin alone. */
export const windowOrigin = `${scheme}://${host}`;

/** The file that an address of ours stands for; null when it points out of `folder` or to another host. */
export function fileFor(folder: string, address: string): string | null {
  const url = new URL(address);
  if (url.host !== host) return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    // A broken escape is no file of ours.
    return null;
  }
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(normalize(folder) + sep) && !file.includes('\0') ? file : null;
}
