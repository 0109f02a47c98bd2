import { readFileSync, renameSync } from 'node:fs';
import { settingsDocumentSchema } from './settings-document.ts';

/** Renames a settings file that is not ours to understand (damaged, or of a newer version) and returns its new path. */
export function setAsideInvalid(file: string, now: number): string | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (isSettings(text)) return null;
  const aside = file.replace(
    /\.json$/,
    `.invalid-${new Date(now).toISOString().replaceAll(':', '-')}.json`,
  );
  renameSync(file, aside);
  return aside;
}

function isSettings(text: string): boolean {
  try {
    return settingsDocumentSchema.safeParse(JSON.parse(text)).success;
  } catch {
    // Not JSON: set aside like any other text that is no settings file.
    return false;
  }
}
