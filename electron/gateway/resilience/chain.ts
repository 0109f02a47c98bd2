import type { Configuration } from '../../../shared/domain/configuration.ts';
import { gatewayError, type GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { MoveReason, ObstacleReason } from '../../../shared/domain/gateway-health.ts';
import type { MatchReason, NoteCode } from '../../../shared/domain/match-reason.ts';
import { verdictOf } from '../../../shared/domain/rule-match.ts';
import type { RuleVerdict } from '../../../shared/domain/route-plan.ts';
import type { Strategy, TargetSpec } from '../../../shared/domain/rule.ts';
import { aimsOf, type Aim } from '../aim.ts';
import { fitContext, promptTooLong, type ModelRoom } from './context-fit.ts';
import type { Obstacle } from './obstacles.ts';
import { targetName, type Resilience } from './resilience.ts';
import { orderChain } from './strategies.ts';

/** Names in a trace for what was decided about targets, not by rules. */
const TARGET = 'target';
const CONVERSATION = 'conversation';

export interface ChainQuestion {
  readonly rule: string | null;
  readonly strategy: Strategy;
  readonly targets: readonly TargetSpec[];
  readonly sessionId: string | null;
  readonly estimatedTokens: number;
  /** `max_tokens` of the request. */
  readonly maxTokens: number | null;
}

/** The targets to try, in order, and why it is these. `refusal`: none may be asked now. */
export interface Chain {
  readonly targets: readonly TargetSpec[];
  readonly notes: readonly RuleVerdict[];
  readonly refusal: GatewayError | null;
  /** The first target asked for a pause that is short enough to be waited for. */
  readonly waitMs: number;
  /** Names the conversation for `noteAnswer`; null: there is none. */
  readonly conversation: string | null;
}

interface Link {
  readonly target: TargetSpec;
  readonly name: string;
  readonly label: string;
  readonly aims: readonly Aim[];
  readonly room: ModelRoom;
  readonly obstacle: Obstacle | null;
}

/**
 * Puts a rule's targets in the order of its strategy, the conversation's own first, and leaves out what cannot take the
 * request now. Leaves nothing out on a guess when nothing else remains. Changes only turns and conversations.
 */
export function planChain(
  question: ChainQuestion,
  configuration: Configuration,
  resilience: Resilience,
): Chain {
  const links = question.targets.map((target) =>
    readLink(target, question, configuration, resilience),
  );
  const conversation =
    question.sessionId === null ? null : `${question.sessionId} ${question.rule ?? ''}`;
  const start: Chain = { targets: [], notes: [], refusal: null, waitMs: 0, conversation };

  const needed = (link: Link): { readonly fits: boolean; readonly tokens: number } =>
    fitContext(link.room, question.estimatedTokens, resilience.limits.contextReserveTokens);
  const fitting = links.filter((link) => needed(link).fits);
  const [largest] = [...links].sort(
    (a, b) => (b.room.contextTokens ?? 0) - (a.room.contextTokens ?? 0),
  );
  if (fitting.length === 0 && largest !== undefined) {
    const refusal = promptTooLong(needed(largest).tokens, largest.room.contextTokens ?? 0);
    return { ...start, refusal };
  }
  const notes = links
    .filter((link) => !fitting.includes(link))
    .map(({ label }) => note(TARGET, 'target-skipped', skipped(label, 'context-too-small', null)));

  const free = fitting.filter(({ obstacle }) => obstacle === null);
  if (free.length === 0) return withoutFree({ ...start, notes }, fitting, resilience);
  const seconds = ({ until }: Obstacle): number => secondsUntil(until, resilience);
  const blocked = fitting.flatMap(({ label, obstacle }) =>
    obstacle === null
      ? []
      : [note(TARGET, 'target-skipped', skipped(label, obstacle.why, seconds(obstacle)))],
  );
  const placed = place(free, links, question, conversation, resilience);
  return {
    ...start,
    targets: placed.links.map(({ target }) => target),
    notes: [...notes, ...blocked, ...placed.notes],
  };
}

/** An answer came from this aim: the conversation lives there from now on. */
export function noteAnswer(conversation: string | null, aim: Aim, resilience: Resilience): void {
  if (conversation === null) return;
  const held = { target: targetName(aim), keyId: aim.key?.id ?? null };
  resilience.conversations.hold(conversation, held, 'failed');
}

function readLink(
  target: TargetSpec,
  { estimatedTokens, maxTokens }: ChainQuestion,
  configuration: Configuration,
  resilience: Resilience,
): Link {
  const resolved = aimsOf(target, configuration);
  const aims = resolved.ok ? resolved.value : [];
  const [aim] = aims;
  const model = aim?.model ?? target.model;
  const known = aim?.provider?.models.find(({ id }) => id === model);
  const wanted = target.maxOutputTokens ?? maxTokens;
  const most = known?.maxOutputTokens ?? null;
  const outputTokens = wanted === null || most === null ? (wanted ?? most) : Math.min(wanted, most);
  return {
    target,
    aims,
    name: targetName({ providerId: target.provider, model }),
    label: `${target.provider}/${model}`,
    room: { contextTokens: known?.contextTokens ?? null, outputTokens },
    obstacle: resilience.obstacle(aims, estimatedTokens),
  };
}

/** Everything is blocked. A guess is overruled; a vendor's or the user's word is waited for when that is short. */
function withoutFree(start: Chain, links: readonly Link[], resilience: Resilience): Chain {
  const guessed = links.filter(({ obstacle }) => obstacle?.isBinding === false);
  if (guessed.length > 0) return { ...start, targets: guessed.map(({ target }) => target) };
  const [soonest] = [...links].sort((a, b) => (a.obstacle?.until ?? 0) - (b.obstacle?.until ?? 0));
  if (soonest?.obstacle == null) return start;
  const waitMs = Math.max(0, soonest.obstacle.until - resilience.now());
  if (waitMs <= resilience.limits.retryWaitMs) {
    // A timer may fire a moment early, and then the pause would not be over yet.
    return { ...start, targets: [soonest.target], waitMs: waitMs + 5 };
  }
  const seconds = secondsUntil(soonest.obstacle.until, resilience);
  return { ...start, refusal: pauseError(soonest.label, soonest.obstacle, seconds) };
}

function place(
  free: readonly Link[],
  all: readonly Link[],
  question: ChainQuestion,
  conversation: string | null,
  resilience: Resilience,
): { readonly links: readonly Link[]; readonly notes: readonly RuleVerdict[] } {
  const notes: RuleVerdict[] = [];
  const held = conversation === null ? null : resilience.conversations.get(conversation);
  const home = free.find(({ name }) => name === held?.target);
  const isOrdered = question.strategy === 'failover';
  const ordered =
    isOrdered || home === undefined
      ? order(free, question, resilience)
      : [home, ...order(free, question, resilience, home).filter((link) => link !== home)];
  const [first] = ordered;
  if (conversation === null || first === undefined) return { links: ordered, notes };

  const told = resilience.conversations.takeMove(conversation);
  const moved = (from: string, to: string, why: MoveReason): RuleVerdict =>
    note(CONVERSATION, 'conversation-moved', { from, to, why });
  if (told !== null && held !== null) notes.push(moved(told.from, held.target, told.why));
  if (held === null || held.target === first.name) {
    if (held !== null && all.length > 1) {
      notes.push(note(CONVERSATION, 'conversation-kept', { target: first.label }));
    }
  } else {
    notes.push(moved(held.target, first.name, reasonToLeave(held.target, free, all)));
  }
  // Held at once and not when it answers: requests of one conversation come side by side.
  const keyId = held?.target === first.name ? held.keyId : null;
  resilience.conversations.hold(conversation, { target: first.name, keyId });
  resilience.conversations.takeMove(conversation);
  return { links: ordered, notes };
}

function reasonToLeave(home: string, free: readonly Link[], all: readonly Link[]): MoveReason {
  if (free.some(({ name }) => name === home)) return 'recovered';
  const link = all.find(({ name }) => name === home);
  if (link === undefined) return 'rule-changed';
  return link.obstacle?.why ?? 'context-too-small';
}

/** A conversation at home takes no turn: else its requests would skew the shares of new ones. */
function order(
  links: readonly Link[],
  { strategy, rule, estimatedTokens, targets }: ChainQuestion,
  resilience: Resilience,
  home?: Link,
): readonly Link[] {
  const takesTurns = strategy === 'round-robin' || strategy === 'weighted';
  const chain = `${rule ?? ''} ${targets.map(({ provider, model }) => `${provider}/${model}`).join(' ')}`;
  const turn = takesTurns && home === undefined ? resilience.turns.next(chain) : 0;
  const candidates = links.map(({ name, target, aims }) => {
    const aim = aims[0];
    return {
      weight: target.weight ?? 1,
      inFlight: resilience.inFlight(name),
      price:
        aim?.provider == null || strategy !== 'cheapest'
          ? null
          : resilience.priceOf(aim.provider, aim.model, estimatedTokens, resilience.epochNow()),
      firstTokenMs: resilience.firstTokenMs(name),
    };
  });
  return orderChain(strategy, candidates, turn).flatMap((index) => links[index] ?? []);
}

function pauseError(label: string, { why }: Obstacle, seconds: number): GatewayError {
  const overrides = { retryAfterSeconds: seconds };
  if (why === 'overloaded') {
    const words = `${label} is overloaded and asked for ${seconds} s of rest`;
    return gatewayError('upstream-overloaded', words, overrides);
  }
  const words =
    why === 'budget-spent'
      ? `${label}: every key has used up its minute; the next has room in ${seconds} s`
      : `${label}: every key is rate limited; the next may be used in ${seconds} s`;
  return gatewayError('upstream-rate-limited', words, overrides);
}

function secondsUntil(until: number, resilience: Resilience): number {
  return Math.max(1, Math.ceil((until - resilience.now()) / 1000));
}

interface Skipped {
  readonly target: string;
  readonly why: ObstacleReason;
  readonly seconds: number | null;
}

function skipped(target: string, why: ObstacleReason, seconds: number | null): Skipped {
  return { target, why, seconds };
}

/** Never `matched`: the rule that took the request is the one that matched. */
function note<Code extends NoteCode>(
  about: string,
  code: Code,
  values: Extract<MatchReason, { readonly code: Code }>['values'],
): RuleVerdict {
  return verdictOf(about, false, { code, values } as MatchReason);
}
