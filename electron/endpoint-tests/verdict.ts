import type { LabVerdict, ProbeId, ProbeResult, SweepStep } from '../../shared/domain/lab.ts';
import { CONTEXT_NEEDED_TOKENS } from './probes.ts';

interface Tier {
  readonly code: 'fits-haiku' | 'fits-sonnet';
  readonly tokensPerSecond: number;
  readonly ttftP95Ms: number;
  /** Main thread and its subagents ask together. */
  readonly concurrency: number;
  readonly contextTokens: number;
}

/**
 * What a tier of Claude Code asks for. Haiku's work is short and many at once; Sonnet's is the main thread, where a
 * person waits for every token and the conversation grows long.
 */
const sonnet: Tier = {
  code: 'fits-sonnet',
  tokensPerSecond: 40,
  ttftP95Ms: 3000,
  concurrency: 2,
  contextTokens: 100_000,
};
const haiku: Tier = {
  code: 'fits-haiku',
  tokensPerSecond: 15,
  ttftP95Ms: 3000,
  concurrency: 1,
  contextTokens: CONTEXT_NEEDED_TOKENS,
};

/** Reads the whole run in one word; `bestConcurrency` is the highest step that still holds the tier (0: none). */
export function judgeRun(probes: readonly ProbeResult[], steps: readonly SweepStep[]): LabVerdict {
  const found = new Map<ProbeId, ProbeResult>(probes.map((probe) => [probe.id, probe]));
  const failed = (id: ProbeId): boolean => found.get(id)?.outcome === 'fail';
  const plain = (code: LabVerdict['code'], values: LabVerdict['values'] = {}): LabVerdict => ({
    code,
    bestConcurrency: 0,
    values,
  });

  // A key that was held back says nothing about the endpoint.
  if (found.get('reachable')?.code === 'key-withheld') return plain('partial');
  if (failed('reachable')) return plain('unreachable');
  if (failed('one-token') || failed('models')) return plain('partial');
  if (failed('tool-call')) return plain('tools-fail');
  const contextTokens = Number(found.get('context')?.values['contextTokens'] ?? Infinity);
  if (contextTokens < CONTEXT_NEEDED_TOKENS) {
    return plain('context-small', { contextTokens, neededTokens: CONTEXT_NEEDED_TOKENS });
  }
  if (!steps.some((step) => step.perStreamTokensPerSecond > 0)) return plain('partial');

  const isSound = !failed('streaming') && !failed('think-leak');
  const tier = [sonnet, haiku].find(
    (candidate) =>
      contextTokens >= candidate.contextTokens &&
      (candidate.code === 'fits-haiku' || isSound) &&
      bestStep(candidate, steps) !== null,
  );
  const best = tier === undefined ? null : bestStep(tier, steps);
  if (tier === undefined || best === null) return tooSlow(steps);
  return { code: tier.code, bestConcurrency: best.concurrency, values: valuesOf(best) };
}

/** The highest step that holds, none below it having failed; null when the tier's own concurrency is not reached. */
function bestStep(tier: Tier, steps: readonly SweepStep[]): SweepStep | null {
  let best: SweepStep | null = null;
  for (const step of steps) {
    if (!holds(tier, step)) break;
    best = step;
  }
  return best !== null && best.concurrency >= tier.concurrency ? best : null;
}

function holds(tier: Tier, step: SweepStep): boolean {
  return (
    step.errors === 0 &&
    step.perStreamTokensPerSecond >= tier.tokensPerSecond &&
    step.ttftP95Ms <= tier.ttftP95Ms
  );
}

function tooSlow(steps: readonly SweepStep[]): LabVerdict {
  const alone = steps[0];
  return {
    code: 'too-slow',
    bestConcurrency: 0,
    values: {
      ...(alone === undefined ? {} : valuesOf(alone)),
      neededTokensPerSecond: haiku.tokensPerSecond,
      neededTtftMs: haiku.ttftP95Ms,
    },
  };
}

function valuesOf(step: SweepStep): LabVerdict['values'] {
  return {
    bestConcurrency: step.concurrency,
    perStreamTokensPerSecond: step.perStreamTokensPerSecond,
    totalTokensPerSecond: step.totalTokensPerSecond,
    ttftP50Ms: step.ttftP50Ms,
    ttftP95Ms: step.ttftP95Ms,
  };
}
