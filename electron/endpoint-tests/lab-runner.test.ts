import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ScriptedEndpointOptions } from '../../e2e/upstream/endpoint-options.ts';
import type { StreamTruth } from '../../e2e/upstream/paced-stream.ts';
import {
  startScriptedEndpoint,
  type ScriptedEndpoint,
} from '../../e2e/upstream/scripted-endpoint.ts';
import type { LabRequest, LabRun, ProbeId, ProbeResult } from '../../shared/domain/lab.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import { isLabResultCode, labSentence } from '../../shared/i18n/lab-results.ts';
import { systemClock } from '../base/clock.ts';
import { createLabRunner, LabBusyError, type LabRunnerDeps } from './lab-runner.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((clean) => clean()));
});

async function endpoint(options: ScriptedEndpointOptions): Promise<ScriptedEndpoint> {
  const started = await startScriptedEndpoint(options);
  cleanups.push(() => started.close());
  return started;
}

function runner(over: Partial<LabRunnerDeps> = {}) {
  const faults: unknown[] = [];
  const progress: LabRun[] = [];
  const lab = createLabRunner({
    clock: systemClock,
    providerFor: () => null,
    secretFor: () => Promise.resolve(null),
    onProgress: (run) => progress.push(run),
    labDirectory: null,
    onFault: (error) => faults.push(error),
    ...over,
  });
  cleanups.push(() => {
    lab.dispose();
    return Promise.resolve();
  });
  return { lab, faults, progress };
}

function request(baseUrl: string, over: Partial<LabRequest> = {}): LabRequest {
  return {
    baseUrl,
    wire: 'auto',
    model: null,
    providerId: null,
    maxConcurrency: 0,
    outputTokens: 24,
    ...over,
  };
}

async function runOnce(asked: LabRequest, over: Partial<LabRunnerDeps> = {}): Promise<LabRun> {
  const { lab, faults } = runner(over);
  const run = await lab.finished(lab.start(asked));
  expect(faults).toEqual([]);
  return run!;
}

function probe(run: LabRun, id: ProbeId): ProbeResult {
  const found = run.probes.find((result) => result.id === id);
  expect(found, `${id} was not run`).toBeDefined();
  return found!;
}

function summary(run: LabRun): Record<string, string> {
  return Object.fromEntries(run.probes.map((result) => [result.id, result.code]));
}

/** What the endpoint itself saw of a step's streams: the sweep's are the longest scripts with a task's nonce. */
function truthOf(streams: readonly StreamTruth[], run: LabRun, concurrency: number): StreamTruth[] {
  return streams.filter(({ prompt }) => prompt.includes(`Task ${run.id}-${concurrency}-`));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function expectNear(measured: number, truth: number, share: number): void {
  expect(Math.abs(measured - truth) / truth, `${measured} against ${truth}`).toBeLessThan(share);
}

test('measures an endpoint of known speed: rates and first tokens match what the endpoint saw', async () => {
  const spark = await endpoint({
    server: 'vllm',
    model: 'gemma-4-26b-a4b',
    timeToFirstTokenMs: 150,
    tokensPerSecond: 32,
    totalTokensPerSecond: 80,
  });
  const run = await runOnce(request(spark.baseUrl, { maxConcurrency: 8 }));

  expect(run).toMatchObject({ state: 'done', wire: 'openai-chat', model: 'gemma-4-26b-a4b' });
  expect(run.steps.map((step) => [step.concurrency, step.requests, step.errors])).toEqual([
    [1, 3, 0],
    [2, 4, 0],
    [4, 4, 0],
    [8, 8, 0],
  ]);
  for (const step of run.steps) {
    const truths = truthOf(spark.streams, run, step.concurrency);
    expect(truths).toHaveLength(step.requests);
    const rates = truths.map(
      (truth) => ((truth.tokens - 1) * 1000) / (truth.lastTokenAt! - truth.firstTokenAt!),
    );
    expectNear(step.perStreamTokensPerSecond, mean(rates), 0.15);
    expectNear(step.totalTokensPerSecond, mean(rates) * step.concurrency, 0.15);
    const firsts = truths.map((truth) => truth.firstTokenAt! - truth.startedAt);
    // Connecting and a busy machine's scheduling come on top, never off.
    expect(step.ttftP50Ms).toBeGreaterThanOrEqual(Math.min(...firsts) - 2);
    expect(step.ttftP95Ms).toBeLessThan(Math.max(...firsts) * 1.5 + 100);
  }
  // The endpoint's own truth against its script: one stream alone has 32, eight share 80.
  expectNear(run.steps[0]!.perStreamTokensPerSecond, 32, 0.2);
  expectNear(run.steps[3]!.totalTokensPerSecond, 80, 0.2);
  expect(run.verdict).toMatchObject({ code: 'fits-haiku', bestConcurrency: 4 });
}, 60_000);

test('counts deltas where the endpoint reports no usage', async () => {
  const plain = await endpoint({ reportsUsage: false, tokensPerSecond: 100 });
  const run = await runOnce(request(plain.baseUrl, { maxConcurrency: 1 }));
  const [truth] = truthOf(plain.streams, run, 1);
  const rate = ((truth!.tokens - 1) * 1000) / (truth!.lastTokenAt! - truth!.firstTokenAt!);
  expectNear(run.steps[0]!.perStreamTokensPerSecond, rate, 0.15);
});

test('a healthy endpoint passes every probe, on both wires', async () => {
  const both = await endpoint({
    server: 'vllm',
    wires: ['anthropic-messages', 'openai-chat'],
    thinking: 'separate',
    tokensPerSecond: 400,
  });
  for (const wire of ['auto', 'openai-chat'] as const) {
    const run = await runOnce(request(both.baseUrl, { wire }));
    expect(run.wire).toBe(wire === 'auto' ? 'anthropic-messages' : wire);
    expect(summary(run)).toEqual({
      reachable: 'reachable',
      version: 'version-known',
      models: 'models-listed',
      context: 'context-known',
      'one-token': 'answered',
      streaming: 'streams-steadily',
      'tool-call': 'tools-work',
      'think-leak': 'thinking-separate',
    });
    for (const result of run.probes) {
      expect(isLabResultCode(result.code)).toBe(true);
      // No place is left unfilled.
      expect(labSentence('en', result.code, result.values)).not.toMatch(/[{}]/);
    }
  }
});

test('cancel in the middle of a sweep closes every socket at once', async () => {
  const slow = await endpoint({ tokensPerSecond: 300, totalTokensPerSecond: 300 });
  const { lab, faults } = runner();
  const id = lab.start(request(slow.baseUrl, { maxConcurrency: 16, outputTokens: 160 }));
  await slow.whenStreaming(4, 30_000);
  expect(lab.cancel(id)).toBe(true);
  const run = await lab.finished(id);
  await slow.whenDrained(2000);

  expect(run).toMatchObject({ state: 'cancelled', verdict: null, runningStep: 0, error: null });
  expect(slow.streams.filter(({ state }) => state === 'client-gone').length).toBeGreaterThan(3);
  expect(lab.cancel(id)).toBe(false);
  expect(faults).toEqual([]);
}, 40_000);

test('cancel during a probe marks it as stopped', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => silent.close(resolve)));
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  const { port } = silent.address() as { port: number };
  const { lab } = runner();
  const id = lab.start(request(`http://127.0.0.1:${port}`));
  await connected;
  lab.cancel(id);
  const run = await lab.finished(id);
  expect(run!.state).toBe('cancelled');
  expect(summary(run!)).toEqual({ reachable: 'stopped-early' });
});

test('nothing listens: unreachable, and nothing else is asked', async () => {
  const gone = await startScriptedEndpoint();
  await gone.close();
  const run = await runOnce(request(gone.baseUrl));
  expect(run).toMatchObject({ state: 'failed', verdict: { code: 'unreachable' } });
  expect(probe(run, 'reachable')).toMatchObject({ outcome: 'fail', code: 'unreachable' });
  expect(probe(run, 'tool-call').code).toBe('not-run');
});

test('a web page is not mistaken for an endpoint', async () => {
  const page = await endpoint({ server: 'web-page' });
  const run = await runOnce(request(page.baseUrl));
  expect(probe(run, 'reachable')).toMatchObject({ outcome: 'fail', code: 'html-answer' });
  expect(run.verdict?.code).toBe('unreachable');
});

test('an address that is none is said to be none', async () => {
  const run = await runOnce(request('ftp://spark'));
  expect(probe(run, 'reachable').code).toBe('bad-address');
});

test('the wrong wire is named', async () => {
  const chat = await endpoint({});
  const run = await runOnce(request(chat.baseUrl, { wire: 'anthropic-messages' }));
  expect(probe(run, 'one-token')).toMatchObject({
    outcome: 'fail',
    code: 'not-this-wire',
    values: { wire: 'anthropic-messages' },
  });
  expect(run.verdict?.code).toBe('partial');
});

test.each([
  ['parser-missing', 'tools-parser-missing'],
  ['as-text', 'tools-parser-missing'],
  ['broken-arguments', 'tools-arguments-invalid'],
] as const)('tools %s on vLLM: %s', async (tools, code) => {
  const vllm = await endpoint({
    server: 'vllm',
    model: 'Gemma-4-26B',
    tools,
    tokensPerSecond: 400,
  });
  const run = await runOnce(request(vllm.baseUrl));
  expect(probe(run, 'tool-call')).toMatchObject({ outcome: 'fail', code });
  expect(run.verdict?.code).toBe('tools-fail');
  if (code === 'tools-parser-missing') {
    expect(probe(run, 'tool-call').values['flags']).toBe(
      '--enable-auto-tool-choice --tool-call-parser gemma4 --reasoning-parser gemma4',
    );
  }
});

test('a model that ignores the tool only gets a warning', async () => {
  const plain = await endpoint({ tools: 'ignored', tokensPerSecond: 2000 });
  const run = await runOnce(request(plain.baseUrl));
  expect(probe(run, 'tool-call')).toMatchObject({ outcome: 'warn', code: 'tools-not-called' });
});

test.each([
  ['vllm', 'thinking-parser-missing'],
  ['llamacpp', 'thinking-leaks'],
] as const)('thinking that leaks from %s: %s', async (server, code) => {
  const leaky = await endpoint({ server, thinking: 'leaks', tokensPerSecond: 400 });
  const run = await runOnce(request(leaky.baseUrl));
  expect(probe(run, 'think-leak')).toMatchObject({ outcome: 'fail', code });
  expect(probe(run, 'think-leak').values['sample']).toMatch(/^<think>17 times/);
});

test('warns when Ollama cuts the context to 4,096', async () => {
  const ollama = await endpoint({
    server: 'ollama',
    model: 'qwen3:8b',
    contextTokens: 4096,
    maxContextTokens: 40_960,
    tokensPerSecond: 400,
  });
  const run = await runOnce(request(ollama.baseUrl));
  expect(probe(run, 'context')).toMatchObject({
    outcome: 'warn',
    code: 'context-cut',
    values: {
      contextTokens: 4096,
      maxTokens: 40_960,
      remedy: 'OLLAMA_CONTEXT_LENGTH=40960',
    },
  });
  expect(run.verdict?.code).toBe('context-small');
});

test.each([
  ['llamacpp', 32_768, 131_072, 'context-reduced'],
  ['lmstudio', 8192, 131_072, 'context-small'],
  ['vllm', 65_536, 65_536, 'context-known'],
  ['plain', 1, 1, 'context-unknown'],
] as const)('reads the context of %s', async (server, contextTokens, maxContextTokens, code) => {
  const given = { server, contextTokens, maxContextTokens, tokensPerSecond: 400 };
  const run = await runOnce(request((await endpoint(given)).baseUrl));
  expect(probe(run, 'context').code).toBe(code);
});

test('the sweep stops at the step that brings errors, and counts them', async () => {
  const small = await endpoint({ maxStreams: 3, tokensPerSecond: 400 });
  const run = await runOnce(request(small.baseUrl, { maxConcurrency: 16 }));
  expect(run.steps.map((step) => [step.concurrency, step.errors])).toEqual([
    [1, 0],
    [2, 0],
    [4, 1],
  ]);
});

test('a stream that breaks off is an error, however fast it was', async () => {
  const broken = await endpoint({ cutsStreams: true, tokensPerSecond: 400 });
  const run = await runOnce(request(broken.baseUrl, { maxConcurrency: 1 }));
  expect(probe(run, 'streaming').code).toBe('stream-cut');
  expect(run.steps).toMatchObject([{ requests: 3, errors: 3, totalTokensPerSecond: 0 }]);
});

test('one run at a time; progress comes at most four times a second and ends with the last state', async () => {
  const plain = await endpoint({ tokensPerSecond: 400 });
  const { lab, progress } = runner();
  const startedAt = performance.now();
  const id = lab.start(request(plain.baseUrl, { maxConcurrency: 2 }));
  expect(() => lab.start(request(plain.baseUrl))).toThrow(LabBusyError);
  expect(lab.runs()).toMatchObject([{ id, state: 'running' }]);
  const run = await lab.finished(id);
  const seconds = (performance.now() - startedAt) / 1000;
  expect(progress.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 2);
  expect(progress.at(-1)).toEqual(run);
});

test('a run ends at its time limit', async () => {
  const slow = await endpoint({ tokensPerSecond: 1 });
  const run = await runOnce(request(slow.baseUrl), { runLimitMs: 300 });
  expect(run).toMatchObject({ state: 'failed', error: 'run-time-limit', verdict: null });
});

test('runs are kept on disk without a key, and read again at the next start', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'switchyard-lab-'));
  cleanups.push(() => rm(directory, { recursive: true }));
  const plain = await endpoint({ apiKey: 'planted-secret-1', tokensPerSecond: 400 });
  const provider = providerAt(plain.baseUrl);
  const over = {
    labDirectory: directory,
    providerFor: () => provider,
    secretFor: () => Promise.resolve('planted-secret-1'),
  };
  const address = plain.baseUrl.replace('//', '//user:planted-secret-2@');
  const run = await runOnce(request(address, { providerId: 'mine' }), over);
  expect(probe(run, 'one-token').code).toBe('answered');
  await writeFile(join(directory, '000000000000001-damaged.json'), '{"id":');

  const [file] = (await readdir(directory)).filter((name) => name.includes(run.id));
  expect(await readFile(join(directory, file!), 'utf8')).not.toContain('planted-secret');
  const { lab } = runner({ labDirectory: directory });
  await lab.loaded;
  expect(lab.runs()).toEqual([run]);
});

test('a refused key is told without being quoted', async () => {
  const locked = await endpoint({ apiKey: 'right' });
  const run = await runOnce(request(locked.baseUrl, { providerId: 'mine', model: 'm' }), {
    providerFor: () => providerAt(locked.baseUrl),
    secretFor: () => Promise.resolve('planted-secret'),
  });
  expect(probe(run, 'one-token').code).toBe('key-rejected');
  expect(JSON.stringify(run)).not.toContain('planted-secret');
});

test("a provider's key is never sent to another address", async () => {
  const stranger = await endpoint({});
  const run = await runOnce(request(stranger.baseUrl, { providerId: 'mine' }), {
    providerFor: () => providerAt('https://api.example.com/v1'),
    secretFor: () => Promise.resolve('planted-secret'),
  });
  expect(probe(run, 'reachable').code).toBe('key-withheld');
  expect(stranger.requests).toEqual([]);
});

test('a provider without a key is no reason to refuse another address, and its headers stay at home', async () => {
  const other = await endpoint({ tokensPerSecond: 400 });
  const run = await runOnce(request(other.baseUrl, { providerId: 'mine' }), {
    providerFor: () => ({
      ...providerAt('http://127.0.0.1:9'),
      headers: { 'x-private': 'planted-secret' },
    }),
  });
  expect(run.state).toBe('done');
  expect(JSON.stringify(other.requests)).not.toContain('planted-secret');
});

function providerAt(baseUrl: string): ResolvedProvider {
  return {
    id: 'mine',
    preset: null,
    name: 'Mine',
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
