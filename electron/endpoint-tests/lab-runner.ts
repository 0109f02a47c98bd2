import { randomUUID } from 'node:crypto';
import type { Disposable } from '../../shared/base/disposable.ts';
import {
  probeIds,
  type LabRequest,
  type LabRun,
  type ProbeResult,
} from '../../shared/domain/lab.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import type { Clock } from '../base/clock.ts';
import type { NetworkReach } from '../base/network-reach.ts';
import { addressesOf, parseHttpUrl, type Addresses } from './addresses.ts';
import { createEndpointClient } from './http.ts';
import { createLabRunFiles, type LabRunFiles } from './lab-runs.ts';
import { outcome, type ProbeOutcome } from './probe-endpoint.ts';
import { createProgress } from './progress.ts';
import { runProbes } from './run-probes.ts';
import { createSession, type LabCredential, type LabSession } from './session.ts';
import { runSweep } from './sweep.ts';
import { judgeRun } from './verdict.ts';

const PROGRESS_INTERVAL_MS = 250;
/** Six slow steps and eight probes fit; a server that drips for ever does not. */
const RUN_LIMIT_MS = 30 * 60_000;
const MAX_RUNS = 50;
const MAX_CONCURRENCY = 32;
const MAX_OUTPUT_TOKENS = 1024;

export interface LabRunnerDeps {
  readonly clock: Clock;
  /** null when the provider is gone. */
  readonly providerFor: (providerId: string) => ResolvedProvider | null;
  readonly secretFor: (providerId: string) => Promise<string | null>;
  /** The whole run, at most four times a second; its last state always. */
  readonly onProgress: (run: LabRun) => void;
  /** Where finished runs are kept; null keeps them in memory only. */
  readonly labDirectory: string | null;
  /** A bug of ours, or a disk that cannot be written: the run goes on or ends all the same. */
  readonly onFault: (error: unknown) => void;
  readonly runLimitMs?: number;
  /** Where a run that starts now may go; anywhere when absent. */
  readonly reach?: () => NetworkReach;
}

export interface LabRunner extends Disposable {
  /** Returns the run's id. @throws LabBusyError while another run is under way. */
  start(request: LabRequest): string;
  /** Closes every socket of the run at once; false when it does not run. */
  cancel(runId: string): boolean;
  /** Newest first, the running one included. */
  runs(): readonly LabRun[];
  /** Resolves when the kept runs were read. */
  readonly loaded: Promise<void>;
  /** Resolves with the run once it ended and was kept; null when there is no such run. */
  finished(runId: string): Promise<LabRun | null>;
}

export class LabBusyError extends Error {
  override readonly name = 'LabBusyError';
  constructor() {
    super('Another test is running');
  }
}

interface Current {
  readonly controller: AbortController;
  readonly done: Promise<LabRun>;
  run: LabRun;
}

export function createLabRunner(deps: LabRunnerDeps): LabRunner {
  const files = deps.labDirectory === null ? null : createLabRunFiles(deps.labDirectory);
  let kept: readonly LabRun[] = [];
  let current: Current | null = null;
  const loaded = loadKept();

  async function loadKept(): Promise<void> {
    try {
      const found = (await files?.load()) ?? [];
      kept = [...kept, ...found.filter(({ id }) => !kept.some((run) => run.id === id))];
    } catch (error) {
      deps.onFault(error);
    }
  }

  function start(asked: LabRequest): string {
    if (current !== null) throw new LabBusyError();
    const controller = new AbortController();
    const first = firstState(boundRequest(asked), deps.clock);
    const progress = createProgress<LabRun>(PROGRESS_INTERVAL_MS, (run) => {
      try {
        deps.onProgress(run);
      } catch (error) {
        // A listener's fault must not end the run, nor, from a timer, the process.
        deps.onFault(error);
      }
    });
    const { promise: done, resolve } = withResolvers<LabRun>();
    const mine: Current = { controller, done, run: first };
    current = mine;
    const update = (change: Partial<LabRun>): void => {
      mine.run = { ...mine.run, ...change };
      progress.push(mine.run);
    };
    progress.push(first);
    void runLab(deps, asked, mine, update)
      .catch((error: unknown) => {
        deps.onFault(error);
        return { state: 'failed', error: 'run-internal' } as const;
      })
      .then(async (end) => {
        const run = endRun(mine.run, end, deps.clock);
        mine.run = run;
        kept = [run, ...kept].slice(0, MAX_RUNS);
        current = null;
        await keep(files, run, deps);
        progress.push(run);
        progress.flush();
        progress.dispose();
        resolve(run);
      })
      .catch(deps.onFault);
    return first.id;
  }

  return {
    start,
    cancel: (runId) => {
      if (current?.run.id !== runId) return false;
      current.controller.abort();
      return true;
    },
    runs: () => (current === null ? kept : [current.run, ...kept]),
    loaded,
    finished: async (runId) =>
      current?.run.id === runId ? current.done : (kept.find(({ id }) => id === runId) ?? null),
    dispose: () => {
      current?.controller.abort();
    },
  };
}

type RunEnd = Pick<LabRun, 'state' | 'error'>;

/** The story of one run: address, credential, probes, sweep. Every wait in it ends with the signal. */
async function runLab(
  deps: LabRunnerDeps,
  asked: LabRequest,
  current: Current,
  update: (change: Partial<LabRun>) => void,
): Promise<RunEnd> {
  const { request } = current.run;
  const provider = request.providerId === null ? null : deps.providerFor(request.providerId);
  const isOwnAddress = provider !== null && provider.baseUrl === asked.baseUrl;
  const addresses = addressesOf(asked.baseUrl, isOwnAddress && request.wire === 'openai-chat');
  const credential = await credentialFor(deps, provider, asked.baseUrl);
  const refusal = addresses.ok ? credential.refusal : outcome('fail', 'bad-address');
  if (!addresses.ok || refusal !== null) {
    update({ probes: refusedProbes(refusal) });
    return { state: 'failed', error: null };
  }
  return runBounded(deps, current, update, addresses.value, credential.value);
}

function refusedProbes(refusal: ProbeOutcome | null): readonly ProbeResult[] {
  return probeIds.map((id) => {
    const result = id === 'reachable' ? refusal : null;
    return { id, ...(result ?? outcome('skipped', 'not-run')), durationMs: 0 };
  });
}

async function runBounded(
  deps: LabRunnerDeps,
  current: Current,
  update: (change: Partial<LabRun>) => void,
  addresses: Addresses,
  credential: LabCredential,
): Promise<RunEnd> {
  const { request, id: runId } = current.run;
  const { signal } = current.controller;
  const client = createEndpointClient(deps.clock, deps.reach?.());
  const timing = { isOver: false };
  const limit = setTimeout(() => {
    timing.isOver = true;
    current.controller.abort();
  }, deps.runLimitMs ?? RUN_LIMIT_MS);
  // An abort ends requests under way; closing the sockets as well leaves nothing idle at the endpoint.
  const closeSockets = (): void => {
    client.dispose();
  };
  signal.addEventListener('abort', closeSockets, { once: true });
  try {
    const given = { runId, request, addresses, credential, client, clock: deps.clock, signal };
    await measure(createSession(given), current, update);
  } finally {
    clearTimeout(limit);
    closeSockets();
  }
  if (timing.isOver) return { state: 'failed', error: 'run-time-limit' };
  if (signal.aborted) return { state: 'cancelled', error: null };
  const reached = current.run.probes.find(({ id }) => id === 'reachable');
  return { state: reached?.outcome === 'fail' ? 'failed' : 'done', error: null };
}

async function measure(
  session: LabSession,
  current: Current,
  update: (change: Partial<LabRun>) => void,
): Promise<void> {
  const { facts, signal } = session;
  await runProbes(session, (result) => {
    const probes = withProbe(current.run.probes, result);
    update({ wire: facts.wire, model: facts.model, probes });
  });
  if (signal.aborted || facts.wire === null) return;
  await runSweep(session, {
    stepStarted: (concurrency) => {
      update({ runningStep: concurrency });
    },
    stepDone: (step) => {
      update({ steps: [...current.run.steps, step], runningStep: 0 });
    },
  });
}

interface CredentialChoice {
  readonly value: LabCredential;
  readonly refusal: ProbeOutcome | null;
}

/** A provider's key goes to the provider's own origin and nowhere else, whatever address was typed beside it. */
async function credentialFor(
  deps: LabRunnerDeps,
  provider: ResolvedProvider | null,
  baseUrl: string,
): Promise<CredentialChoice> {
  if (provider === null) {
    return { value: { auth: null, secret: null, headers: {} }, refusal: null };
  }
  const { auth, headers, id, name } = provider;
  const secret = await deps.secretFor(id);
  const origin = parseHttpUrl(baseUrl)?.origin;
  if (origin !== undefined && origin === parseHttpUrl(provider.baseUrl)?.origin) {
    return { value: { auth, headers, secret }, refusal: null };
  }
  // The provider's headers may carry a credential too, so they are held back with the key.
  const refusal = secret === null ? null : outcome('fail', 'key-withheld', { owner: name });
  return { value: { auth: 'none', headers: {}, secret: null }, refusal };
}

function boundRequest(asked: LabRequest): LabRequest {
  return {
    ...asked,
    // An address may carry `user:password@`; it is not kept.
    baseUrl: parseHttpUrl(asked.baseUrl)?.href.replace(/\/$/, '') ?? asked.baseUrl,
    maxConcurrency: Math.min(Math.max(0, Math.trunc(asked.maxConcurrency)), MAX_CONCURRENCY),
    outputTokens: Math.min(Math.max(8, Math.trunc(asked.outputTokens)), MAX_OUTPUT_TOKENS),
  };
}

function firstState(request: LabRequest, clock: Clock): LabRun {
  return {
    id: randomUUID(),
    request,
    startedAt: clock.now(),
    endedAt: null,
    state: 'running',
    wire: null,
    model: request.model,
    probes: [],
    steps: [],
    runningStep: 0,
    verdict: null,
    error: null,
  };
}

function endRun(run: LabRun, end: RunEnd, clock: Clock): LabRun {
  return {
    ...run,
    ...end,
    endedAt: clock.now(),
    runningStep: 0,
    probes: run.probes.map((probe) =>
      probe.outcome === 'running' ? { ...probe, ...outcome('skipped', 'stopped-early') } : probe,
    ),
    // A run that was stopped has no verdict, unless it had already been found that nothing answers.
    verdict:
      end.state === 'cancelled' || end.error !== null ? null : judgeRun(run.probes, run.steps),
  };
}

/** One result per probe, in the order in which pages show them. */
function withProbe(results: readonly ProbeResult[], result: ProbeResult): readonly ProbeResult[] {
  return [...results.filter(({ id }) => id !== result.id), result].sort(
    (a, b) => probeIds.indexOf(a.id) - probeIds.indexOf(b.id),
  );
}

async function keep(files: LabRunFiles | null, run: LabRun, deps: LabRunnerDeps): Promise<void> {
  try {
    await files?.keep(run);
  } catch (error) {
    // The result is still in memory and shown; a full disk must not take it away.
    deps.onFault(error);
  }
}

/** Promise.withResolvers is not in Node 20. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
