import type { Configuration } from '../../shared/domain/configuration.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import { aimsOf, nativeAim, revealSecret, type Aim } from './aim.ts';
import { runAttempt, type AttemptContext } from './attempt.ts';
import type { AttemptOutcome } from './outcome.ts';
import { noteAnswer } from './resilience/chain.ts';
import { pause } from './resilience/pause.ts';
import { keyRefusals } from './resilience/key-refusal.ts';
import type { Resilience } from './resilience/resilience.ts';

/** An outcome and what it was aimed at; null when the target could not even be resolved. */
export interface Tried {
  readonly outcome: AttemptOutcome;
  readonly aim: Aim | null;
}

/** Nobody was asked. */
export function failedWith(error: GatewayError): Tried {
  return { aim: null, outcome: failed(error) };
}

/** The one attempt of the pass-through. Nothing is held back: there is nobody else to ask. */
export async function tryNative(model: string, context: AttemptContext): Promise<Tried> {
  const aim = nativeAim(model);
  return { aim, outcome: await runAttempt(aim, false, context) };
}

/**
 * Tries targets in order until one answers, each with its keys in turn where a key is the trouble; the last one once more
 * where that may help. Stops at errors that every target would repeat, and when the client is gone. The last one's
 * `GatewayError` is what remains.
 */
export async function tryTargets(
  targets: readonly TargetSpec[],
  context: AttemptContext,
  configuration: Configuration,
): Promise<Tried> {
  let tried = failedWith(gatewayError('internal', 'The rule has no target'));
  const startedAt = context.resilience?.now() ?? 0;
  for (const [index, target] of targets.entries()) {
    const hasNext = index < targets.length - 1;
    for (let retries = 0; ; retries += 1) {
      const latest = await tryTarget(target, hasNext, context, configuration);
      const { outcome } = latest;
      // What a reachable target said helps the client more than that another one must not be asked.
      const isSilenced = isBlocked(outcome) && tried.aim !== null && !isBlocked(tried.outcome);
      if (!isSilenced) tried = latest;
      if (outcome.kind === 'answered' || isGone(context) || outcome.error.retry === 'stop') {
        return tried;
      }
      const pauseMs = hasNext ? null : retryPause(outcome.error, retries, startedAt, context);
      if (pauseMs === null) break;
      await pause(pauseMs, context.source.inbound.signal);
      if (isGone(context)) return tried;
    }
  }
  return targets.length > 1 ? exhausted(tried) : tried;
}

/**
 * Everybody was asked, and nobody says when to come back: the client's ten retries would ask them all again for three
 * minutes. A single target is no chain; whether to ask it again is the client's affair.
 */
function exhausted(tried: Tried): Tried {
  const { outcome } = tried;
  if (outcome.kind === 'answered') return tried;
  const { error } = outcome;
  if (error.shouldRetry !== undefined || error.retryAfterSeconds !== undefined) return tried;
  return { ...tried, outcome: { ...outcome, error: { ...error, shouldRetry: false } } };
}

function isBlocked(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'failed' && outcome.error.code === 'blocked-by-lock';
}

function isGone({ source }: AttemptContext): boolean {
  return source.inbound.signal.aborted;
}

/** Only the last target is asked again: before that, another one is the better answer to a failure. */
function retryPause(
  error: GatewayError,
  retries: number,
  startedAt: number,
  { resilience, mayRetry }: AttemptContext,
): number | null {
  if (resilience === null || !mayRetry) return null;
  return resilience.retryPause(error, retries, resilience.now() - startedAt);
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
    return failedWith(aims.error);
  }
  let tried = failedWith(allKeysPaused(target));
  for (const aim of usableKeys(aims.value, context)) {
    tried = { aim, outcome: await watchedAttempt(aim, hasNext, context) };
    if (tried.outcome.kind === 'answered') return tried;
    story.attemptEnd(tried.outcome.status, tried.outcome.error);
    if (source.inbound.signal.aborted || !isKeyTrouble(tried.outcome.error)) return tried;
  }
  return tried;
}

/** The keys that may be used now, best first; all in the user's order where nobody keeps count. */
function usableKeys(aims: readonly Aim[], context: AttemptContext): readonly Aim[] {
  const { resilience, estimatedInputTokens, conversation } = context;
  if (resilience === null) return aims;
  const held = conversation === null ? null : resilience.conversations.get(conversation);
  return resilience.usableKeys(aims, estimatedInputTokens, held?.keyId ?? null);
}

async function watchedAttempt(
  aim: Aim,
  hasNext: boolean,
  context: AttemptContext,
): Promise<AttemptOutcome> {
  const { resilience, story } = context;
  if (resilience === null) return runAttempt(aim, hasNext, context);
  const watch = resilience.begin(aim, context.estimatedInputTokens);
  let outcome: AttemptOutcome = failed(gatewayError('internal', 'The attempt failed'));
  try {
    outcome = await runAttempt(aim, hasNext, context, watch);
  } finally {
    watch.ended(outcome, story.firstTokenMs);
  }
  if (outcome.kind === 'answered') noteAnswer(context.conversation, aim, resilience);
  else if (keyRefusals.has(outcome.error.code)) await rememberRefused(aim, context, resilience);
  return outcome;
}

async function rememberRefused(
  aim: Aim,
  { revealKey }: AttemptContext,
  resilience: Resilience,
): Promise<void> {
  const secret = await revealSecret(aim, revealKey);
  if (secret.ok && secret.value !== null) resilience.rememberRefused(aim, secret.value);
}

/** Keys that were refused and have another secret by now are as good as new. Asks the keychain only for refused ones. */
export async function reviveChangedKeys(
  targets: readonly TargetSpec[],
  configuration: Configuration,
  resilience: Resilience,
  revealKey: AttemptContext['revealKey'],
): Promise<void> {
  if (!resilience.hasRefused) return;
  for (const target of targets) {
    const aims = aimsOf(target, configuration);
    for (const aim of aims.ok ? aims.value : []) {
      const secret = resilience.isRefused(aim) ? await revealSecret(aim, revealKey) : null;
      if (secret?.ok === true && secret.value !== null) {
        resilience.reviveChanged(aim, secret.value);
      }
    }
  }
}

function allKeysPaused({ provider }: TargetSpec): GatewayError {
  return gatewayError('upstream-rate-limited', `${provider}: every key is rate limited for now`);
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
