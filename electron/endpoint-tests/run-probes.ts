import type { ProbeId, ProbeResult } from '../../shared/domain/lab.ts';
import {
  outcome,
  probeContext,
  probeModels,
  probeOneToken,
  probeReachable,
  probeVersion,
  type ProbeOutcome,
} from './probe-endpoint.ts';
import { probeStreaming, probeThinkLeak, probeToolCall } from './probe-stream.ts';
import { probes } from './probes.ts';
import type { LabSession } from './session.ts';

const runners: Readonly<Record<ProbeId, (session: LabSession) => Promise<ProbeOutcome>>> = {
  reachable: probeReachable,
  version: probeVersion,
  models: probeModels,
  context: probeContext,
  'one-token': probeOneToken,
  streaming: probeStreaming,
  'tool-call': probeToolCall,
  'think-leak': probeThinkLeak,
};

/** Asks the probes in order and reports each twice: `running`, then its result. Stops when the signal aborts. */
export async function runProbes(
  session: LabSession,
  report: (result: ProbeResult) => void,
): Promise<void> {
  const failed = new Set<ProbeId>();
  const isStopped = (): boolean => session.signal.aborted;
  for (const { id, needs } of probes) {
    if (isStopped()) return;
    if (needs.some((need) => failed.has(need))) {
      failed.add(id);
      report({ id, ...outcome('skipped', 'not-run'), durationMs: 0 });
      continue;
    }
    report({ id, ...outcome('running', 'running'), durationMs: 0 });
    const startedAt = session.clock.monotonic();
    const result = await runners[id](session);
    const durationMs = session.clock.monotonic() - startedAt;
    if (isStopped()) {
      report({ id, ...outcome('skipped', 'stopped-early'), durationMs });
      return;
    }
    if (result.outcome === 'fail') failed.add(id);
    report({ id, ...result, durationMs });
  }
}
