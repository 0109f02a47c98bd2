import type { Configuration } from '../../shared/domain/configuration.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import { aimsOf, nativeAim, type Aim } from './aim.ts';
import { runAttempt, type AttemptContext } from './attempt.ts';
import type { AttemptOutcome } from './outcome.ts';

/** An outcome and what it was aimed at; null when the target could not even be resolved. */
export interface Tried {
  readonly outcome: AttemptOutcome;
  readonly aim: Aim | null;
}

/** The one attempt of the pass-through. Nothing is held back: there is nobody else to ask. */
export async function tryNative(model: string, context: AttemptContext): Promise<Tried> {
  const aim = nativeAim(model);
  return { aim, outcome: await runAttempt(aim, false, context) };
}

/**
 * Tries targets in order until one answers, each with its keys in turn where a key is the trouble. Stops at errors
 * that every target would repeat, and when the client is gone. A `GatewayError` of the last one is what remains.
 */
export async function tryTargets(
  targets: readonly TargetSpec[],
  context: AttemptContext,
  configuration: Configuration,
): Promise<Tried> {
  let tried: Tried = {
    aim: null,
    outcome: failed(gatewayError('internal', 'The rule has no target')),
  };
  for (const [index, target] of targets.entries()) {
    tried = await tryTarget(target, index < targets.length - 1, context, configuration);
    const { outcome } = tried;
    const isOver = outcome.kind === 'answered' || context.source.inbound.signal.aborted;
    if (isOver || outcome.error.retry === 'stop') return tried;
  }
  return tried;
}

async function tryTarget(
  target: TargetSpec,
  hasNext: boolean,
  context: AttemptContext,
  configuration: Configuration,
): Promise<Tried> {
  const { story, source } = context;
  const aims = aimsOf(target, configuration);
  if (!aims.ok) {
    story.attempt({ provider: target.provider, model: target.model, keyId: null, dropped: [] });
    story.attemptEnd(null, aims.error);
    return { aim: null, outcome: failed(aims.error) };
  }
  let tried: Tried = { aim: null, outcome: failed(gatewayError('key-missing', 'There is no key')) };
  for (const aim of aims.value) {
    tried = { aim, outcome: await runAttempt(aim, hasNext, context) };
    if (tried.outcome.kind === 'answered') return tried;
    story.attemptEnd(tried.outcome.status, tried.outcome.error);
    if (source.inbound.signal.aborted || !isKeyTrouble(tried.outcome.error)) return tried;
  }
  return tried;
}

const keyTroubles = new Set<GatewayError['code']>([
  'key-missing',
  'key-rejected',
  'key-forbidden',
  'no-credit',
  'upstream-rate-limited',
]);

/** Trouble that another key of the same provider may not have. */
function isKeyTrouble({ code }: GatewayError): boolean {
  return keyTroubles.has(code);
}

function failed(error: GatewayError): AttemptOutcome {
  return { kind: 'failed', status: null, error, headers: [] };
}
