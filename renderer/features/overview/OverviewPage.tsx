import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { dayStart } from '../../../shared/domain/local-day.ts';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { useProviders, useStatus } from '../../stores/context.tsx';
import { StoreNotice } from '../../ui/StoreNotice.tsx';
import { EmptyOverview } from './EmptyOverview.tsx';
import { FlowSection } from './FlowSection.tsx';
import { LastRequests } from './LastRequests.tsx';
import { NeedsALook } from './NeedsALook.tsx';
import { RoutingTrouble } from './RoutingTrouble.tsx';
import { Statement } from './Statement.tsx';
import { rowsKept, useRecentRows } from './recent-rows.ts';
import { summarize } from './summary.ts';
import './overview.css';

/** Is it on, what is it doing, what did it save today, which provider is unwell, what came last. */
export function OverviewPage(): ReactNode {
  const status = useStatus((state) => state.status);
  const rows = useRecentRows();
  if (status === null || rows === null) return <div className="page" aria-busy="true" />;
  return (
    <div className="page overview">
      <RoutingTrouble status={status} />
      {status.today.requests === 0 && rows.length === 0 ? (
        <>
          <StoreNotice state={status.store} />
          <EmptyOverview status={status} />
        </>
      ) : (
        <Today status={status} rows={rows} />
      )}
    </div>
  );
}

function Today(props: {
  readonly status: AppStatus;
  readonly rows: readonly ExchangeRow[];
}): ReactNode {
  const { status, rows } = props;
  const views = useProviders((state) => state.views);
  const newest = rows[0]?.startedAt ?? 0;
  const today = useMemo(() => {
    const from = dayStart(newest);
    return rows.filter((row) => row.startedAt >= from);
  }, [rows, newest]);
  const summary = useMemo(() => summarize(today, views), [today, views]);
  return (
    <>
      <Statement status={status} />
      {summary.requests === 0 ? null : (
        <FlowSection
          summary={summary}
          isPartial={rows.length >= rowsKept || status.today.requests > today.length}
        />
      )}
      <section className="overview-foot">
        <LastRequests rows={rows} views={views} />
        <NeedsALook status={status} views={views} />
      </section>
    </>
  );
}
