import type Database from 'libsql';
import type { CostGrouping, CostLine, CostSummary, Price } from '../../shared/domain/cost.ts';
import type { PriceBasis } from '../../shared/domain/exchange.ts';
import { isMoney } from './exchanges.ts';

export interface CostQuery {
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  readonly groupBy: CostGrouping;
  readonly baseline: { readonly model: string; readonly price: Price | null };
  readonly pricesDate: string;
}

const keyColumns: Readonly<Record<CostGrouping, string>> = {
  day: 'day',
  provider: `coalesce(provider, '')`,
  model: `coalesce(provider, '') || '/' || coalesce(sent_model, asked_model)`,
  rule: `coalesce(rule, '')`,
  kind: 'kind',
  project: `coalesce(project, '')`,
};

/** A group of several takes the first that occurs in it; practice never gets here. */
const basisOrder: readonly PriceBasis[] = [
  'priced',
  'subscription',
  'hardware',
  'free',
  'unpriced',
];

interface SummedRecord {
  readonly key: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly bases: string;
  readonly requests: number;
  readonly unpriced: number;
  readonly estimated: number;
  readonly folded: number;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly spentNanoUsd: number;
  readonly baselineNanoUsd: number;
}

/**
 * Exact integer sums over the stored rows and the days of older ones; the baseline is counted anew from
 * the tokens of each line and rounded once, so that it is the same whether rows stand alone or were folded into days.
 */
export function costSummary(database: Database.Database, query: CostQuery): CostSummary {
  const lines = sum(database, query, keyColumns[query.groupBy]).map(toLine);
  const byDay = query.groupBy === 'day' ? lines : sum(database, query, keyColumns.day).map(toLine);
  const [total] = sum(database, query, `''`);
  // A line may hold other bases as well, so this is no sum of lines.
  const [owned] =
    total !== undefined && basesOf(total).has('hardware')
      ? sum(database, query, `''`, `price_basis = 'hardware'`)
      : [];
  return {
    from: query.from,
    to: query.to,
    baselineModel: query.baseline.model,
    baselineKnown: query.baseline.price !== null,
    pricesDate: query.pricesDate,
    total: total === undefined ? emptyLine : toLine(total),
    ...(owned === undefined ? {} : { owned: toLine(owned) }),
    byDay: byDay.map((line) => ({ ...line, day: line.key })),
    lines:
      query.groupBy === 'day' ? lines : [...lines].sort((a, b) => b.spentNanoUsd - a.spentNanoUsd),
  };
}

const emptyLine: CostLine = {
  key: '',
  provider: null,
  model: null,
  basis: 'free',
  requests: 0,
  unpriced: 0,
  usage: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  spentNanoUsd: 0,
  baselineNanoUsd: 0,
};

/** Rows as they are and the sums that older ones were folded into, under the same names. */
const counted = `(
  SELECT day, started_at, provider, sent_model, asked_model, project, rule, kind, price_basis, replay, estimated,
         (${isMoney}) AS is_money, 1 AS requests, 0 AS folded, input_tokens, cache_read_tokens, cache_write_5m_tokens,
         cache_write_1h_tokens, output_tokens, cost_nano_usd
  FROM exchanges
  WHERE started_at >= ?1 AND started_at < ?2 AND price_basis IS NOT NULL AND price_basis <> 'practice'
  UNION ALL
  SELECT day, first_at, provider, sent_model, asked_model, project, rule, kind, price_basis, replay, estimated,
         is_money, requests, requests AS folded, input_tokens, cache_read_tokens, cache_write_5m_tokens,
         cache_write_1h_tokens, output_tokens, cost_nano_usd
  FROM daily
  WHERE first_at >= ?1 AND first_at < ?2 AND price_basis IS NOT NULL AND price_basis <> 'practice')`;

function sum(
  database: Database.Database,
  query: CostQuery,
  key: string,
  condition = '1',
): readonly SummedRecord[] {
  return database
    .prepare(
      `SELECT ${key} AS key,
              CASE WHEN count(DISTINCT coalesce(provider, '')) = 1 THEN max(provider) END AS provider,
              CASE WHEN count(DISTINCT coalesce(sent_model, '')) = 1 THEN max(sent_model) END AS model,
              group_concat(DISTINCT price_basis) AS bases,
              sum(requests) AS requests,
              coalesce(sum(requests) FILTER (WHERE price_basis = 'unpriced'), 0) AS unpriced,
              coalesce(sum(requests) FILTER (WHERE estimated = 1), 0) AS estimated,
              sum(folded) AS folded,
              coalesce(sum(input_tokens), 0) AS input,
              coalesce(sum(cache_read_tokens), 0) AS cacheRead,
              coalesce(sum(cache_write_5m_tokens), 0) AS cacheWrite5m,
              coalesce(sum(cache_write_1h_tokens), 0) AS cacheWrite1h,
              coalesce(sum(output_tokens), 0) AS output,
              coalesce(sum(cost_nano_usd) FILTER (WHERE is_money), 0) AS spentNanoUsd,
              ${baselineSum(query.baseline.price)} AS baselineNanoUsd
       FROM ${counted}
       WHERE ${condition}
       GROUP BY 1 ORDER BY 1`,
    )
    .all(query.from, query.to) as SummedRecord[];
}

/** Prices go in as integer literals: a bound JavaScript number would turn the division into a floating one. */
function baselineSum(price: Price | null): string {
  if (price === null) return '0';
  const literal = (value: number): string => {
    if (!Number.isSafeInteger(value)) throw new TypeError('A price is not a whole number');
    return String(value);
  };
  const pico = [
    ['input_tokens', price.input],
    ['output_tokens', price.output],
    ['cache_read_tokens', price.cacheRead],
    ['cache_write_5m_tokens', price.cacheWrite5m],
    ['cache_write_1h_tokens', price.cacheWrite1h],
  ] as const;
  const known = '(WHERE is_money AND replay = 0)';
  // A replay would not have been sent on the baseline.
  const terms = pico.map(
    ([column, each]) => `coalesce(sum(${column}) FILTER ${known}, 0) * ${literal(each)}`,
  );
  return `(${terms.join(' + ')} + 500) / 1000`;
}

function basesOf({ bases }: SummedRecord): ReadonlySet<string> {
  return new Set(bases.split(','));
}

function toLine(record: SummedRecord): CostLine {
  const bases = basesOf(record);
  return {
    key: record.key,
    provider: record.provider,
    model: record.model,
    basis: basisOrder.find((basis) => bases.has(basis)) ?? 'unpriced',
    requests: record.requests,
    unpriced: record.unpriced,
    estimated: record.estimated,
    folded: record.folded,
    usage: {
      input: record.input,
      cacheRead: record.cacheRead,
      cacheWrite5m: record.cacheWrite5m,
      cacheWrite1h: record.cacheWrite1h,
      output: record.output,
    },
    spentNanoUsd: record.spentNanoUsd,
    baselineNanoUsd: record.baselineNanoUsd,
  };
}
