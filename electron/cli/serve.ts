import { randomBytes } from 'node:crypto';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { problemLine } from '../base/configuration-file.ts';
import { CommandError, OK, WRONG_USAGE, loadConfiguration, readOptions } from './command.ts';
import type { CommandIo } from './command.ts';
import { watchConfiguration } from './configuration-watch.ts';
import { startOwnGateway } from './start-gateway.ts';

export const serveHelp = `Usage: switchyard serve --config FILE [--port N] [--json]

Runs the gateway until SIGINT or SIGTERM; requests under way then get 10 seconds.
A change of the configuration file holds from the next request on; while the file
is invalid, what ran before goes on and stderr says why.

  --config FILE  the configuration (JSON, YAML or TOML)
  --port N       instead of the configuration's; 0: any free port
  --json         print one JSON line: {"url", "token", "pid"}

The token is SWITCHYARD_TOKEN where that is set, else a new one for each run.
`;

/** In-flight streams get this long after a signal (config.md 2). */
const GRACE_MS = 10_000;

export async function serve(
  args: readonly string[],
  io: CommandIo,
  version: string,
): Promise<number> {
  const { config, port, json } = readOptions('serve', args, {
    config: { type: 'string' },
    port: { type: 'string' },
    json: { type: 'boolean' },
  });
  const first = await loadConfiguration('serve', config, io.env);
  const wantedPort = port === undefined ? first.listen.port : readPort(port);
  const given = io.env['SWITCHYARD_TOKEN'] ?? '';
  const token = given === '' ? randomBytes(32).toString('base64url') : given;
  let configuration = first;
  const { gateway, url } = await startOwnGateway(() => configuration, {
    port: wantedPort,
    token,
    project: null,
    version,
    io,
  });
  const watch = followFile(config ?? '', first, io, (next) => {
    configuration = next;
  });
  const shownToken = given === '' ? `, token ${token}` : ', token from SWITCHYARD_TOKEN';
  io.stdout(
    json === true
      ? `${JSON.stringify({ url, token, pid: process.pid })}\n`
      : `Switchyard listens on ${url} (${summary(first)}${shownToken})\n`,
  );
  await aborted(io.signal);
  watch.dispose();
  await gateway.stop(GRACE_MS);
  return OK;
}

/** Says on stderr what became of each change of the file; stdout is the caller's. */
function followFile(
  file: string,
  first: Configuration,
  io: CommandIo,
  use: (configuration: Configuration) => void,
): ReturnType<typeof watchConfiguration> {
  return watchConfiguration({
    file,
    env: io.env,
    current: first,
    onChange: (next) => {
      use(next);
      io.stderr(`switchyard: ${file} read anew (${summary(next)})\n`);
      if (next.listen.host === first.listen.host && next.listen.port === first.listen.port) return;
      io.stderr('switchyard: listen has changed; the gateway moves there when it is restarted\n');
    },
    onProblems: (problems) => {
      io.stderr(`switchyard: ${file} is invalid; what ran before goes on\n`);
      for (const problem of problems) io.stderr(`${problemLine(file, problem)}\n`);
    },
  });
}

function summary({ activeProfile, routing }: Configuration): string {
  return `profile ${activeProfile}, routing ${routing ? 'on' : 'off'}`;
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new CommandError(`--port takes a number from 0 to 65535, not "${text}"`, WRONG_USAGE);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
