import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { live } from '../../../shared/i18n/live.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatSeconds } from '../../format/duration.ts';
import { formatUsd } from '../../format/money.ts';
import { formatClock } from '../../format/time.ts';
import { useMessages } from '../../i18n.tsx';
import { State } from '../../ui/State.tsx';
import { ModelPair, Mono, Num, Tokens } from '../../ui/Values.tsx';
import type { ColumnId } from './columns.ts';
import {
  elapsedMs,
  inputTokens,
  isEstimated,
  outputTokens,
  projectName,
  savedNanoUsd,
  tokensPerSecond,
} from './row-figures.ts';
import { isInFlight, leadingKind, stateGlyphs } from './selectors.ts';

/** What one cell of the list shows. `now` moves only for rows in flight. */
export function Cell(props: {
  readonly column: ColumnId;
  readonly row: ExchangeRow;
  readonly now: number;
  readonly providerName: string | null;
}): ReactNode {
  const { column, row, now } = props;
  switch (column) {
    case 'state':
      return <StateCell row={row} />;
    case 'time':
      return <Num>{formatClock(row.startedAt)}</Num>;
    case 'kind':
      return <KindCell row={row} />;
    case 'route':
      return <RouteCell row={row} />;
    case 'provider':
      return <ProviderCell row={row} name={props.providerName} />;
    case 'project':
      return <ProjectCell folder={row.project} />;
    case 'in':
      return <RowTokens row={row} count={inputTokens(row)} />;
    case 'cached':
      return <Tokens count={cachedTokens(row)} />;
    case 'out':
      return <RowTokens row={row} count={outputTokens(row)} />;
    case 'ttft':
      return <Num>{formatSeconds(row.firstTokenMs, 2)}</Num>;
    case 'rate':
      return <RateCell rate={tokensPerSecond(row, now)} />;
    case 'took':
      return <Num>{formatSeconds(elapsedMs(row, now))}</Num>;
    case 'cost':
      return <CostCell row={row} />;
    case 'saved':
      return <Num>{bareUsd(savedNanoUsd(row))}</Num>;
  }
}

function RowTokens(props: { readonly row: ExchangeRow; readonly count: number | null }): ReactNode {
  const t = useMessages(live);
  return <Tokens count={props.count} estimate={isEstimated(props.row) ? t('estimated') : null} />;
}

/** Nothing from a cache reads as a dash: it is the usual case, not a figure. */
function cachedTokens(row: ExchangeRow): number | null {
  const read = row.usage?.cacheRead ?? 0;
  return read === 0 ? null : read;
}

/** The head carries the unit. */
function bareUsd(nanoUsd: number | null): string {
  return formatUsd(nanoUsd, 'request').replace('$', '');
}

function StateCell(props: { readonly row: ExchangeRow }): ReactNode {
  const t = useMessages(vocabulary);
  const { state, errorMessage } = props.row;
  return (
    <State glyph={stateGlyphs[state]} title={errorMessage ?? undefined}>
      {t(`state-${state}`)}
    </State>
  );
}

function KindCell(props: { readonly row: ExchangeRow }): ReactNode {
  const t = useMessages(vocabulary);
  const all = props.row.kinds.map((kind) => t(`kind-${kind}`)).join(t('listSeparator'));
  return <span title={all}>{t(`kind-${leadingKind(props.row)}`)}</span>;
}

function RouteCell(props: { readonly row: ExchangeRow }): ReactNode {
  const t = useMessages(live);
  const { row } = props;
  return (
    <span className="live-route">
      <ModelPair asked={row.askedModel} sent={row.sentModel} />
      {row.state === 'refused' && row.rule !== null ? (
        <span className="t3 cut">{t('refusedByRule', { rule: row.rule })}</span>
      ) : null}
      {isInFlight(row) && row.textTail !== '' ? (
        <span className="tail cut" dir="ltr">
          {row.textTail.slice(-60)}
        </span>
      ) : null}
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
  const t = useMessages(live);
  const { attempts } = props.row;
  if (props.name === null) return <Num>—</Num>;
  return (
    <>
      <bdi title={props.name}>{props.name}</bdi>
      {attempts > 1 ? (
        <span
          className="num t3 live-attempts"
          dir="ltr"
          title={t('secondAttempt', { count: attempts })}
        >
          ×{attempts}
        </span>
      ) : null}
    </>
  );
}

function RateCell(props: { readonly rate: number | null }): ReactNode {
  return <Num>{props.rate === null ? '—' : String(Math.round(props.rate))}</Num>;
}

function CostCell(props: { readonly row: ExchangeRow }): ReactNode {
  const t = useMessages(vocabulary);
  const { priceBasis, costNanoUsd } = props.row;
  if (priceBasis === 'unpriced') return <span className="t3">{t('basis-unpriced')}</span>;
  if (priceBasis === 'practice') return <span className="t3">{t('basis-practice')}</span>;
  // Free is a known price: nothing. An owned machine's is in Costs, not in a request.
  return <Num>{bareUsd(priceBasis === 'free' ? (costNanoUsd ?? 0) : costNanoUsd)}</Num>;
}
