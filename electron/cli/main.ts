import { nearest } from '../../shared/base/nearest.ts';
import { check, checkHelp } from './check.ts';
import { code, codeHelp } from './code.ts';
import { CommandError, FAILED, OK, WRONG_USAGE } from './command.ts';
import type { CommandIo } from './command.ts';
import { env, envHelp } from './env.ts';
import { importCommand, importHelp } from './import.ts';
import { runLabCommand } from './lab.ts';
import { routeCommand, routeHelp } from './route.ts';
import { serve, serveHelp } from './serve.ts';

interface Command {
  readonly about: string;
  /** null: the command prints its own. */
  readonly help: string | null;
  readonly run: (args: readonly string[], io: CommandIo, version: string) => Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  serve: { about: 'run the gateway until SIGINT or SIGTERM', help: serveHelp, run: serve },
  check: { about: 'validate a configuration and print its rules', help: checkHelp, run: check },
  route: { about: 'say which rule takes a request, and why', help: routeHelp, run: routeCommand },
  code: { about: 'start Claude Code through the gateway, here', help: codeHelp, run: code },
  env: { about: 'print shell exports for the running gateway', help: envHelp, run: env },
  lab: { about: 'test an endpoint and measure it', help: null, run: runLabCommand },
  import: {
    about: "convert another tool's configuration",
    help: importHelp,
    run: importCommand,
  },
  audit: later('audit', 'the cost audit, on demand'),
  restore: later('restore', 'put every user file back'),
  doctor: later('doctor', 'what overrides us, ports, keychain, client'),
};

function later(name: string, about: string): Command {
  return {
    about: `${about} (not in this version yet)`,
    help: `switchyard ${name}: ${about}. Not in this version yet.\n`,
    run: (_args, io) => {
      io.stderr(`switchyard ${name} is not in this version yet.\n`);
      return Promise.resolve(FAILED);
    },
  };
}

/** Runs one command line; every expected failure is a sentence on stderr and an exit code. */
export async function main(
  args: readonly string[],
  io: CommandIo,
  version: string,
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.stderr(overview());
    return WRONG_USAGE;
  }
  if (['--version', '-v'].includes(name)) io.stdout(`${version}\n`);
  else if (['--help', '-h', 'help'].includes(name)) io.stdout(overview());
  else return runCommand(name, rest, io, version);
  return OK;
}

async function runCommand(
  name: string,
  rest: readonly string[],
  io: CommandIo,
  version: string,
): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const close = nearest(name, Object.keys(commands));
    const hint = close === null ? '' : ` Did you mean "${close}"?`;
    io.stderr(`There is no command "${name}".${hint}\nSee: switchyard --help\n`);
    return WRONG_USAGE;
  }
  if (command.help !== null && asksForHelp(rest)) {
    io.stdout(command.help);
    return OK;
  }
  try {
    return await command.run(rest, io, version);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    io.stderr(`${error.message}\n`);
    return error.exitCode;
  }
}

/** `--help` after `--` belongs to claude. */
function asksForHelp(args: readonly string[]): boolean {
  const split = args.indexOf('--');
  const own = split === -1 ? args : args.slice(0, split);
  return own.includes('--help') || own.includes('-h');
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(
    ([name, { about }]) => `  ${name.padEnd(width)}  ${about}`,
  );
  return `Usage: switchyard COMMAND [OPTIONS]

${lines.join('\n')}

  switchyard COMMAND --help tells more. Exit codes: 0 ok, 1 failed, 2 wrong usage or invalid configuration.
`;
}
