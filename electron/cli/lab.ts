import { parseArgs } from 'node:util';
import type { LabRequest, LabRun, ProbeResult, SweepStep } from '../../shared/domain/lab.ts';
import { wireFormats, type ResolvedProvider } from '../../shared/domain/provider.ts';
import { labSentence, labVerdictSentence } from '../../shared/i18n/lab-results.ts';
import { systemClock } from '../base/clock.ts';
import { isLabWire } from '../endpoint-tests/addresses.ts';
import { createLabRunner } from '../endpoint-tests/lab-runner.ts';

/** What the command may touch; `signal` is the terminal's interrupt. */
export interface LabCommandIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const USAGE = `Usage: switchyard lab --base-url URL [--wire W] [--model M] [--json] [--max-concurrency N]
                      [--output-tokens N] [--key-env NAME]

  --wire             auto (default), ${wireFormats.filter(isLabWire).join(' or ')}
  --max-concurrency  0 to 32 (default 16); 0 leaves the load test out
  --output-tokens    8 to 1024 asked of each stream (default 128)
  --key-env          the environment variable that holds the key`;

const OK = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** `switchyard lab` (config.md 2). Exit 0: it answers and was measured; 1: it does not, or stopped; 2: wrong usage. */
export async function runLabCommand(args: readonly string[], io: LabCommandIo): Promise<number> {
  const options = readOptions(args, io);
  if (options === null) return OK;
  if (typeof options === 'string') {
    io.stderr(`${options}\n\n${USAGE}\n`);
    return WRONG_USAGE;
  }
  const { request, json, secret } = options;
  const printed = new Set<string>();
  const lab = createLabRunner({
    clock: systemClock,
    providerFor: () => endpointAsProvider(request.baseUrl),
    secretFor: () => Promise.resolve(secret),
    onProgress: (run) => {
      if (!json) printNew(run, printed, io);
    },
    labDirectory: null,
    onFault: (error) => {
      io.stderr(`switchyard lab: ${error instanceof Error ? error.message : String(error)}\n`);
    },
  });
  const id = lab.start({ ...request, providerId: secret === null ? null : KEY_OWNER });
  const cancel = (): void => {
    lab.cancel(id);
  };
  io.signal.addEventListener('abort', cancel, { once: true });
  if (io.signal.aborted) cancel();
  const run = await lab.finished(id);
  io.signal.removeEventListener('abort', cancel);
  if (run === null) return FAILED;
  const shown = { ...run, request };
  io.stdout(json ? `${JSON.stringify(shown)}\n` : `\n${lastLine(run)}\n`);
  const answered = run.probes.some(
    ({ id: probe, outcome }) => probe === 'one-token' && outcome === 'pass',
  );
  return run.state === 'done' && answered ? OK : FAILED;
}

/** The key of `--key-env` belongs to the address beside it. */
const KEY_OWNER = 'command-line';

function endpointAsProvider(baseUrl: string): ResolvedProvider {
  return {
    id: KEY_OWNER,
    preset: null,
    name: KEY_OWNER,
    wire: 'openai-chat',
    baseUrl,
    auth: 'bearer',
    keys: [],
    models: [],
    modelMapping: {},
    headers: {},
    timeouts: {},
    quirks: [],
    billing: { kind: 'per-token' },
  };
}

interface Options {
  readonly request: LabRequest;
  readonly json: boolean;
  readonly secret: string | null;
}

/** The options, a sentence on what is wrong with them, or null when only help was asked for. */
function readOptions(args: readonly string[], io: LabCommandIo): Options | string | null {
  const parsed = parse(args);
  if (typeof parsed === 'string') return parsed;
  if (parsed.help === true) {
    io.stdout(`${USAGE}\n`);
    return null;
  }
  const address = parsed['base-url'];
  if (address === undefined) return '--base-url is missing';
  // `spark:8000` is how people say it, and URL would read a scheme `spark:` in it.
  const baseUrl = address.includes('://') ? address : `http://${address}`;
  const wire = parsed.wire ?? 'auto';
  if (wire !== 'auto' && !isLabWire(wire)) return `--wire: "${wire}" cannot be tested`;
  const maxConcurrency = readCount(parsed['max-concurrency'], 16, 0, 32);
  if (maxConcurrency === null) return '--max-concurrency takes a number from 0 to 32';
  const outputTokens = readCount(parsed['output-tokens'], 128, 8, 1024);
  if (outputTokens === null) return '--output-tokens takes a number from 8 to 1024';
  const keyName = parsed['key-env'];
  const secret = keyName === undefined ? null : (io.env[keyName] ?? null);
  if (keyName !== undefined && secret === null) return `--key-env: ${keyName} is not set`;
  const model = parsed.model ?? null;
  return {
    json: parsed.json === true,
    secret,
    request: { baseUrl, wire, model, providerId: null, maxConcurrency, outputTokens },
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        'base-url': text,
        wire: text,
        model: text,
        json: flag,
        'max-concurrency': text,
        'output-tokens': text,
        'key-env': text,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    // parseArgs throws for what it does not know; its words name the option.
    return error instanceof Error ? error.message : String(error);
  }
}

function readCount(
  text: string | undefined,
  fallback: number,
  min: number,
  max: number,
): number | null {
  if (text === undefined) return fallback;
  const value = Number(text);
  return Number.isInteger(value) && value >= min && value <= max ? value : null;
}

const marks: Readonly<Record<ProbeResult['outcome'], string>> = {
  pass: 'ok  ',
  warn: 'warn',
  fail: 'FAIL',
  skipped: '-   ',
  running: '… ',
};

/** Progress comes as the whole run: each result is printed once, when it is there. */
function printNew(run: LabRun, printed: Set<string>, io: LabCommandIo): void {
  for (const probe of run.probes) {
    if (probe.outcome === 'running' || printed.has(probe.id)) continue;
    printed.add(probe.id);
    const sentence = labSentence('en', probe.code, probe.values);
    io.stdout(`${marks[probe.outcome]}  ${probe.id.padEnd(10)}  ${sentence}\n`);
  }
  for (const step of run.steps) {
    if (printed.size === 0 || printed.has(`step ${step.concurrency}`)) continue;
    if (step === run.steps[0]) io.stdout(`\n${row(HEAD)}\n`);
    printed.add(`step ${step.concurrency}`);
    io.stdout(`${row(cells(step))}\n`);
  }
}

const HEAD = ['at once', 'total tok/s', 'per stream', 'first p50 ms', 'first p95 ms', 'errors'];

function cells(step: SweepStep): readonly string[] {
  return [
    String(step.concurrency),
    step.totalTokensPerSecond.toFixed(1),
    step.perStreamTokensPerSecond.toFixed(1),
    step.ttftP50Ms.toFixed(0),
    step.ttftP95Ms.toFixed(0),
    `${step.errors}/${step.requests}`,
  ];
}

function row(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(13)).join('');
}

function lastLine(run: LabRun): string {
  if (run.state === 'cancelled') return labSentence('en', 'stopped-early');
  if (run.verdict === null) return labSentence('en', run.error ?? 'run-internal');
  return labVerdictSentence('en', run.verdict.code, run.verdict.values);
}
