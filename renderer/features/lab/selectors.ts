import type { LabReference } from '../../../shared/domain/lab-reference.ts';
import type { LabRun, LabVerdict, ProbeResult, SweepStep } from '../../../shared/domain/lab.ts';
import type { GlyphName } from '../../ui/glyph-paths.tsx';

export const outcomeGlyphs: Readonly<Record<ProbeResult['outcome'], GlyphName>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'bad',
  skipped: 'off',
  running: 'wait',
};

export function verdictTone(verdict: LabVerdict): 'ok' | 'warn' | 'bad' {
  if (verdict.code === 'fits-haiku' || verdict.code === 'fits-sonnet') return 'ok';
  return verdict.code === 'unreachable' || verdict.code === 'tools-fail' ? 'bad' : 'warn';
}

export function runGlyph(run: LabRun): GlyphName {
  if (run.state === 'running') return 'live';
  if (run.state === 'cancelled') return 'cancel';
  if (run.state === 'failed') return 'bad';
  return run.verdict === null ? 'ok' : verdictTone(run.verdict);
}

export interface SweepAxes {
  /** Concurrency of each place, doubling. */
  readonly places: readonly number[];
  readonly mine: (read: (step: SweepStep) => number) => readonly (number | null)[];
  readonly reference: (
    read: (step: LabReference['steps'][number]) => number,
  ) => readonly (number | null)[];
  /** Place of the best step; null while there is none. */
  readonly best: number | null;
}

/** One place per doubling up to the last step asked for; a step that was not measured is a gap. */
export function sweepAxes(run: LabRun, reference: LabReference | null): SweepAxes {
  const highest = Math.max(
    2,
    run.request.maxConcurrency,
    ...run.steps.map((step) => step.concurrency),
  );
  const places: number[] = [];
  for (let concurrency = 1; concurrency <= highest; concurrency *= 2) places.push(concurrency);
  // A step that failed through and through has no speed and no first token.
  const measured = new Map(
    run.steps.filter((step) => step.errors < step.requests).map((step) => [step.concurrency, step]),
  );
  const known = new Map(reference?.steps.map((step) => [step.concurrency, step]));
  const pick = <S>(
    steps: ReadonlyMap<number, S>,
    read: (step: S) => number,
  ): readonly (number | null)[] =>
    places.map((concurrency) => {
      const step = steps.get(concurrency);
      return step === undefined ? null : read(step);
    });
  const best = places.indexOf(run.verdict?.bestConcurrency ?? 0);
  return {
    places,
    mine: (read) => pick(measured, read),
    reference: (read) => joinGaps(pick(known, read)),
    best: best < 0 ? null : best,
  };
}

/**
 * The reference was measured at its ends only; between two measured points the line is drawn straight on the doubling
 * axis, and beyond them not at all.
 */
function joinGaps(values: readonly (number | null)[]): readonly (number | null)[] {
  return values.map((value, place) => {
    if (value !== null) return value;
    const before = values.slice(0, place).findLastIndex((other) => other !== null);
    const after = values.findIndex((other, index) => index > place && other !== null);
    const low = values[before];
    const high = values[after];
    if (low === undefined || low === null || high === undefined || high === null) return null;
    return low + ((high - low) * (place - before)) / (after - before);
  });
}

/** Requests that the sweep made so far. */
export function sweepRequests(run: LabRun): number {
  return run.steps.reduce((sum, step) => sum + step.requests, 0);
}

/** `192.168.1.40:8000`: the part of an address that a person tells endpoints apart by. */
export function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

/** Runs of one address together, the address with the newest run first. */
export function groupRuns(
  runs: readonly LabRun[],
): readonly { readonly host: string; readonly runs: readonly LabRun[] }[] {
  const groups = new Map<string, LabRun[]>();
  for (const run of runs) {
    const host = hostOf(run.request.baseUrl);
    groups.set(host, [...(groups.get(host) ?? []), run]);
  }
  return [...groups].map(([host, members]) => ({ host, runs: members }));
}
