import { join } from 'node:path';

/** Where the app's own files are. `root` holds `dist/` and `resources/`, in a checkout as in the installed app. */
export interface AppPaths {
  readonly root: string;
  readonly userData: string;
  readonly database: string;
  readonly runtimeFile: string;
  /** Settings files of launches; a folder of its own. */
  readonly launches: string;
  readonly labRuns: string;
  readonly tokenFactors: string;
  readonly signatures: string;
  readonly renderer: string;
  readonly preload: string;
  readonly icons: string;
}

export function appPaths(root: string, userData: string): AppPaths {
  return {
    root,
    userData,
    database: join(userData, 'traffic.sqlite'),
    runtimeFile: join(userData, 'gateway.json'),
    launches: join(userData, 'launches'),
    labRuns: join(userData, 'lab-runs'),
    tokenFactors: join(userData, 'token-factors.json'),
    signatures: join(userData, 'signatures.txt'),
    renderer: join(root, 'dist', 'renderer'),
    preload: join(root, 'dist', 'preload', 'preload.cjs'),
    icons: join(root, 'resources', 'icons'),
  };
}
