import type { LabRequest, LabRun, ProbeResult, SweepStep } from '../../shared/domain/lab.ts';

const request: LabRequest = {
  baseUrl: 'http://192.168.1.40:8000/v1',
  wire: 'auto',
  model: null,
  providerId: 'spark',
  maxConcurrency: 16,
  outputTokens: 256,
};

function probe(
  id: ProbeResult['id'],
  outcome: ProbeResult['outcome'],
  code: string,
  values: ProbeResult['values'] = {},
): ProbeResult {
  return { id, outcome, code, values, durationMs: 40 };
}

const probes: readonly ProbeResult[] = [
  probe('reachable', 'pass', 'reachable', { latencyMs: 4 }),
  probe('version', 'pass', 'version-known', { server: 'vLLM', version: '0.16.1' }),
  probe('models', 'pass', 'models-listed', { count: 1, model: 'gemma-4-26b-a4b' }),
  probe('context', 'pass', 'context-known', { contextTokens: 131_072 }),
  probe('one-token', 'pass', 'answered', { durationMs: 210, wires: 'openai-chat' }),
  probe('streaming', 'pass', 'streams-steadily', { ttftMs: 412, tokensPerSecond: 32, gapMs: 31 }),
  probe('tool-call', 'pass', 'tools-work', { tool: 'get_weather' }),
  probe('think-leak', 'warn', 'thinking-leaks', { sample: '<think>The user' }),
];

const steps: readonly SweepStep[] = [
  step(1, 32, 32, 580, 640),
  step(2, 58, 29, 640, 760),
  step(4, 104, 26, 820, 1100),
  step(8, 181, 22.6, 1300, 1900),
  step(16, 298, 18.6, 2400, 4100),
];

export function fakeLabRuns(now: number): LabRun[] {
  return [
    {
      id: 'lab-2',
      request,
      startedAt: now - 3_600_000,
      endedAt: now - 3_420_000,
      state: 'done',
      wire: 'openai-chat',
      model: 'gemma-4-26b-a4b',
      probes,
      steps,
      runningStep: 0,
      verdict: {
        code: 'fits-haiku',
        bestConcurrency: 8,
        values: { perStreamTokensPerSecond: 22.6, ttftP95Ms: 1900 },
      },
      error: null,
    },
    {
      id: 'lab-1',
      request: { ...request, baseUrl: 'http://127.0.0.1:9000/v1', providerId: null },
      startedAt: now - 90_000_000,
      endedAt: now - 89_998_000,
      state: 'failed',
      wire: null,
      model: null,
      probes: [probe('reachable', 'fail', 'unreachable', { detail: 'connect ECONNREFUSED' })],
      steps: [],
      runningStep: 0,
      verdict: { code: 'unreachable', bestConcurrency: 0, values: {} },
      error: 'connect ECONNREFUSED 127.0.0.1:9000',
    },
  ];
}

/** A run of a fast imaginary endpoint, one state per call of `next`. */
export function fakeLabProgress(id: string, asked: LabRequest, now: number): readonly LabRun[] {
  const base: LabRun = {
    id,
    request: asked,
    startedAt: now,
    endedAt: null,
    state: 'running',
    wire: 'openai-chat',
    model: asked.model ?? 'gemma-4-26b-a4b',
    probes: [],
    steps: [],
    runningStep: 0,
    verdict: null,
    error: null,
  };
  const whileProbing = probes.map((_, index) => ({ ...base, probes: probes.slice(0, index + 1) }));
  const sweep = steps.filter((s) => s.concurrency <= asked.maxConcurrency);
  const whileSweeping = sweep.map((s, index) => ({
    ...base,
    probes,
    runningStep: s.concurrency,
    steps: sweep.slice(0, index),
  }));
  const done: LabRun = {
    ...base,
    probes,
    steps: sweep,
    state: 'done',
    endedAt: now + 1000,
    verdict: {
      code: 'fits-haiku',
      bestConcurrency: 8,
      values: { perStreamTokensPerSecond: 22.6, ttftP95Ms: 1900 },
    },
  };
  return [...whileProbing, ...whileSweeping, done];
}

function step(
  concurrency: number,
  totalTokensPerSecond: number,
  perStreamTokensPerSecond: number,
  ttftP50Ms: number,
  ttftP95Ms: number,
): SweepStep {
  return {
    concurrency,
    totalTokensPerSecond,
    perStreamTokensPerSecond,
    ttftP50Ms,
    ttftP95Ms,
    requests: concurrency * 3,
    errors: 0,
  };
}
