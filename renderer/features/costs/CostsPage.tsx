import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { CostSummary } from '../../../shared/domain/cost.ts';
import { costs } from '../../../shared/i18n/costs.ts';
import { figures } from '../../../shared/i18n/figures.ts';
import { useApi } from '../../bridge.ts';
import { formatCount } from '../../format/tokens.ts';
import { formatClock, formatDay } from '../../format/time.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Note } from '../../ui/Note.tsx';
import { useStatus } from '../../stores/context.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { StoreNotice } from '../../ui/StoreNotice.tsx';
import { Num } from '../../ui/Values.tsx';
import { connectCosts, createCostsStore, type CostsStore } from './costs-store.ts';
import { CostTable } from './CostTable.tsx';
import { DayChart } from './DayChart.tsx';
import { FeesSection } from './FeesSection.tsx';
import { Figures } from './Figures.tsx';
import { groupings, periods } from './selectors.ts';
import { SumButton } from './SumButton.tsx';
import './costs.css';

/** Spent, would have cost, saved: each with what it rests on. */
export function CostsPage(): ReactNode {
  const api = useApi();
  const [store] = useState(() => createCostsStore(api));
  useEffect(() => connectCosts(store, api), [store, api]);
  return <CostsView store={store} />;
}

function CostsView(props: { readonly store: CostsStore }): ReactNode {
  const { store } = props;
  const t = useMessages(costs);
  const { period, summary, readAt, error } = useStore(
    store,
    useShallow((state) => ({
      period: state.period,
      summary: state.summary,
      readAt: state.readAt,
      error: state.error,
    })),
  );
  const stored = useStatus((state) => state.status?.store);
  const actions = store.getState();
  return (
    <div className="page costs-page">
      <div className="title costs-title">
        <h1>{t('title')}</h1>
        <Segment
          label={t('period')}
          value={period}
          choices={periods.map((value) => ({ value, label: t(value) }))}
          onChange={actions.setPeriod}
        />
        {summary === null ? null : (
          <span className="xs nowrap">
            <span className="t3">{t('against')}</span>{' '}
            <b className="b" dir="ltr">
              {summary.baselineModel}
            </b>
          </span>
        )}
        {summary === null || summary.total.requests === 0 ? null : (
          <span className="push">
            <SumButton summary={summary} />
          </span>
        )}
      </div>
      <StoreNotice state={stored} />
      {error === null ? null : (
        <Note
          tone="bad"
          actions={
            <Button size="small" onClick={() => void actions.load()}>
              {t('retry')}
            </Button>
          }
        >
          {t('readFailed', { reason: error })}{' '}
          {readAt === null ? null : t('asOf', { time: formatClock(readAt) })}
        </Note>
      )}
      {summary === null && error === null ? (
        <p className="row g2 t2 xs">
          <Glyph name="wait" /> {t('reading')}
        </p>
      ) : null}
      {summary === null ? null : <Summary store={store} summary={summary} />}
    </div>
  );
}

function Summary(props: { readonly store: CostsStore; readonly summary: CostSummary }): ReactNode {
  const { store, summary } = props;
  const t = useMessages(costs);
  const language = useLanguage();
  const { period, groupBy } = useStore(
    store,
    useShallow((state) => ({
      period: state.period,
      groupBy: state.groupBy,
    })),
  );
  const { setGroupBy, setPeriod } = store.getState();
  if (summary.total.requests === 0)
    return (
      <EmptyState
        drawing="track"
        title={t('emptyTitle')}
        actions={
          period === 'all' ? undefined : (
            <Button onClick={() => setPeriod('all')}>{t('emptyAll')}</Button>
          )
        }
      >
        {t('emptyText')}
      </EmptyState>
    );
  return (
    <>
      <Figures summary={summary} />
      <DayChart summary={summary} />
      <FeesSection fees={summary.fees ?? []} />
      <section>
        <div className="row costs-group">
          <Segment
            label={t('groupBy')}
            value={groupBy}
            choices={groupings.map((value) => ({ value, label: t(groupWords[value]) }))}
            onChange={setGroupBy}
          />
          <span className="push xs t3">
            {t('pricesOf', {
              // With its year: how old prices are must not be left to guess.
              date: formatDay(Date.parse(`${summary.pricesDate}T12:00:00`), language, 0),
            })}
          </span>
        </div>
        <CostTable summary={summary} groupBy={groupBy} />
        <Folded count={summary.total.folded ?? 0} />
      </section>
    </>
  );
}

/** Figures count them, and their rows cannot be opened any more. */
function Folded(props: { readonly count: number }): ReactNode {
  const { count } = props;
  if (count === 0) return null;
  return (
    <p className="xs t3 costs-folded">
      <Rich
        catalog={figures}
        id="foldedInCosts"
        count={count}
        values={{ count: <Num>{formatCount(count)}</Num> }}
      />
    </p>
  );
}

const groupWords = {
  model: 'byModel',
  provider: 'byProvider',
  kind: 'byKind',
  project: 'byProject',
  rule: 'byRule',
} as const;
