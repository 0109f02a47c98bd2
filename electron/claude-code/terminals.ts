import { basename } from 'node:path';
import { quotePosix, quotePowerShell } from '../base/shell-quote.ts';

/** How to open one terminal window that runs one command in one folder. */
export interface TerminalCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** macOS opens a script file; this is what must stand in it (mode 0700). */
  readonly script: string | null;
}

interface Terminal {
  readonly id: string;
  readonly name: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Program to look for on PATH, or application folder on macOS. */
  readonly program: string;
  readonly args: (folder: string, argv: readonly string[]) => readonly string[];
}

const linux = (
  id: string,
  name: string,
  args: (folder: string, argv: readonly string[]) => readonly string[],
): Terminal => ({ id, name, platform: 'linux', program: id, args });

/** In order of choice for `auto`; every one takes the command as words, so that nothing is quoted twice. */
export const terminals: readonly Terminal[] = [
  linux('x-terminal-emulator', "The system's terminal", (_folder, argv) => ['-e', ...argv]),
  linux('gnome-terminal', 'GNOME Terminal', (folder, argv) => [
    `--working-directory=${folder}`,
    '--',
    ...argv,
  ]),
  linux('konsole', 'Konsole', (folder, argv) => ['--workdir', folder, '-e', ...argv]),
  linux('xfce4-terminal', 'Xfce Terminal', (folder, argv) => [
    `--working-directory=${folder}`,
    '-x',
    ...argv,
  ]),
  linux('kitty', 'kitty', (folder, argv) => ['--directory', folder, ...argv]),
  linux('alacritty', 'Alacritty', (folder, argv) => ['--working-directory', folder, '-e', ...argv]),
  linux('wezterm', 'WezTerm', (folder, argv) => ['start', '--cwd', folder, '--', ...argv]),
  linux('foot', 'foot', (folder, argv) => [`--working-directory=${folder}`, ...argv]),
  linux('xterm', 'xterm', (_folder, argv) => ['-e', ...argv]),
  mac('terminal', 'Terminal', '/System/Applications/Utilities/Terminal.app'),
  mac('iterm2', 'iTerm2', '/Applications/iTerm.app'),
  {
    id: 'wt',
    name: 'Windows Terminal',
    platform: 'win32',
    program: 'wt.exe',
    // `;` separates commands of wt itself.
    args: (folder, argv) => [
      '-d',
      folder,
      ...powerShell(argv).map((a) => a.replaceAll(';', '\\;')),
    ],
  },
  {
    id: 'powershell',
    name: 'PowerShell',
    platform: 'win32',
    program: 'powershell.exe',
    args: (_folder, argv) => powerShell(argv).slice(1),
  },
];

function mac(id: string, name: string, program: string): Terminal {
  return { id, name, platform: 'darwin', program, args: () => [] };
}

/**
 * The words that start a terminal in `folder` with `command` (words, none of them secret). macOS: `open` with
 * `scriptFile`, because scripting Terminal needs a permission that opening a file does not. null: unknown id.
 */
export function terminalCommand(
  id: string,
  folder: string,
  command: readonly string[],
  options: { readonly shell?: string | undefined; readonly scriptFile?: string } = {},
): TerminalCommand | null {
  const terminal = terminals.find((candidate) => candidate.id === id);
  if (terminal === undefined) return null;
  const { program, platform } = terminal;
  if (platform === 'darwin') {
    const line = `cd ${quotePosix(folder)} && exec ${command.map(quotePosix).join(' ')}`;
    const script = `#!/bin/sh\n${line}\n`;
    return { file: 'open', args: ['-a', program, options.scriptFile ?? ''], script };
  }
  const argv = platform === 'linux' ? inShell(command, options.shell) : command;
  return { file: program, args: terminal.args(folder, argv), script: null };
}

const shellsWeKnow = ['bash', 'zsh', 'fish'];

/** Through the user's own shell, so that PATH is theirs and the window stays open when Claude Code ends. */
function inShell(command: readonly string[], shell: string | undefined): readonly string[] {
  if (shell === undefined || !shellsWeKnow.includes(basename(shell))) return command;
  const line = `${command.map(quotePosix).join(' ')}; exec ${quotePosix(shell)} -i`;
  return [shell, '-i', '-c', line];
}

function powerShell(command: readonly string[]): readonly string[] {
  return ['powershell.exe', '-NoExit', '-Command', `& ${command.map(quotePowerShell).join(' ')}`];
}
