import type { WireFormat } from './provider.ts';

export interface LabRequest {
  readonly baseUrl: string;
  readonly wire: WireFormat | 'auto';
  /** null: the first model that the endpoint lists. */
  readonly model: string | null;
  /** Use this provider's key, when the endpoint belongs to one. */
  readonly providerId: string | null;
  /** 0 skips the sweep; steps are 1, 2, 4, 8, 16 up to this. */
  readonly maxConcurrency: number;
  /** Tokens asked of each stream in the sweep. */
  readonly outputTokens: number;
}

export const probeIds = [
  'reachable',
  'version',
  'models',
  'context',
  'one-token',
  'streaming',
  'tool-call',
  'think-leak',
] as const;
export type ProbeId = (typeof probeIds)[number];

export interface ProbeResult {
  readonly id: ProbeId;
  readonly outcome: 'pass' | 'warn' | 'fail' | 'skipped' | 'running';
  /** Machine-readable cause; the window words it. */
  readonly code: string;
  /** Values for the sentence: numbers with their unit in the name, strings as the endpoint said them. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly durationMs: number;
}

/** One step of the sweep. Times in ms, rates in tokens per second. */
export interface SweepStep {
  readonly concurrency: number;
  readonly totalTokensPerSecond: number;
  readonly perStreamTokensPerSecond: number;
  readonly ttftP50Ms: number;
  readonly ttftP95Ms: number;
  readonly requests: number;
  readonly errors: number;
}

export interface LabRun {
  readonly id: string;
  readonly request: LabRequest;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly wire: WireFormat | null;
  readonly model: string | null;
  readonly probes: readonly ProbeResult[];
  readonly steps: readonly SweepStep[];
  /** Concurrency under way, 0 outside the sweep. */
  readonly runningStep: number;
  readonly verdict: LabVerdict | null;
  readonly error: string | null;
}

export interface LabVerdict {
  readonly code:
    | 'fits-haiku'
    | 'fits-sonnet'
    | 'too-slow'
    | 'tools-fail'
    | 'context-small'
    | 'unreachable'
    | 'partial';
  readonly bestConcurrency: number;
  readonly values: Readonly<Record<string, string | number>>;
}
