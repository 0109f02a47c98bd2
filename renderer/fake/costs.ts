import type { CostGrouping, CostLine, CostSummary } from '../../shared/domain/cost.ts';
import type { PriceBasis } from '../../shared/domain/exchange.ts';
import { dayStart, localDay } from '../../shared/domain/local-day.ts';

interface Part {
  readonly provider: string;
  readonly model: string;
  readonly basis: PriceBasis;
  readonly requests: number;
  readonly unpriced: number;
  readonly spentUsd: number;
  readonly baselineUsd: number;
}

const parts: readonly Part[] = [
  part('native', 'claude-sonnet-4-6', 'priced', 1080, 0, 41.2, 41.2),
  part('zai', 'glm-5.2', 'priced', 1320, 0, 20.1, 61.4),
  part('minimax', 'MiniMax-M2.7', 'priced', 1710, 0, 9.6, 48.9),
  part('deepseek', 'deepseek-v4-pro', 'priced', 690, 0, 27.6, 71.3),
  part('moonshot', 'kimi-k2.7-code', 'priced', 84, 0, 5.35, 5.05),
  part('minimax', 'MiniMax-M2.1', 'unpriced', 41, 41, 0, 1.1),
  part('spark', 'gemma-4-26b-a4b', 'hardware', 1890, 0, 0, 22.7),
  part('ollama', 'qwen3:8b', 'free', 5670, 0, 0, 18.2),
];

const grouped: Readonly<Record<CostGrouping, (p: Part) => string>> = {
  day: (p) => p.provider,
  provider: (p) => p.provider,
  model: (p) => p.model,
  rule: (p) => (p.provider === 'native' ? '' : `rule-${p.provider}`),
  kind: (p) => (p.provider === 'ollama' ? 'background' : 'main'),
  project: (p) => (p.provider === 'zai' ? '~/src/docs-site' : '~/src/atlas'),
};

const dayMs = 86_400_000;

export function fakeCosts(from: number, to: number, groupBy: CostGrouping): CostSummary {
  const days = Math.max(1, Math.min(60, Math.round((to - from) / dayMs)));
  const keyOf = grouped[groupBy];
  // As if there had been more before the rows that are kept.
  const lines = parts.map((p) => withFolded(lineOf(p, keyOf(p), days / 30), from === 0));
  const owned = lines.find(({ basis }) => basis === 'hardware');
  return {
    from,
    to,
    baselineModel: 'claude-sonnet-4-6',
    pricesDate: '2026-11-19',
    total: sum(lines, 'total'),
    ...(owned === undefined ? {} : { owned }),
    byDay: Array.from({ length: days }, (_, index) => {
      const weight = (0.5 + ((index * 7) % 11) / 10) / 30;
      const day = localDay(dayStart(to, index + 1 - days));
      return {
        ...sum(
          parts.map((p) => lineOf(p, day, weight)),
          day,
        ),
        day,
      };
    }),
    lines,
    fees: [
      {
        provider: 'moonshot',
        kind: 'subscription',
        monthNanoUsd: 19e9,
        days,
        feeNanoUsd: Math.floor((19e9 / 30) * days),
        breakEven: {
          tokens: 8_820_000,
          projectedTokens: 12_600_000,
          worthNanoUsd: 11_720_000_000,
          paysFromTokens: 14_298_635,
        },
      },
      {
        provider: 'spark',
        kind: 'hardware',
        monthNanoUsd: 130_527_777_778,
        days,
        feeNanoUsd: Math.floor((130_527_777_778 / 30) * days),
        breakEven: null,
      },
    ],
  };
}

/** Of one line nothing but the sum is left. */
function withFolded(line: CostLine, isOld: boolean): CostLine {
  const share = line.provider === 'moonshot' ? 1 : 0.4;
  return isOld ? { ...line, folded: Math.round(line.requests * share) } : line;
}

function lineOf(p: Part, key: string, share: number): CostLine {
  const requests = Math.round(p.requests * share);
  return {
    key,
    provider: p.provider,
    model: p.model,
    basis: p.basis,
    requests,
    unpriced: Math.round(p.unpriced * share),
    estimated: p.provider === 'minimax' && p.unpriced === 0 ? Math.round(9 * share) : 0,
    usage: {
      input: requests * 3100,
      cacheRead: requests * 9000,
      cacheWrite5m: requests * 120,
      cacheWrite1h: 0,
      output: requests * 410,
    },
    spentNanoUsd: Math.round(p.spentUsd * share * 1e9),
    baselineNanoUsd: Math.round(p.baselineUsd * share * 1e9),
  };
}

function sum(lines: readonly CostLine[], key: string): CostLine {
  const total = (of: (line: CostLine) => number): number =>
    lines.reduce((so, line) => so + of(line), 0);
  return {
    key,
    provider: null,
    model: null,
    basis: 'priced',
    requests: total((line) => line.requests),
    unpriced: total((line) => line.unpriced),
    estimated: total((line) => line.estimated ?? 0),
    folded: total((line) => line.folded ?? 0),
    usage: {
      input: total((line) => line.usage.input),
      cacheRead: total((line) => line.usage.cacheRead),
      cacheWrite5m: total((line) => line.usage.cacheWrite5m),
      cacheWrite1h: 0,
      output: total((line) => line.usage.output),
    },
    spentNanoUsd: total((line) => line.spentNanoUsd),
    baselineNanoUsd: total((line) => line.baselineNanoUsd),
  };
}

function part(
  provider: string,
  model: string,
  basis: PriceBasis,
  ...figures: readonly [number, number, number, number]
): Part {
  const [requests, unpriced, spentUsd, baselineUsd] = figures;
  return { provider, model, basis, requests, unpriced, spentUsd, baselineUsd };
}
