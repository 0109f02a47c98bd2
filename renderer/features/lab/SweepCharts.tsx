import { memo } from 'react';
import type { ReactNode } from 'react';
import { dgxSparkReference } from '../../../shared/domain/lab-reference.ts';
import type { LabRun } from '../../../shared/domain/lab.ts';
import { lab } from '../../../shared/i18n/lab.ts';
import { useMessages } from '../../i18n.tsx';
import { doublingTicks, niceTicks } from '../../ui/chart/geometry.ts';
import { LineChart } from '../../ui/chart/LineChart.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { sweepAxes } from './selectors.ts';

const height = 178;

/** Tokens per second and time to first token over the number of requests at once. */
export const SweepCharts = memo(function SweepCharts(props: { readonly run: LabRun }): ReactNode {
  const t = useMessages(lab);
  const axes = sweepAxes(props.run, dgxSparkReference);
  const total = axes.mine((step) => step.totalTokensPerSecond);
  const perStream = axes.mine((step) => step.perStreamTokensPerSecond);
  const reference = axes.reference((step) => step.totalTokensPerSecond);
  const p50 = axes.mine((step) => step.ttftP50Ms / 1000);
  const p95 = axes.mine((step) => step.ttftP95Ms / 1000);
  const xTicks = axes.places.map((concurrency, place) => ({ place, text: String(concurrency) }));
  const waits = [...p50, ...p95].filter((value) => value !== null && value > 0) as number[];
  return (
    <section className="lab-two">
      <div>
        <SectionTitle title={t('tokensPerSecond')} sub={t('byConcurrency')} />
        <LineChart
          label={t('tokensPerSecond')}
          height={height}
          places={axes.places.length}
          xTicks={xTicks}
          yTicks={niceTicks(highestOf([...total, ...perStream, ...reference]), 3).map(plainTick)}
          marked={axes.best}
          axisRoom={34}
          series={[
            {
              id: 'reference',
              label: t('lineReference'),
              color: '--chart-ref',
              values: reference,
              isDashed: true,
            },
            { id: 'total', label: t('lineTotal'), color: '--c1', values: total, mark: 'dot' },
            {
              id: 'stream',
              label: t('linePerStream'),
              color: '--c2',
              values: perStream,
              mark: 'square',
            },
          ]}
        />
        {reference.every((value) => value === null) ? null : (
          <p className="xxs t3">{t('referenceNote')}</p>
        )}
      </div>
      <div>
        <SectionTitle title={t('timeToFirst')} sub={t('byConcurrencyLog')} />
        <LineChart
          label={t('timeToFirst')}
          height={height}
          isLog
          places={axes.places.length}
          xTicks={xTicks}
          yTicks={doublingTicks(Math.min(...waits), Math.max(...waits)).map(plainTick)}
          marked={axes.best}
          axisRoom={40}
          labelRoom={52}
          series={[
            { id: 'p95', label: t('lineP95'), color: '--c4', values: p95, mark: 'square' },
            { id: 'p50', label: t('lineP50'), color: '--c1', values: p50, mark: 'dot' },
          ]}
        />
      </div>
    </section>
  );
});

function plainTick(value: number): { readonly value: number; readonly text: string } {
  return { value, text: String(Number(value.toPrecision(3))) };
}

function highestOf(values: readonly (number | null)[]): number {
  return Math.max(0, ...values.map((value) => value ?? 0));
}
