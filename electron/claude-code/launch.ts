import { spawn } from 'node:child_process';
import { access, chmod, stat, writeFile } from 'node:fs/promises';
import type { LaunchPlan, LaunchResult, TerminalChoice } from '../../shared/domain/launch.ts';
import type { Machine } from '../base/app-directories.ts';
import { quotePosix, quotePowerShell } from '../base/shell-quote.ts';
import { detectLogin } from './detect-login.ts';
import { findClaude, findOnPath } from './find-claude.ts';
import { findConflicts } from './launch-conflicts.ts';
import { launchSettings } from './launch-settings.ts';
import { newSettingsPath, removeStaleSettings, writeSettingsFile } from './settings-file.ts';
import { terminalCommand, terminals } from './terminals.ts';
import type { TerminalCommand } from './terminals.ts';

export interface LaunchDependencies {
  readonly machine: Machine;
  /** Where settings files of launches are kept; a folder of ours. */
  readonly settingsFolder: string;
  /** null: the gateway does not listen. */
  readonly gatewayUrl: () => string | null;
  /** A new secret for this folder (`LaunchGrants.issue`). */
  readonly issue: (project: string) => string;
  /** Id of a terminal, or `auto`. */
  readonly terminal: () => string;
  readonly now: () => number;
}

export interface Launch {
  /** What a launch would do. The settings file that it names is there, so that a copied command works too. */
  plan(folder: string): Promise<LaunchPlan>;
  start(folder: string): Promise<LaunchResult>;
  terminals(): Promise<readonly TerminalChoice[]>;
}

const STALE_AFTER_MS = 14 * 24 * 60 * 60 * 1000;
/** A terminal that fails does so at once; one that is still there after this is taken as started. */
const START_WAIT_MS = 1_500;

/** Plans and starts Claude Code in a terminal. One prepared settings file per folder, used up by a start. */
export function createLaunch(dependencies: LaunchDependencies): Launch {
  const prepared = new Map<string, { readonly key: string; readonly file: string }>();

  const prepare = async (
    folder: string,
    baseUrl: string,
    credential: LaunchPlan['credential'],
  ): Promise<string> => {
    const key = `${baseUrl} ${credential}`;
    const known = prepared.get(folder);
    if (known?.key === key && (await isThere(known.file))) return known.file;
    const { machine, settingsFolder, now } = dependencies;
    await removeStaleSettings(settingsFolder, STALE_AFTER_MS, now());
    const file = newSettingsPath(settingsFolder);
    const text = launchSettings({
      baseUrl,
      secret: dependencies.issue(folder),
      credential,
      customHeaders: machine.env['ANTHROPIC_CUSTOM_HEADERS'],
    });
    await writeSettingsFile(file, text, settingsFolder);
    prepared.set(folder, { key, file });
    return file;
  };

  const plan = (folder: string): Promise<LaunchPlan> => planLaunch(folder, dependencies, prepare);
  return {
    plan,
    start: async (folder) => {
      const made = await plan(folder);
      if (made.problem !== null) return { started: false, plan: made, detail: made.problem };
      prepared.delete(folder);
      return startLaunch(made, dependencies.machine);
    },
    terminals: () => availableTerminals(dependencies.machine),
  };
}

type Prepare = (
  folder: string,
  baseUrl: string,
  credential: LaunchPlan['credential'],
) => Promise<string>;

/** Finds out all that a launch needs; `problem` names the first thing that is missing. */
async function planLaunch(
  folder: string,
  { machine, gatewayUrl, terminal }: LaunchDependencies,
  prepare: Prepare,
): Promise<LaunchPlan> {
  const [claudePath, login, chosen, conflicts, folderThere] = await Promise.all([
    findClaude(machine),
    detectLogin(machine, folder),
    chooseTerminal(machine, terminal()),
    findConflicts(machine, folder),
    isFolder(folder),
  ]);
  const credential = login === null ? 'token' : 'login';
  const baseUrl = gatewayUrl();
  const settingsFile =
    baseUrl === null || !folderThere ? '' : await prepare(folder, baseUrl, credential);
  return {
    folder,
    command: commandLine(machine, folder, claudePath ?? 'claude', settingsFile),
    settingsFile,
    terminal: chosen,
    claudePath,
    credential,
    problem: firstProblem({ folderThere, baseUrl, claudePath, chosen }),
    conflicts,
  };
}

function firstProblem(found: {
  readonly folderThere: boolean;
  readonly baseUrl: string | null;
  readonly claudePath: string | null;
  readonly chosen: string | null;
}): LaunchPlan['problem'] {
  if (!found.folderThere) return 'folder-missing';
  if (found.baseUrl === null) return 'gateway-not-listening';
  if (found.claudePath === null) return 'claude-not-found';
  return found.chosen === null ? 'terminal-not-found' : null;
}

/** What a person can type instead; the secret is in the file, never in the line. */
function commandLine(
  { platform }: Machine,
  folder: string,
  claudePath: string,
  settingsFile: string,
): string {
  if (platform === 'win32') {
    const [there, program, file] = [folder, claudePath, settingsFile].map(quotePowerShell);
    return `cd ${there ?? ''}; & ${program ?? ''} --settings ${file ?? ''}`;
  }
  const words = [claudePath, '--settings', settingsFile].map(quotePosix).join(' ');
  return `cd ${quotePosix(folder)} && ${words}`;
}

/** Opens the terminal of a plan without problems; resolves when it runs or has said why it does not. */
export async function startLaunch(plan: LaunchPlan, machine: Machine): Promise<LaunchResult> {
  const { claudePath, terminal, settingsFile, folder } = plan;
  if (claudePath === null || terminal === null) return { started: false, plan, detail: '' };
  const scriptFile = `${settingsFile}.command`;
  const command = terminalCommand(terminal, folder, [claudePath, '--settings', settingsFile], {
    shell: machine.env['SHELL'],
    scriptFile,
  });
  if (command === null) return { started: false, plan, detail: `no terminal "${terminal}"` };
  if (command.script !== null) {
    await writeFile(scriptFile, command.script, { mode: 0o700 });
    await chmod(scriptFile, 0o700);
  }
  const fault = await open(command, folder, machine);
  return { started: fault === null, plan, detail: fault ?? '' };
}

function open(command: TerminalCommand, folder: string, machine: Machine): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      env: withoutElectron(machine.env),
    });
    const timer = setTimeout(() => {
      finish(null);
    }, START_WAIT_MS);
    const finish = (fault: string | null): void => {
      clearTimeout(timer);
      child.unref();
      resolve(fault);
    };
    child.once('error', (error) => {
      finish(error.message);
    });
    child.once('exit', (code) => {
      finish(code === 0 ? null : `${command.file} ended with code ${String(code)}`);
    });
  });
}

/** Variables of ours and of Electron's that must not reach the user's shell. */
function withoutElectron(env: Machine['env']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:ELECTRON_|SWITCHYARD_|CHROME_)/.test(name)),
  );
}

async function availableTerminals(machine: Machine): Promise<readonly TerminalChoice[]> {
  const here = terminals.filter(({ platform }) => platform === machine.platform);
  return Promise.all(
    here.map(async ({ id, name, program }) => ({
      id,
      name,
      available: program.startsWith('/')
        ? await isThere(program)
        : (await findOnPath(machine, program)) !== null,
    })),
  );
}

/** The chosen one if it is there; for `auto` the first that is. */
async function chooseTerminal(machine: Machine, wanted: string): Promise<string | null> {
  const available = (await availableTerminals(machine)).filter((terminal) => terminal.available);
  if (wanted === 'auto') return available[0]?.id ?? null;
  return available.find(({ id }) => id === wanted)?.id ?? null;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
