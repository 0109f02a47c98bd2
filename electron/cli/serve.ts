import { randomBytes } from 'node:crypto';
import { CommandError, OK, WRONG_USAGE, loadConfiguration, readOptions } from './command.ts';
import type { CommandIo } from './command.ts';
import { startOwnGateway } from './start-gateway.ts';

export const serveHelp = `Usage: switchyard serve --config FILE [--port N] [--json]

Runs the gateway until SIGINT or SIGTERM; requests under way then get 10 seconds.

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
  const configuration = await loadConfiguration('serve', config, io.env);
  const wantedPort = port === undefined ? configuration.listen.port : readPort(port);
  const given = io.env['SWITCHYARD_TOKEN'] ?? '';
  const token = given === '' ? randomBytes(32).toString('base64url') : given;
  const started = startOwnGateway(configuration, {
    port: wantedPort,
    token,
    project: null,
    version,
    io,
  });
  const { gateway, url } = await started;
  const shownToken = given === '' ? `, token ${token}` : ', token from SWITCHYARD_TOKEN';
  io.stdout(
    json === true
      ? `${JSON.stringify({ url, token, pid: process.pid })}\n`
      : `Switchyard listens on ${url} (profile ${configuration.activeProfile}, routing ${configuration.routing ? 'on' : 'off'}${shownToken})\n`,
  );
  await aborted(io.signal);
  await gateway.stop(GRACE_MS);
  return OK;
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
