import type { AnswerFault } from '../../shared/domain/answer-health.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import { localDay } from '../../shared/domain/local-day.ts';
import { tierOf } from '../../shared/domain/model-tier.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { TokenUsage } from '../../shared/domain/usage.ts';

/** A row to keep, alone while it runs, with its detail once it ended. */
export type StoredExchange = { readonly row: ExchangeRow } & Partial<
  Omit<ExchangeDetail, 'row' | 'events' | 'upstreamEvents' | 'upstreamEventsLost'>
>;

export type Columns = Readonly<Record<string, string | number | null>>;

/** Column order of the insert statement. `tools`: where the request's list of tools is kept; null: nowhere. */
export function toColumns(exchange: StoredExchange, pid: number, tools: number | null): Columns {
  const { row } = exchange;
  return {
    id: row.id,
    started_at: Math.round(row.startedAt),
    day: localDay(row.startedAt),
    pid,
    state: row.state,
    kind: row.kinds[0] ?? 'main',
    kinds: JSON.stringify(row.kinds),
    client: row.client,
    project: row.project,
    session_id: row.sessionId,
    asked_model: row.askedModel,
    sent_model: row.sentModel,
    provider: row.provider,
    profile: row.profile,
    rule: row.rule,
    attempts: row.attempts,
    targets: row.targets,
    stream: row.stream ? 1 : 0,
    status: row.status,
    estimated_input_tokens: Math.round(row.estimatedInputTokens),
    ...usageColumns(row.usage),
    first_token_ms: rounded(row.firstTokenMs),
    duration_ms: rounded(row.durationMs),
    cost_nano_usd: row.costNanoUsd,
    baseline_nano_usd: row.baselineNanoUsd,
    price_basis: row.priceBasis,
    output_so_far: Math.round(row.outputSoFar),
    answer_parts: JSON.stringify(row.answerParts),
    error_code: row.errorCode,
    error_message: row.errorMessage,
    estimated: row.isEstimated === true ? 1 : 0,
    faults: (row.faults ?? []).join(' '),
    tool_calls: row.toolCalls ?? 0,
    bad_tool_calls: row.badToolCalls ?? 0,
    replay: row.replay === undefined ? 0 : 1,
    replay_of: row.replay?.of ?? null,
    unmatched: row.isUnmatched === true ? 1 : 0,
    trace: JSON.stringify(exchange.trace ?? []),
    attempt_records: JSON.stringify(exchange.attempts ?? []),
    dropped: JSON.stringify(exchange.dropped ?? []),
    events_lost: exchange.eventsLost ?? 0,
    ...factColumns(exchange.facts, tools),
  };
}

/** Columns that come with the detail, at the end of an exchange. */
export const detailColumns = [
  'trace',
  'attempt_records',
  'dropped',
  'events_lost',
  'facts',
  'effort',
  'tag',
  'tools',
];

/** Of a request's facts only what the row does not say; without a place for its tools they are not all known. */
function factColumns(facts: RequestFacts | undefined, tools: number | null): Columns {
  if (facts === undefined || tools === null)
    return { facts: 0, effort: null, tag: null, tools: null };
  return {
    facts: 1,
    effort: facts.effort,
    tag: facts.tag === null ? null : JSON.stringify(facts.tag),
    tools,
  };
}

function usageColumns(usage: TokenUsage | null): Columns {
  return {
    input_tokens: usage?.input ?? null,
    cache_read_tokens: usage?.cacheRead ?? null,
    cache_write_5m_tokens: usage?.cacheWrite5m ?? null,
    cache_write_1h_tokens: usage?.cacheWrite1h ?? null,
    output_tokens: usage?.output ?? null,
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

/** What SQLite hands back: the columns above as written by `toColumns`, so the unions are safe to claim. */
export interface StoredRecord {
  readonly id: string;
  readonly started_at: number;
  readonly state: ExchangeRow['state'];
  readonly kinds: string;
  readonly client: ExchangeRow['client'];
  readonly project: string | null;
  readonly session_id: string | null;
  readonly asked_model: string;
  readonly sent_model: string | null;
  readonly provider: string | null;
  readonly profile: string | null;
  readonly rule: string | null;
  readonly attempts: number;
  readonly targets: number;
  readonly stream: number;
  readonly status: number | null;
  readonly estimated_input_tokens: number;
  readonly input_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_5m_tokens: number | null;
  readonly cache_write_1h_tokens: number | null;
  readonly output_tokens: number | null;
  readonly first_token_ms: number | null;
  readonly duration_ms: number | null;
  readonly cost_nano_usd: number | null;
  readonly baseline_nano_usd: number | null;
  readonly price_basis: ExchangeRow['priceBasis'];
  readonly output_so_far: number;
  readonly answer_parts: string;
  readonly error_code: ExchangeRow['errorCode'];
  readonly error_message: string | null;
  readonly estimated: number;
  readonly faults: string;
  readonly tool_calls: number;
  readonly bad_tool_calls: number;
  readonly replay: number;
  readonly replay_of: string | null;
  readonly unmatched: number;
  readonly trace: string;
  readonly attempt_records: string;
  readonly dropped: string;
  readonly events_lost: number;
}

/** What the facts of a request are made of; `tool_names` is the list that its `tools` names. */
export type FactsRecord = Pick<
  StoredRecord,
  | 'started_at'
  | 'kinds'
  | 'client'
  | 'project'
  | 'asked_model'
  | 'stream'
  | 'estimated_input_tokens'
  | 'session_id'
> & {
  readonly facts: number;
  readonly effort: string | null;
  readonly tag: string | null;
  readonly tool_names: string | null;
};

/** As they were when the request was routed; null where they were not kept. `classify` names kinds for its flags. */
export function toFacts(record: FactsRecord): RequestFacts | null {
  if (record.facts !== 1 || record.tool_names === null) return null;
  const kinds = JSON.parse(record.kinds) as RequestFacts['kinds'];
  const startedAt = new Date(record.started_at);
  return {
    kinds,
    model: record.asked_model,
    tier: tierOf(record.asked_model),
    inputTokens: record.estimated_input_tokens,
    thinking: kinds.includes('thinking'),
    effort: record.effort,
    toolNames: JSON.parse(record.tool_names) as RequestFacts['toolNames'],
    images: kinds.includes('image'),
    stream: record.stream === 1,
    project: record.project,
    client: record.client,
    sessionId: record.session_id,
    tag: record.tag === null ? null : (JSON.parse(record.tag) as RequestFacts['tag']),
    minuteOfDay: startedAt.getHours() * 60 + startedAt.getMinutes(),
  };
}

export function toRow(record: StoredRecord): ExchangeRow {
  return {
    id: record.id,
    startedAt: record.started_at,
    state: record.state,
    kinds: JSON.parse(record.kinds) as ExchangeRow['kinds'],
    client: record.client,
    project: record.project,
    sessionId: record.session_id,
    askedModel: record.asked_model,
    sentModel: record.sent_model,
    provider: record.provider,
    profile: record.profile,
    rule: record.rule,
    attempts: record.attempts,
    targets: record.targets,
    stream: record.stream === 1,
    status: record.status,
    estimatedInputTokens: record.estimated_input_tokens,
    usage: toUsage(record),
    firstTokenMs: record.first_token_ms,
    durationMs: record.duration_ms,
    costNanoUsd: record.cost_nano_usd,
    baselineNanoUsd: record.baseline_nano_usd,
    priceBasis: record.price_basis,
    textTail: '',
    outputSoFar: record.output_so_far,
    answerParts: JSON.parse(record.answer_parts) as ExchangeRow['answerParts'],
    errorCode: record.error_code,
    errorMessage: record.error_message,
    ...(record.estimated === 1 ? { isEstimated: true as const } : {}),
    ...(record.faults === '' ? {} : { faults: record.faults.split(' ') as AnswerFault[] }),
    ...(record.tool_calls === 0
      ? {}
      : { toolCalls: record.tool_calls, badToolCalls: record.bad_tool_calls }),
    ...(record.replay === 1 ? { replay: { of: record.replay_of } } : {}),
    ...(record.unmatched === 1 ? { isUnmatched: true as const } : {}),
  };
}

function toUsage(record: StoredRecord): TokenUsage | null {
  if (record.input_tokens === null) return null;
  return {
    input: record.input_tokens,
    cacheRead: record.cache_read_tokens ?? 0,
    cacheWrite5m: record.cache_write_5m_tokens ?? 0,
    cacheWrite1h: record.cache_write_1h_tokens ?? 0,
    output: record.output_tokens ?? 0,
  };
}

/** Events live in memory only; `eventsLost` says how many there were. */
export function toDetail(record: StoredRecord & FactsRecord): ExchangeDetail {
  const facts = toFacts(record);
  return {
    row: toRow(record),
    ...(facts === null ? {} : { facts }),
    trace: JSON.parse(record.trace) as ExchangeDetail['trace'],
    attempts: JSON.parse(record.attempt_records) as ExchangeDetail['attempts'],
    dropped: JSON.parse(record.dropped) as ExchangeDetail['dropped'],
    events: [],
    eventsLost: record.events_lost,
    upstreamEvents: null,
    upstreamEventsLost: 0,
  };
}
