import { readFileSync } from 'node:fs';

export type TaskFigures = Readonly<Record<string, string>>;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: of the wall clock, and of the thread's own CPU. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const threads: Readonly<Record<string, string>> = {
  CrBrowserMain: 'main',
  CrRendererMain: 'page',
};

/**
 * How long tasks took by the thread's own CPU, beside the wall clock: on a machine that others load, a thread that
 * waits for a processor looks as if it were busy.
 */
export function taskFigures(part: string, file: string): TaskFigures {
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as {
    traceEvents: readonly TraceEvent[];
  };
  const figures: Record<string, string> = {};
  for (const { name, pid, tid, args } of traceEvents) {
    const thread = name === 'thread_name' ? threads[args?.name ?? ''] : undefined;
    if (thread === undefined) continue;
    const tasks = traceEvents.filter(
      (event) =>
        event.pid === pid && event.tid === tid && event.name === 'ThreadControllerImpl::RunTask',
    );
    figures[`${part}: tasks of ${thread}`] = String(tasks.length);
    for (const field of ['tdur', 'dur'] as const) {
      const ms = tasks.map((task) => (task[field] ?? 0) / 1000).toSorted((a, b) => a - b);
      const at = (share: number): string =>
        (ms[Math.floor((ms.length - 1) * share)] ?? 0).toFixed(1);
      figures[`${part}: ${thread}, ${field === 'dur' ? 'wall' : 'CPU'} ms p95/p99/max`] =
        `${at(0.95)} / ${at(0.99)} / ${at(1)}`;
      figures[`${part}: ${thread}, ${field === 'dur' ? 'wall' : 'CPU'} ms in all`] = ms
        .reduce((sum, each) => sum + each, 0)
        .toFixed(0);
    }
  }
  return figures;
}
