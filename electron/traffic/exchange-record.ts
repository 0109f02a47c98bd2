import type { BodyCapture } from '../../shared/domain/bodies.ts';
import type {
  AnswerPart,
  AttemptRecord,
  ExchangeDetail,
  ExchangeRow,
  ExchangeState,
} from '../../shared/domain/exchange.ts';
import { isGivenUp, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import { promptTokens, type TokenUsage } from '../../shared/domain/usage.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { ContentDelta, MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import { toTokenUsage } from '../../shared/wire/token-usage.ts';
import type {
  AttemptEnded,
  AttemptStarted,
  ExchangeEnded,
  ExchangeRouted,
  ExchangeStarted,
  ResponseStarted,
  UpstreamFrameObserved,
} from '../gateway/observer.ts';
import { AnswerFaults } from './answer-faults.ts';
import type { RawBodies } from './bodies.ts';
import { BodyHold, type HeldBytes, type HeldRequest } from './body-hold.ts';
import { EventLog } from './event-log.ts';
import { deltaText } from './delta-text.ts';
import { emptyRow } from './empty-row.ts';
import { costOf, noCost, type Tariff } from './exchange-cost.ts';
import { redact, redactKeys } from '../../shared/base/redact.ts';

const TEXT_TAIL_CHARACTERS = 120;
/** Kept before the shown tail: a key that begins there is seen whole, and blanked. */
const TEXT_KEPT_CHARACTERS = 8 * TEXT_TAIL_CHARACTERS;
/** Attempts per exchange that are kept; a chain is a few targets long. */
const MAX_ATTEMPTS = 50;

/** What is kept on disk: all but the events, which are many; `eventsLost` counts them. */
export type ExchangeSummary = Omit<
  ExchangeDetail,
  'events' | 'upstreamEvents' | 'upstreamEventsLost'
>;

/** What is known of one exchange while it runs and after. Fed in the observer's order. */
export class ExchangeRecord {
  readonly events = new EventLog();
  /** Of the last attempt; null until a frame in another dialect comes. */
  #upstream: EventLog | null = null;
  #row: ExchangeRow;
  #bodies: BodyHold | null = null;
  #onlyErrors = false;
  #facts: RequestFacts | null = null;
  #trace: ExchangeDetail['trace'] = [];
  #dropped: readonly Dropped[] = [];
  #attempts: AttemptRecord[] = [];
  readonly #targets = new Set<string>();
  #tariff: Tariff | null = null;
  #usage: MessagesUsage | null = null;
  #outputCharacters = 0;
  #text = '';
  /** Deltas that `#row` does not show yet: rows are looked at a few times a second, deltas come by the thousand. */
  #hasGrown = false;
  #isFinal = false;
  #answer = new AnswerFaults({ tools: [], maxTokens: null });

  constructor({ exchangeId, at, replay }: ExchangeStarted) {
    const marked = replay === undefined ? {} : { replay: { of: replay.of } };
    this.#row = { ...emptyRow, id: exchangeId, startedAt: at, ...marked };
  }

  get row(): ExchangeRow {
    if (this.#hasGrown) {
      this.#hasGrown = false;
      const textTail = lastOf(redactKeys(this.#text));
      this.#set({ outputSoFar: Math.ceil(this.#outputCharacters / 4), textTail });
    }
    return this.#row;
  }

  /** Roughly what it holds in memory. */
  get bytes(): number {
    return this.events.bytes + (this.#upstream?.bytes ?? 0);
  }

  detail(): ExchangeDetail {
    return {
      ...this.summary(),
      events: this.events.records(),
      eventsLost: this.events.lost,
      upstreamEvents: this.#upstream?.records() ?? null,
      upstreamEventsLost: this.#upstream?.lost ?? 0,
    };
  }

  summary(): ExchangeSummary {
    return {
      row: this.row,
      ...(this.#facts === null ? {} : { facts: this.#facts }),
      trace: this.#trace,
      attempts: this.#attempts,
      dropped: this.#dropped,
      eventsLost: this.events.count,
    };
  }

  captureBodies(request: HeldRequest, capture: Exclude<BodyCapture, 'off'>, held: HeldBytes): void {
    this.#bodies = new BodyHold(request, held);
    this.#onlyErrors = capture === 'errors';
  }

  answered(text: string): void {
    this.#bodies?.answer(text);
  }

  /** As far as they are; reading them takes a while, so it is not done here. */
  rawBodies(): RawBodies | null {
    return this.#bodies?.raw() ?? null;
  }

  /** An exchange that is forgotten holds nothing. */
  releaseBodies(): void {
    this.#bodies?.release();
    this.#bodies = null;
  }

  /** Once, at the end: what is to be kept. The record lets go of it. */
  takeBodies(): RawBodies | null {
    const { state } = this.#row;
    const isError = state === 'failed' || state === 'cut' || state === 'refused';
    const kept = this.#onlyErrors && !isError ? null : this.#bodies;
    const raw = kept?.raw() ?? null;
    this.releaseBodies();
    return raw;
  }

  routed({ facts, profileId, plan, asked }: ExchangeRouted): void {
    if (asked !== undefined) this.#answer = new AnswerFaults(asked);
    this.#facts = facts;
    const isUnmatched = plan.kind === 'native' && plan.rule === null && plan.isOff !== true;
    this.#trace = plan.trace;
    this.#set({
      kinds: facts.kinds,
      client: facts.client,
      project: facts.project,
      sessionId: facts.sessionId,
      askedModel: facts.model,
      profile: profileId,
      rule: plan.rule,
      stream: facts.stream,
      estimatedInputTokens: facts.inputTokens,
      ...(isUnmatched ? { isUnmatched } : {}),
    });
  }

  attempted(event: AttemptStarted, tariff: Tariff): void {
    this.#tariff = tariff;
    this.#upstream = null;
    this.#dropped = event.dropped;
    this.#attempts.push({
      provider: event.provider,
      model: event.model,
      keyId: event.keyId,
      startedAtMs: this.#since(event.at),
      durationMs: null,
      status: null,
      outcome: 'running',
      errorCode: null,
      errorMessage: null,
    });
    if (this.#attempts.length > MAX_ATTEMPTS) this.#attempts.shift();
    this.#targets.add(`${event.provider}\n${event.model}`);
    this.#set({
      provider: event.provider,
      sentModel: event.model,
      attempts: event.attempt,
      targets: this.#targets.size,
      priceBasis: tariff.basis,
    });
  }

  attemptEnded({ at, status, error, connectedAt, headersAt }: AttemptEnded): void {
    const last = this.#attempts.at(-1);
    if (last !== undefined)
      this.#attempts[this.#attempts.length - 1] = {
        ...last,
        connectedAtMs: this.#sinceOrNull(connectedAt),
        headersAtMs: this.#sinceOrNull(headersAt),
      };
    this.#closeAttempt(at, status, error, error === null ? 'answered' : outcomeOf(error));
  }

  responded({ status, stream }: ResponseStarted): void {
    this.#set({ status, stream, state: stream ? 'streaming' : 'waiting' });
  }

  observed(event: MessagesEvent, at: number): void {
    this.#answer.push(event, at);
    const atMs = this.#since(at);
    this.events.add(event, atMs);
    this.#bodies?.event(event);
    if (isFirstContent(event) && this.#row.firstTokenMs === null) this.#set({ firstTokenMs: atMs });
    if (event.type === 'content_block_delta') this.#grow(event.delta);
    if (event.type === 'content_block_start') this.#begin(partOf(event.content_block.type));
    if (event.type === 'message_start') this.#usage = event.message.usage;
    if (event.type === 'message_delta') {
      this.#usage = { input_tokens: 0, output_tokens: 0, ...this.#usage, ...known(event.usage) };
      this.#isFinal = true;
    }
  }

  upstreamFrame({ at, event, data }: UpstreamFrameObserved): void {
    this.#upstream ??= new EventLog();
    this.#upstream.addFrame(event, data, this.#since(at));
  }

  ended({ at, state, status, error, usage }: ExchangeEnded): void {
    this.#closeAttempt(at, status, error, endOfAttempt(state));
    const tokens = this.#finalUsage(state, usage ?? this.#usage);
    this.#set({
      state,
      status: status ?? this.#row.status,
      durationMs: this.#since(at),
      usage: tokens,
      ...(tokens !== null && (usage ?? this.#usage)?.['estimated'] === true
        ? { isEstimated: true as const }
        : {}),
      ...this.#health(state, at),
      errorCode: error?.code ?? null,
      errorMessage: error === null ? null : redact(error.message),
      ...this.#cost(state, tokens, at),
    });
  }

  /** Only of streams, and not of replays: their limits are the user's own. */
  #health(state: ExchangeState, at: number): Partial<ExchangeRow> {
    const { stream, replay, firstTokenMs } = this.#row;
    const hasAnswer = state === 'complete' || firstTokenMs !== null;
    if (!stream || replay !== undefined || !hasAnswer) return {};
    const faults = this.#answer.finish(state === 'complete', at);
    const { toolCalls, badToolCalls } = this.#answer;
    return {
      ...(faults.length > 0 ? { faults } : {}),
      ...(toolCalls > 0 ? { toolCalls, badToolCalls } : {}),
    };
  }

  /**
   * A stream that broke off was charged for what had come, which its first event could not know yet. No prompt is
   * empty: where not even its size is named, the translator's start stands for a usage that never came.
   */
  #finalUsage(state: ExchangeState, usage: MessagesUsage | null): TokenUsage | null {
    if (usage === null) return null;
    const tokens = toTokenUsage(usage);
    if (this.#isFinal || (state !== 'cut' && state !== 'cancelled')) return tokens;
    if (promptTokens(tokens) === 0) return null;
    return { ...tokens, output: Math.max(tokens.output, this.row.outputSoFar) };
  }

  /**
   * Without usage it was charged only if the upstream had begun to answer a Messages request; then the sum is unknown.
   * Other calls that pass through (never routed) cost nothing, and neither does counting tokens.
   */
  #cost(state: ExchangeState, usage: TokenUsage | null, at: number): Partial<ExchangeRow> {
    if (this.#tariff === null) return noCost;
    const isCount = this.#row.kinds.length === 1 && this.#row.kinds[0] === 'count-tokens';
    const isCharged = usage !== null || this.#hadAnswer(state);
    if (this.#tariff.basis !== 'practice' && (!isCharged || isCount)) return noCost;
    const fields = costOf(this.#tariff, usage, at);
    // On the baseline nobody would have sent it a second time: its cost is real, and it can save nothing.
    const isMoney = this.#row.replay !== undefined && fields.costNanoUsd !== null;
    return isMoney ? { ...fields, baselineNanoUsd: 0 } : fields;
  }

  #hadAnswer(state: ExchangeState): boolean {
    const isRouted = this.#row.profile !== null;
    return isRouted && state !== 'failed' && state !== 'refused' && this.#row.status === 200;
  }

  #begin(part: AnswerPart | null): void {
    const { answerParts } = this.#row;
    if (part !== null && !answerParts.includes(part))
      this.#set({ answerParts: [...answerParts, part] });
  }

  #grow(delta: ContentDelta): void {
    const text = deltaText(delta);
    this.#outputCharacters += weighed(text);
    if (delta.type === 'text_delta') this.#text = recent(this.#text + text);
    this.#hasGrown = true;
  }

  #closeAttempt(
    at: number,
    status: number | null,
    error: GatewayError | null,
    outcome: AttemptRecord['outcome'],
  ): void {
    const last = this.#attempts.at(-1);
    if (last?.outcome !== 'running') return;
    this.#attempts[this.#attempts.length - 1] = {
      ...last,
      durationMs: this.#since(at) - last.startedAtMs,
      status,
      outcome,
      errorCode: error?.code ?? null,
      errorMessage: error === null ? null : redact(error.message),
    };
  }

  #sinceOrNull(at: number | null | undefined): number | null {
    return at === null || at === undefined ? null : this.#since(at);
  }

  #since(at: number): number {
    return Math.max(0, at - this.#row.startedAt);
  }

  #set(change: Partial<ExchangeRow>): void {
    this.#row = { ...this.#row, ...change };
  }
}

function outcomeOf(error: GatewayError): AttemptRecord['outcome'] {
  if (error.code === 'blocked-by-lock') return 'blocked';
  return isGivenUp(error.code) ? 'cancelled' : 'failed';
}

function endOfAttempt(state: ExchangeState): AttemptRecord['outcome'] {
  if (state === 'complete') return 'answered';
  return state === 'cancelled' ? 'cancelled' : 'failed';
}

/** An empty `content_block_start` is no token yet, but a tool call is: some have no arguments at all. */
function isFirstContent(event: MessagesEvent): boolean {
  if (event.type === 'content_block_delta') return true;
  return event.type === 'content_block_start' && event.content_block.type === 'tool_use';
}

/** Blocks that are made by the server itself (a search, its results) are none of these. */
function partOf(type: string): AnswerPart | null {
  if (type === 'redacted_thinking') return 'thinking';
  return type === 'text' || type === 'thinking' || type === 'tool_use' ? type : null;
}

/** About four characters a token in Latin script, two elsewhere. */
function weighed(text: string): number {
  return /[^\u0020-\u024f\s]/.test(text) ? text.length * 2 : text.length;
}

/** Cut now and then only: a cut per delta would cost more than the characters do. */
function recent(text: string): string {
  return text.length > 4 * TEXT_KEPT_CHARACTERS ? text.slice(-TEXT_KEPT_CHARACTERS) : text;
}

function lastOf(text: string): string {
  // A cut through a surrogate pair would show as a broken character.
  return text.slice(-TEXT_TAIL_CHARACTERS).replace(/^[\udc00-\udfff]/, '');
}

/** A later event's null or absent count does not take back an earlier one. */
function known(usage: Partial<MessagesUsage>): Partial<MessagesUsage> {
  return Object.fromEntries(
    Object.entries(usage).filter(([, value]) => value !== null && value !== undefined),
  );
}
