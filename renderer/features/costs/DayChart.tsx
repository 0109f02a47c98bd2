import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { CostSummary } from '../../../shared/domain/cost.ts';
import { costLineFilter } from '../../../shared/domain/figure-filters.ts';
import { figures } from '../../../shared/i18n/figures.ts';
import { costs } from '../../../shared/i18n/costs.ts';
import { formatUsd, formatUsdTicks } from '../../format/money.ts';
import { shortModel } from '../../format/model.ts';
import { formatDay } from '../../format/time.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { useOpenRows } from '../../stores/open-rows.ts';
import { Button } from '../../ui/Button.tsx';
import type { ChartOpener } from '../../ui/chart/ChartOpeners.tsx';
import { niceTicks } from '../../ui/chart/geometry.ts';
import { LineChart, type ChartSeries } from '../../ui/chart/LineChart.tsx';
import { FigureLink } from '../../ui/FigureLink.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { Table } from '../../ui/Table.tsx';
import { Money, Num } from '../../ui/Values.tsx';
import { dayPoints, savedNanoUsd, spreadPlaces, type DayPoint } from './selectors.ts';

const axisDates = 5;

/** Spent and baseline per day; the same figures as a table behind the button. */
export function DayChart(props: { readonly summary: CostSummary }): ReactNode {
  const { summary } = props;
  const t = useMessages(costs);
  const [isTable, setTable] = useState(false);
  const points = useMemo(() => dayPoints(summary.byDay), [summary.byDay]);
  if (points.every(({ spent, baseline }) => spent === null && baseline === null)) return null;
  return (
    <section>
      <SectionTitle
        title={t('chartTitle')}
        sub={
          <Rich
            catalog={costs}
            id="chartSub"
            values={{ model: <bdi>{shortModel(summary.baselineModel)}</bdi> }}
          />
        }
        actions={
          <Button
            size="small"
            variant="ghost"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? t('showChart') : t('showTable')}
          </Button>
        }
      />
      {isTable ? <DayTable summary={summary} /> : <Drawing points={points} summary={summary} />}
    </section>
  );
}

function Drawing(props: {
  readonly points: readonly DayPoint[];
  readonly summary: CostSummary;
}): ReactNode {
  const { points, summary } = props;
  const { baselineModel, to: now } = summary;
  const t = useMessages(costs);
  const openers = useOpeners(points, summary);
  const language = useLanguage();
  const series: readonly ChartSeries[] = useMemo(
    () => [
      {
        id: 'baseline',
        label: shortModel(baselineModel),
        color: '--c5',
        values: points.map((point) => point.baseline),
        isDashed: true,
      },
      {
        id: 'spent',
        label: t('lineSpent'),
        color: '--c1',
        values: points.map((point) => point.spent),
        mark: 'end',
        hasArea: true,
      },
    ],
    [points, baselineModel, t],
  );
  const axes = useMemo(() => {
    const highest = Math.max(
      0,
      ...points.flatMap(({ spent, baseline }) => [spent ?? 0, baseline ?? 0]),
    );
    const ticks = niceTicks(highest / 1e9);
    const texts = formatUsdTicks(ticks);
    return {
      y: ticks.map((usd, index) => ({ value: usd * 1e9, text: texts[index] ?? '' })),
      x: spreadPlaces(points.length, axisDates).map((place) => ({
        place,
        text: formatDay(Date.parse(`${points[place]?.day ?? ''}T12:00:00`), language, now),
      })),
    };
  }, [points, language, now]);
  return (
    <LineChart
      label={t('chartLabel')}
      height={186}
      places={points.length}
      // One point is no line.
      asBars={points.length === 1}
      xTicks={axes.x}
      yTicks={axes.y}
      series={series}
      labelRoom={96}
      axisRoom={56}
      openers={openers}
    />
  );
}

/** Each day that has requests to list. */
function useOpeners(points: readonly DayPoint[], { byDay, to }: CostSummary) {
  const t = useMessages(figures);
  const language = useLanguage();
  const openRows = useOpenRows();
  return useMemo(() => {
    const lines = new Map(byDay.map((line) => [line.day, line]));
    const places = points.map(({ day }): ChartOpener | null => {
      const line = lines.get(day);
      const filter = line === undefined ? null : costLineFilter(line, 'day', 0);
      if (line === undefined || filter === null) return null;
      const { requests, folded = 0 } = line;
      if (folded >= requests) return null;
      const sums = t('dayLabel', {
        day: formatDay(Date.parse(`${day}T12:00:00`), language, to),
        count: requests,
        requests: formatCount(requests),
        spent: formatUsd(line.spentNanoUsd),
        baseline: formatUsd(line.baselineNanoUsd),
      });
      const open =
        folded === 0
          ? t('openRows')
          : t('openRowsPartly', { count: folded, older: formatCount(folded) });
      return { label: `${sums}\n${open}`, onOpen: () => openRows(filter) };
    });
    return { label: t('daysOf'), places };
  }, [points, byDay, to, t, language, openRows]);
}

function DayTable(props: { readonly summary: CostSummary }): ReactNode {
  const { summary } = props;
  const t = useMessages(costs);
  const days = [...summary.byDay].sort((a, b) => b.day.localeCompare(a.day));
  return (
    <Table
      label={t('chartLabel')}
      columns={[
        { id: 'day', label: t('day') },
        { id: 'requests', label: t('colRequests'), align: 'end', width: '110px' },
        { id: 'spent', label: t('spent'), align: 'end', width: '110px' },
        { id: 'baseline', label: t('colBaseline'), align: 'end', width: '110px' },
        { id: 'saved', label: t('saved'), align: 'end', width: '110px' },
      ]}
    >
      {days.map((line) => (
        <DayRow key={line.day} line={line} now={summary.to} />
      ))}
    </Table>
  );
}

function DayRow(props: {
  readonly line: CostSummary['byDay'][number];
  readonly now: number;
}): ReactNode {
  const { line } = props;
  const language = useLanguage();
  const estimate = useEstimatedSum(line.estimated);
  const openRows = useOpenRows();
  return (
    <tr>
      <td>{formatDay(Date.parse(`${line.day}T12:00:00`), language, props.now)}</td>
      <td className="end">
        <FigureLink
          filter={costLineFilter(line, 'day', 0)}
          onOpen={openRows}
          count={line.requests}
          folded={line.folded}
        >
          <Num>{formatCount(line.requests)}</Num>
        </FigureLink>
      </td>
      <td className="end">
        <FigureLink
          filter={costLineFilter(line, 'day', 0, 'spent')}
          onOpen={openRows}
          count={line.requests}
          folded={line.folded}
        >
          <Money nanoUsd={line.spentNanoUsd} estimate={estimate} />
        </FigureLink>
      </td>
      <td className="end t2">
        <Money nanoUsd={line.baselineNanoUsd} estimate={estimate} />
      </td>
      <td className="end">
        <Money nanoUsd={savedNanoUsd(line)} estimate={estimate} />
      </td>
    </tr>
  );
}
