import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { join } from 'node:path';
import { appDataDirectory } from '../base/app-directories.ts';
import { detectLogin } from '../claude-code/detect-login.ts';
import { findClaude } from '../claude-code/find-claude.ts';
import { findConflicts } from '../claude-code/launch-conflicts.ts';
import { launchSettings } from '../claude-code/launch-settings.ts';
import {
  newSettingsPath,
  removeSettingsFile,
  writeSettingsFile,
} from '../claude-code/settings-file.ts';
import { CommandError, FAILED, loadConfiguration, readOptions } from './command.ts';
import type { CommandIo } from './command.ts';
import { findRunningGateway, readGatewayToken } from './running-gateway.ts';
import { startOwnGateway } from './start-gateway.ts';

export const codeHelp = `Usage: switchyard code [--config FILE] [-- ARGS…]

Starts Claude Code in this folder through the gateway of the running app, or through one of its own from --config.
What stands after -- goes to claude; its exit code is ours.
`;

interface Way {
  readonly url: string;
  readonly secret: string;
  readonly close: () => Promise<void>;
}

export async function code(
  args: readonly string[],
  io: CommandIo,
  version: string,
): Promise<number> {
  const split = args.indexOf('--');
  const own = split === -1 ? args : args.slice(0, split);
  const passed = split === -1 ? [] : args.slice(split + 1);
  const { config } = readOptions('code', own, { config: { type: 'string' } });
  const claude = await findClaude(io.machine);
  if (claude === null) {
    const remedy = 'Install it (https://code.claude.com/docs/en/setup), or set SWITCHYARD_CLAUDE.';
    throw new CommandError(`Claude Code was not found. ${remedy}`, FAILED);
  }
  for (const { name, where, effect } of await findConflicts(io.machine, io.folder)) {
    if (effect !== 'overrides-launch') continue;
    io.stderr(`switchyard: ${name} in ${where} makes Claude Code go past the gateway\n`);
  }
  const way = await findWay(config, io, version);
  try {
    return await runClaude(claude, passed, way, io);
  } finally {
    await way.close();
  }
}

/** The app's gateway if it runs; else one of our own for as long as Claude Code runs. */
async function findWay(config: string | undefined, io: CommandIo, version: string): Promise<Way> {
  const running = await findRunningGateway(io.machine);
  if (running !== null) {
    if (config !== undefined) {
      io.stderr('switchyard: the running app’s gateway is used; --config is not read\n');
    }
    const secret = await readGatewayToken(io.env);
    return { url: running, secret, close: () => Promise.resolve() };
  }
  if (config === undefined) {
    const remedy = 'Start Switchyard, or name a configuration: switchyard code --config FILE';
    throw new CommandError(`No gateway is running. ${remedy}`, FAILED);
  }
  const configuration = await loadConfiguration('code', config, io.env);
  const secret = randomBytes(32).toString('base64url');
  const { gateway, url } = await startOwnGateway(() => configuration, {
    // Any free port: another session may have the configured one.
    port: 0,
    token: secret,
    project: io.folder,
    version,
    io,
  });
  return { url, secret, close: () => gateway.stop(0) };
}

async function runClaude(
  claude: string,
  passed: readonly string[],
  way: Way,
  io: CommandIo,
): Promise<number> {
  const login = await detectLogin(io.machine, io.folder);
  const folder = join(appDataDirectory(io.machine), 'launches');
  const file = newSettingsPath(folder);
  const settings = launchSettings({
    baseUrl: way.url,
    secret: way.secret,
    credential: login === null ? 'token' : 'login',
    customHeaders: io.env['ANTHROPIC_CUSTOM_HEADERS'],
  });
  await writeSettingsFile(file, settings, folder);
  try {
    return await run(claude, ['--settings', file, ...passed], io);
  } finally {
    await removeSettingsFile(file);
  }
}

/** Ends when claude does. Ctrl+C reaches it from the terminal itself; a SIGTERM to us is handed on. */
function run(claude: string, args: readonly string[], io: CommandIo): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(claude, args, { cwd: io.folder, stdio: 'inherit', env: io.env });
    const stop = (): void => {
      if (io.signal.reason === 'SIGTERM') child.kill('SIGTERM');
    };
    io.signal.addEventListener('abort', stop, { once: true });
    child.once('error', (error) => {
      reject(new CommandError(`Claude Code did not start: ${error.message}`, FAILED));
    });
    child.once('exit', (exitCode, signal) => {
      io.signal.removeEventListener('abort', stop);
      resolve(exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
