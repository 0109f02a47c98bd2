import { memo } from 'react';
import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { live } from '../../../shared/i18n/live.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatSeconds } from '../../format/duration.ts';
import { formatClock, formatDay, formatDayAndClock, isSameDay } from '../../format/time.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { AttemptsMark, RowOutcome } from '../../ui/Outcome.tsx';
import { RowCost, useEstimate } from '../../ui/RowCost.tsx';
import { ModelPair, Money, Mono, Num, Tokens } from '../../ui/Values.tsx';
import type { LiveColumnId } from '../../../shared/domain/live-view.ts';
import { isSameCell, usesClock } from './cell-inputs.ts';
import {
  elapsedMs,
  inputTokens,
  outputTokens,
  projectName,
  savedNanoUsd,
  tokensPerSecond,
} from './row-figures.ts';
import { useRowRule } from './row-rule.ts';
import { isInFlight, leadingKind } from './selectors.ts';
import { useTokenEstimate } from './token-estimate.ts';

interface CellProps {
  readonly row: ExchangeRow;
  readonly now: number;
  readonly providerName: string | null;
}

type ColumnCellProps = CellProps & { readonly column: LiveColumnId };

/** What one cell of the list shows; drawn anew only when something it shows has moved. `now` moves only for rows in flight. */
export const Cell = memo(function Cell(props: ColumnCellProps): ReactNode {
  return cells[props.column](props);
}, isSame);

function isSame(before: ColumnCellProps, after: ColumnCellProps): boolean {
  const { column } = after;
  return (
    before.column === column &&
    before.providerName === after.providerName &&
    (before.now === after.now || !usesClock(column) || !isInFlight(after.row)) &&
    isSameCell(column, before.row, after.row)
  );
}

const cells: Readonly<Record<LiveColumnId, (props: CellProps) => ReactNode>> = {
  state: ({ row }) => <RowOutcome row={row} />,
  time: ({ row, now }) => <TimeCell at={row.startedAt} now={now} />,
  kind: ({ row }) => <KindCell row={row} />,
  rule: ({ row }) => <RuleCell row={row} />,
  route: ({ row }) => <RouteCell row={row} />,
  provider: ({ row, providerName }) => <ProviderCell row={row} name={providerName} />,
  project: ({ row }) => <ProjectCell folder={row.project} />,
  client: ({ row }) => <ClientCell row={row} />,
  session: ({ row }) => (
    <Mono title={row.sessionId ?? undefined}>{row.sessionId?.slice(0, 8) ?? '—'}</Mono>
  ),
  status: ({ row }) => <Num>{row.status ?? '—'}</Num>,
  in: ({ row }) => <RowTokens row={row} count={inputTokens(row)} />,
  cached: ({ row }) => <Tokens count={cachedTokens(row)} />,
  out: ({ row }) => <RowTokens row={row} count={outputTokens(row)} />,
  ttft: ({ row }) => <Num>{formatSeconds(row.firstTokenMs, 2)}</Num>,
  rate: ({ row, now }) => <RateCell rate={tokensPerSecond(row, now)} />,
  took: ({ row, now }) => <Num>{formatSeconds(elapsedMs(row, now))}</Num>,
  cost: ({ row }) => <RowCost row={row} kind="bare" />,
  saved: ({ row }) => <SavedCell row={row} />,
  id: ({ row }) => <Mono title={row.id}>{row.id}</Mono>,
};

function RowTokens(props: { readonly row: ExchangeRow; readonly count: number | null }): ReactNode {
  return <Tokens count={props.count} estimate={useTokenEstimate(props.row)} />;
}

/** Nothing from a cache reads as a dash: it is the usual case, not a figure. */
function cachedTokens(row: ExchangeRow): number | null {
  const read = row.usage?.cacheRead ?? 0;
  return read === 0 ? null : read;
}

/** Of an earlier day, the day: there is no room for both. */
function TimeCell({ at, now }: { readonly at: number; readonly now: number }): ReactNode {
  const language = useLanguage();
  if (isSameDay(at, now)) return <Num>{formatClock(at)}</Num>;
  return <bdi title={formatDayAndClock(at, language, now)}>{formatDay(at, language, now)}</bdi>;
}

function RuleCell(props: { readonly row: ExchangeRow }): ReactNode {
  const rule = useRowRule(props.row, props.row.rule);
  return rule === null ? <Num>—</Num> : <bdi title={rule}>{rule}</bdi>;
}

function ClientCell(props: { readonly row: ExchangeRow }): ReactNode {
  const t = useMessages(vocabulary);
  return t(`client-${props.row.client}`);
}

function KindCell(props: { readonly row: ExchangeRow }): ReactNode {
  const t = useMessages(vocabulary);
  const all = props.row.kinds.map((kind) => t(`kind-${kind}`)).join(t('listSeparator'));
  return <span title={all}>{t(`kind-${leadingKind(props.row)}`)}</span>;
}

function RouteCell(props: { readonly row: ExchangeRow }): ReactNode {
  const { row } = props;
  return (
    <span className="live-route">
      <ModelPair asked={row.askedModel} sent={row.sentModel} />
      {row.state === 'refused' ? <Refusal row={row} /> : null}
      {isInFlight(row) && row.textTail !== '' ? (
        <span className="tail cut" dir="ltr">
          {row.textTail.slice(-60)}
        </span>
      ) : null}
    </span>
  );
}

function Refusal(props: { readonly row: ExchangeRow }): ReactNode {
  const t = useMessages(live);
  const { row } = props;
  const rule = useRowRule(row, row.rule);
  if (row.errorCode === 'blocked-by-lock')
    return <span className="live-refusal cut">{t('blockedByLock')}</span>;
  if (rule === null) return null;
  return (
    <span className="live-refusal" title={rule}>
      <Rich
        catalog={live}
        id="refusedByRule"
        values={{ rule: <bdi className="cut">{rule}</bdi> }}
      />
    </span>
  );
}

function ProjectCell(props: { readonly folder: string | null }): ReactNode {
  const { folder } = props;
  if (folder === null) return <Num>—</Num>;
  return <Mono title={folder}>{projectName(folder)}</Mono>;
}

function ProviderCell(props: {
  readonly row: ExchangeRow;
  readonly name: string | null;
}): ReactNode {
  if (props.name === null) return <Num>—</Num>;
  return (
    <span className="row g1">
      <bdi className="cut" title={props.name}>
        {props.name}
      </bdi>
      <AttemptsMark attempts={props.row.attempts} />
    </span>
  );
}

function RateCell(props: { readonly rate: number | null }): ReactNode {
  return <Num>{props.rate === null ? '—' : String(Math.round(props.rate))}</Num>;
}

function SavedCell(props: { readonly row: ExchangeRow }): ReactNode {
  const { row } = props;
  const estimate = useEstimate(row);
  return <Money nanoUsd={savedNanoUsd(row)} scale="request" estimate={estimate} isBare />;
}
