// npm run e2e [-- ARGS of playwright test]: the real app on a private session bus with an unlocked keyring and a display.
import { ensureClaude } from './fetch-claude.mjs';
import { build } from './lib/build.mjs';
import { ensureElectron } from './lib/electron-runtime.mjs';
import { tool } from './lib/process.mjs';
import { inWindowSession } from './lib/window-session.mjs';

const electron = await ensureElectron();
await build(['main', 'preload', 'renderer', 'cli']);
const playwright = [process.execPath, tool('playwright/cli.js'), 'test', ...process.argv.slice(2)];
const env = { ...process.env, ...electron.env, SWITCHYARD_CLAUDE: await ensureClaude() };
process.exitCode = await inWindowSession(playwright, env);
