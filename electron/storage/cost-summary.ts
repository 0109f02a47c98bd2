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

/** Requests that stand in the same line whatever the grouping, summed up. */
interface FineSum {
  readonly day: string;
  readonly key: string;
  readonly provider: string;
  readonly model: string;
  readonly basis: PriceBasis;
  readonly isMoney: number | null;
  readonly replay: number;
  readonly estimated: number;
  readonly requests: number;
  readonly folded: number;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly costNanoUsd: number;
}

/**
 * Exact integer sums over the stored rows and the days of older ones; the baseline is counted anew from
 * the tokens of each line and rounded once, so that it is the same whether rows stand alone or were folded into days.
 * All rows are read once: the lines, the days and the total are made from the same fine sums.
 */
export function costSummary(database: Database.Database, query: CostQuery): CostSummary {
  const { price } = query.baseline;
  const sums = fineSums(database, query);
  const byDay = linesBy(sums, ({ day }) => day, price);
  const lines = query.groupBy === 'day' ? byDay : linesBy(sums, ({ key }) => key, price);
  const [total = emptyLine] = linesBy(sums, () => '', price);
  // A line may hold other bases as well, so this is no sum of lines.
  const hardware = sums.filter(({ basis }) => basis === 'hardware');
  const [owned] = linesBy(hardware, () => '', price);
  return {
    from: query.from,
    to: query.to,
    baselineModel: query.baseline.model,
    baselineKnown: price !== null,
    pricesDate: query.pricesDate,
    total,
    ...(owned === undefined ? {} : { owned }),
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

function fineSums(database: Database.Database, query: CostQuery): readonly FineSum[] {
  return database
    .prepare(
      `SELECT day, ${keyColumns[query.groupBy]} AS key, coalesce(provider, '') AS provider,
              coalesce(sent_model, '') AS model, price_basis AS basis, is_money AS isMoney, replay, estimated,
              sum(requests) AS requests,
              sum(folded) AS folded,
              coalesce(sum(input_tokens), 0) AS input,
              coalesce(sum(cache_read_tokens), 0) AS cacheRead,
              coalesce(sum(cache_write_5m_tokens), 0) AS cacheWrite5m,
              coalesce(sum(cache_write_1h_tokens), 0) AS cacheWrite1h,
              coalesce(sum(output_tokens), 0) AS output,
              coalesce(sum(cost_nano_usd), 0) AS costNanoUsd
       FROM ${counted}
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
    )
    .all(query.from, query.to) as FineSum[];
}

/** In the order of their keys. */
function linesBy(
  sums: readonly FineSum[],
  keyOf: (sum: FineSum) => string,
  price: Price | null,
): readonly CostLine[] {
  const groups = new Map<string, FineSum[]>();
  for (const sum of sums) {
    const group = groups.get(keyOf(sum));
    if (group === undefined) groups.set(keyOf(sum), [sum]);
    else group.push(sum);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, group]) => toLine(key, group, price));
}

function toLine(key: string, group: readonly FineSum[], price: Price | null): CostLine {
  const add = (figure: (sum: FineSum) => number): number =>
    group.reduce((total, sum) => total + figure(sum), 0);
  const bases = new Set(group.map(({ basis }) => basis));
  return {
    key,
    provider: onlyOne(group.map(({ provider }) => provider)),
    model: onlyOne(group.map(({ model }) => model)),
    basis: basisOrder.find((basis) => bases.has(basis)) ?? 'unpriced',
    requests: add(({ requests }) => requests),
    unpriced: add(({ basis, requests }) => (basis === 'unpriced' ? requests : 0)),
    estimated: add(({ estimated, requests }) => (estimated === 1 ? requests : 0)),
    folded: add(({ folded }) => folded),
    usage: {
      input: add(({ input }) => input),
      cacheRead: add(({ cacheRead }) => cacheRead),
      cacheWrite5m: add(({ cacheWrite5m }) => cacheWrite5m),
      cacheWrite1h: add(({ cacheWrite1h }) => cacheWrite1h),
      output: add(({ output }) => output),
    },
    spentNanoUsd: add(({ isMoney, costNanoUsd }) => (isMoney === 1 ? costNanoUsd : 0)),
    baselineNanoUsd: price === null ? 0 : baselineOf(group, price),
  };
}

/** Empty stands for none. */
function onlyOne(values: readonly string[]): string | null {
  const distinct = new Set(values);
  const [first = ''] = distinct;
  return distinct.size === 1 && first !== '' ? first : null;
}

/** Tokens times picoUSD outgrow what a number holds exactly. A replay would not have been sent on the baseline. */
function baselineOf(group: readonly FineSum[], price: Price): number {
  const pico = group
    .filter(({ isMoney, replay }) => isMoney === 1 && replay === 0)
    .reduce(
      (total, sum) =>
        total +
        BigInt(sum.input) * BigInt(price.input) +
        BigInt(sum.output) * BigInt(price.output) +
        BigInt(sum.cacheRead) * BigInt(price.cacheRead) +
        BigInt(sum.cacheWrite5m) * BigInt(price.cacheWrite5m) +
        BigInt(sum.cacheWrite1h) * BigInt(price.cacheWrite1h),
      0n,
    );
  return Number((pico + 500n) / 1000n);
}
