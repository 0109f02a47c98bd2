// Builds the four bundles; each only when a source is newer than what was built.
import fs from 'node:fs';
import path from 'node:path';
import { root, runQuietly, say, tool } from './process.mjs';

const SOURCES = ['shared', 'electron', 'renderer', 'scripts', 'package-lock.json'];

/** Bundle name to its vite config and to a file that the build leaves. */
const BUNDLES = {
  cli: [
    'vite.cli.config.ts',
    'dist/cli/switchyard.js',
    ['shared', 'electron', 'package-lock.json'],
  ],
  main: ['vite.main.config.ts', 'dist/main/main.js', ['shared', 'electron', 'package-lock.json']],
  preload: ['vite.preload.config.ts', 'dist/preload/preload.cjs', ['shared', 'electron']],
  renderer: ['vite.renderer.config.ts', 'dist/renderer/index.html', SOURCES],
};

export async function build(names = Object.keys(BUNDLES)) {
  for (const name of names) {
    const [config, product, sources] = BUNDLES[name];
    const built = modifiedAt(path.join(root, product));
    if (built > newest([...sources, config].map((source) => path.join(root, source)))) continue;
    say(`building ${name}`);
    await runQuietly(
      process.execPath,
      [tool('vite/bin/vite.js'), 'build', '-c', config],
      `building ${name}`,
    );
    // Vite keeps an unchanged file's time on some systems; the stamp is what the next run compares with.
    const now = new Date();
    fs.utimesSync(path.join(root, product), now, now);
  }
}

function modifiedAt(file) {
  return fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0;
}

function newest(places) {
  let latest = 0;
  for (const place of places) {
    if (!fs.existsSync(place)) continue;
    if (!fs.statSync(place).isDirectory()) {
      latest = Math.max(latest, modifiedAt(place));
      continue;
    }
    for (const entry of fs.readdirSync(place, { recursive: true, withFileTypes: true })) {
      if (entry.isFile())
        latest = Math.max(latest, modifiedAt(path.join(entry.parentPath, entry.name)));
    }
  }
  return latest;
}
