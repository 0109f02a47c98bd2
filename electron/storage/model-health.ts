import type Database from 'libsql';
import {
  answerFaults,
  type AnswerFault,
  isOfModel,
  modelFailures,
  type ModelHealth,
} from '../../shared/domain/answer-health.ts';
import type { AttemptRecord } from '../../shared/domain/exchange.ts';

/** The newest requests that are read; beyond it figures are of these. */
const MAX_ROWS = 50_000;

/** SQL: `isRated` of a stored row, and what an attempt before its last one needs of it to be rated, too. */
const mayBeRated = `provider IS NOT NULL AND replay = 0 AND kind <> 'count-tokens'`;
export const isRated = `${mayBeRated} AND (state = 'complete' OR (state IN ('failed', 'cut')
  AND (error_code IS NULL OR error_code IN (${modelFailures.map((code) => `'${code}'`).join(', ')}))))`;

interface AnsweredRecord {
  readonly provider: string;
  readonly sent_model: string | null;
  readonly state: string;
  readonly attempts: number;
  readonly attempt_records: string;
  readonly is_rated: number;
  readonly first_token_ms: number | null;
  readonly duration_ms: number | null;
  readonly output_tokens: number | null;
  readonly faults: string;
  readonly tool_calls: number;
  readonly bad_tool_calls: number;
}

/**
 * How each model did since `from` (epoch ms). What was given up, replays, and failures of keys or of Switchyard itself say
 * nothing about a model; an attempt that failed before that does.
 */
export function modelHealth(database: Database.Database, from: number): readonly ModelHealth[] {
  const rows = database
    .prepare(
      `SELECT provider, sent_model, state, attempts, attempt_records, first_token_ms,
              duration_ms, output_tokens, faults, tool_calls, bad_tool_calls,
              ${isRated} AS is_rated
       FROM exchanges
       WHERE started_at >= ? AND ${mayBeRated} AND (is_rated OR attempts > 1)
       ORDER BY started_at DESC LIMIT ${String(MAX_ROWS)}`,
    )
    .all(from) as AnsweredRecord[];
  const models = new Map<string, Sums>();
  const sumsOf = (provider: string, model: string): Sums => {
    const name = `${provider}\n${model}`;
    const known = models.get(name) ?? new Sums(provider, model);
    models.set(name, known);
    return known;
  };
  for (const row of rows) {
    const attempts =
      row.attempts > 1 ? (JSON.parse(row.attempt_records) as readonly AttemptRecord[]) : [];
    for (const { provider, model } of failedBefore(attempts)) {
      sumsOf(provider, model).passOn();
    }
    if (row.is_rated !== 1) continue;
    sumsOf(row.provider, row.sent_model ?? '').add(row, answeredAt(row, attempts));
  }
  return [...models.values()].map((sums) => sums.health()).sort((a, b) => b.requests - a.requests);
}

/** All attempts but the last, which the row itself tells of. */
function failedBefore(attempts: readonly AttemptRecord[]): readonly AttemptRecord[] {
  return attempts
    .slice(0, -1)
    .filter(({ outcome, errorCode }) => outcome === 'failed' && isOfModel(errorCode));
}

/** When the attempt that answered began (ms since the request did); null: attempts of quiet folders are not kept. */
function answeredAt(row: AnsweredRecord, attempts: readonly AttemptRecord[]): number | null {
  return row.attempts > 1 ? (attempts.at(-1)?.startedAtMs ?? null) : 0;
}

/** Shorter than this a stream has no speed: it came in one piece. */
const LEAST_STREAM_MS = 50;

class Sums {
  #requests = 0;
  #passedOn = 0;
  readonly #provider: string;
  readonly #model: string;
  #answered = 0;
  #toolCalls = 0;
  #badToolCalls = 0;
  readonly #faults = Object.fromEntries(answerFaults.map((fault) => [fault, 0])) as Record<
    AnswerFault,
    number
  >;
  readonly #firstTokens: number[] = [];
  readonly #speeds: number[] = [];

  constructor(provider: string, model: string) {
    this.#provider = provider;
    this.#model = model;
  }

  passOn(): void {
    this.#requests += 1;
    this.#passedOn += 1;
  }

  add(row: AnsweredRecord, answeredAtMs: number | null): void {
    this.#requests += 1;
    if (row.state === 'complete') this.#answered += 1;
    this.#toolCalls += row.tool_calls;
    this.#badToolCalls += row.bad_tool_calls;
    for (const fault of row.faults === '' ? [] : (row.faults.split(' ') as AnswerFault[])) {
      this.#faults[fault] += 1;
    }
    const { first_token_ms: first, duration_ms: took, output_tokens: output } = row;
    if (first === null) return;
    if (answeredAtMs !== null) this.#firstTokens.push(Math.max(0, first - answeredAtMs));
    const streamedMs = (took ?? first) - first;
    if (output !== null && output > 0 && streamedMs >= LEAST_STREAM_MS) {
      this.#speeds.push((output * 1000) / streamedMs);
    }
  }

  health(): ModelHealth {
    return {
      provider: this.#provider,
      model: this.#model,
      requests: this.#requests,
      passedOn: this.#passedOn,
      answered: this.#answered,
      toolCalls: this.#toolCalls,
      badToolCalls: this.#badToolCalls,
      faults: this.#faults,
      firstTokenP50Ms: quantile(this.#firstTokens, 0.5),
      firstTokenP95Ms: quantile(this.#firstTokens, 0.95),
      tokensPerSecond: quantile(this.#speeds, 0.5),
    };
  }
}

function quantile(values: number[], share: number): number | null {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? null;
}
