import { quotePosix, quotePowerShell } from '../base/shell-quote.ts';
import { detectLogin } from '../claude-code/detect-login.ts';
import { launchEnvironment } from '../claude-code/launch-settings.ts';
import { CommandError, FAILED, OK, WRONG_USAGE, readOptions } from './command.ts';
import type { CommandIo } from './command.ts';
import { findRunningGateway, readGatewayToken } from './running-gateway.ts';

export const envHelp = `Usage: eval "$(switchyard env)"

Prints shell exports that send Claude Code through the running gateway. They hold its token: do not paste them anywhere.

  --url URL      a gateway that was started by "switchyard serve" (with SWITCHYARD_TOKEN)
  --shell NAME   posix (default), fish or powershell
`;

const shells = ['posix', 'fish', 'powershell'] as const;
type Shell = (typeof shells)[number];

export async function env(args: readonly string[], io: CommandIo): Promise<number> {
  const { url, shell = 'posix' } = readOptions('env', args, {
    url: { type: 'string' },
    shell: { type: 'string' },
  });
  const wanted = shells.find((known) => known === shell);
  if (wanted === undefined) {
    throw new CommandError(`--shell takes ${shells.join(', ')}, not "${shell}"`, WRONG_USAGE);
  }
  const baseUrl = url ?? (await findRunningGateway(io.machine));
  if (baseUrl === null) {
    const remedy = 'Start Switchyard, or name a gateway: switchyard env --url URL';
    throw new CommandError(`No gateway is running. ${remedy}`, FAILED);
  }
  const login = await detectLogin(io.machine, io.folder);
  const variables = launchEnvironment({
    baseUrl: baseUrl.replace(/\/+$/, ''),
    secret: await readGatewayToken(io.env),
    credential: login === null ? 'token' : 'login',
    customHeaders: io.env['ANTHROPIC_CUSTOM_HEADERS'],
  });
  for (const [name, value] of Object.entries(variables)) io.stdout(exportLine(wanted, name, value));
  return OK;
}

function exportLine(shell: Shell, name: string, value: string): string {
  if (shell === 'powershell') return `$env:${name} = ${quotePowerShell(value)}\n`;
  if (shell === 'fish') return `set -gx ${name} ${quotePosix(value.replaceAll('\\', '\\\\'))};\n`;
  return `export ${name}=${quotePosix(value)}\n`;
}
