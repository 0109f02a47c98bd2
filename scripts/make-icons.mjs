// Draws the PNGs in resources/icons from the SVGs beside them. Run by Electron itself (resources/icons/README.md):
//   npx electron scripts/make-icons.mjs            (add --no-sandbox as root, xvfb-run -a without a display)
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

const folder = join(import.meta.dirname, '..', 'resources', 'icons');
const traySizes = [16, 22, 32, 44];

/* global document, Image */
/** Runs inside the page. */
async function draw(svg, size) {
  const image = new Image();
  image.src = `data:image/svg+xml;base64,${btoa(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return canvas.toDataURL('image/png').split(',')[1];
}

async function main() {
  await app.whenReady();
  const page = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await page.loadURL('data:text/html,<title>icons</title>');
  const save = async (source, size, target) => {
    const svg = await readFile(join(folder, source), 'utf8');
    const call = `(${draw.toString()})(${JSON.stringify(svg)}, ${size})`;
    const png = await page.webContents.executeJavaScript(call);
    await writeFile(join(folder, target), Buffer.from(png, 'base64'));
  };
  for (const file of await readdir(folder)) {
    if (!/^tray-.*\.svg$/.test(file)) continue;
    for (const size of traySizes) await save(file, size, file.replace('.svg', `-${size}.png`));
  }
  await save('app.svg', 512, 'app-512.png');
  await save('app-small.svg', 32, 'app-32.png');
}

main()
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => app.exit(process.exitCode ?? 0));
