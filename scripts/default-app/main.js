// Stands in for Electron's default app in the fallback runtime: `electron [-r module]... [flags] <folder | file>`.
import { app } from 'electron';
import fs from 'node:fs';
import { Module } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

function readArguments(argv) {
  const preload = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index];
    if (argument === '-r' || argument === '--require') {
      index += 1;
      preload.push(argv[index]);
    } else if (argument === '-v' || argument === '--version') {
      return { print: `v${process.versions.electron}` };
    } else if (!argument.startsWith('-')) {
      return { preload, target: argument };
    }
  }
  return { print: 'usage: electron [-r module] <app folder | main file>', code: 1 };
}

const { print, code = 0, preload, target } = readArguments(process.argv.slice(1));
if (print !== undefined) {
  console.log(print);
  process.exit(code);
}
if (preload.length > 0) Module._preloadModules(preload);
Object.defineProperty(process, 'defaultApp', {
  configurable: false,
  enumerable: true,
  value: true,
});
const place = path.resolve(target);
const packageFile = path.join(place, 'package.json');
if (fs.existsSync(packageFile)) {
  const manifest = JSON.parse(fs.readFileSync(packageFile, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName ?? manifest.name ?? app.name;
  app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
}
const file = Module._resolveFilename(place, null, true);
app.setAppPath(fs.existsSync(packageFile) ? place : path.dirname(file));
await import(pathToFileURL(file).toString());
