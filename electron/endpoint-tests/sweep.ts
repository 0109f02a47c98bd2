import type { SweepStep } from '../../shared/domain/lab.ts';
import { sweepQuestion } from './probes.ts';
import { decodeRate, tokensOf, type StreamReading } from './read-stream.ts';
import type { LabSession } from './session.ts';

const STEPS = [1, 2, 4, 8, 16, 32] as const;
/** A single stream says little, so the low steps are asked in several rounds. */
const MIN_REQUESTS_PER_STEP = 3;
/** More failures than this and the next step would only hurt. */
const MAX_ERROR_SHARE = 0.1;

export function stepsUpTo(maxConcurrency: number): readonly number[] {
  return STEPS.filter((step) => step <= maxConcurrency);
}

/** Runs the steps one after another; ends early on errors, or when the session's signal aborts. */
export async function runSweep(
  session: LabSession,
  report: { stepStarted(concurrency: number): void; stepDone(step: SweepStep): void },
): Promise<void> {
  for (const concurrency of stepsUpTo(session.request.maxConcurrency)) {
    report.stepStarted(concurrency);
    const rounds = await runRounds(session, concurrency);
    if (session.signal.aborted) return;
    const step = measureStep(concurrency, rounds);
    report.stepDone(step);
    if (step.errors > step.requests * MAX_ERROR_SHARE) return;
  }
}

type Round = readonly (StreamReading | null)[];

async function runRounds(session: LabSession, concurrency: number): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const count = Math.ceil(MIN_REQUESTS_PER_STEP / concurrency);
  while (rounds.length < count && !session.signal.aborted) {
    const round = rounds.length;
    rounds.push(
      await Promise.all(
        Array.from({ length: concurrency }, async (_, stream) => {
          const nonce = `${session.runId}-${concurrency}-${round}-${stream}`;
          const reading = await session.stream(sweepQuestion(nonce, session.request.outputTokens));
          return reading.ok && isWhole(reading.value) ? reading.value : null;
        }),
      ),
    );
  }
  return rounds;
}

/** A stream that broke off or carried an error is an error, however fast it was. */
function isWhole(reading: StreamReading): boolean {
  return reading.finish !== null && reading.error === null && reading.deltas > 0;
}

/**
 * The figures of a step; null readings are errors. Rates count from the first token: per stream as the mean decode
 * rate, in all as tokens per second while a round's streams were being written. Time to first token is kept apart.
 */
export function measureStep(concurrency: number, rounds: readonly Round[]): SweepStep {
  const readings = rounds.flat().filter((reading) => reading !== null);
  const requests = rounds.reduce((sum, round) => sum + round.length, 0);
  const rates = readings.map(decodeRate).filter((rate) => rate !== null);
  const ttfts = readings
    .map((reading) => reading.firstTokenMs ?? reading.endMs)
    .sort((a, b) => a - b);
  return {
    concurrency,
    totalTokensPerSecond: totalRate(rounds),
    perStreamTokensPerSecond:
      rates.length === 0 ? 0 : rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
    ttftP50Ms: percentile(ttfts, 0.5),
    ttftP95Ms: percentile(ttfts, 0.95),
    requests,
    errors: requests - readings.length,
  };
}

function totalRate(rounds: readonly Round[]): number {
  let tokens = 0;
  let spanMs = 0;
  for (const round of rounds) {
    const readings = round.filter((reading) => reading !== null);
    const [earliest] = [...readings].sort((a, b) => firstAt(a) - firstAt(b));
    if (earliest === undefined) continue;
    const span = Math.max(...readings.map(lastAt)) - firstAt(earliest);
    const sum = readings.reduce((total, reading) => total + tokensOf(reading), 0);
    if (span > 0) {
      tokens += sum - tokensOf(earliest) / earliest.deltas;
      spanMs += span;
    } else {
      // Every answer came in one piece at one moment: only the whole time can be counted.
      tokens += sum;
      spanMs += Math.max(...readings.map((reading) => reading.endMs));
    }
  }
  return spanMs === 0 ? 0 : (tokens * 1000) / spanMs;
}

function firstAt(reading: StreamReading): number {
  return reading.startedAt + (reading.firstTokenMs ?? reading.endMs);
}

function lastAt(reading: StreamReading): number {
  return reading.startedAt + (reading.lastTokenMs ?? reading.endMs);
}

/** Nearest rank; 0 for none. */
export function percentile(sorted: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(sorted.length * share));
  return sorted[rank - 1] ?? 0;
}
