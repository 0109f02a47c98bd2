import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { overview } from '../../../shared/i18n/overview.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatClock } from '../../format/time.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation } from '../../stores/context.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { AttemptsMark, RowOutcome } from '../../ui/Outcome.tsx';
import { RowCost } from '../../ui/RowCost.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Table } from '../../ui/Table.tsx';
import { Duration, ModelPair, Num } from '../../ui/Values.tsx';
import { leadingKind } from './summary.ts';

const rowsShown = 10;

export function LastRequests(props: {
  readonly rows: readonly ExchangeRow[];
  readonly views: readonly ProviderView[];
}): ReactNode {
  const t = useMessages(overview);
  const go = useNavigation((state) => state.go);
  const columns: readonly Column[] = [
    { id: 'state', label: t('state'), width: '92px' },
    { id: 'time', label: t('time'), width: '74px' },
    { id: 'kind', label: t('kind'), width: '90px' },
    { id: 'models', label: t('askedSent') },
    { id: 'provider', label: t('provider'), width: '104px' },
    { id: 'took', label: t('took'), width: '62px', align: 'end' },
    { id: 'cost', label: t('cost'), width: '106px', align: 'end' },
  ];
  return (
    <div className="last-requests">
      <SectionTitle
        title={t('lastRequests')}
        actions={
          <button type="button" className="link xs" onClick={() => go('live')}>
            {t('openLive')}
          </button>
        }
      />
      <Table label={t('lastRequests')} columns={columns}>
        {props.rows.slice(0, rowsShown).map((row) => (
          <Row key={row.id} row={row} views={props.views} />
        ))}
      </Table>
    </div>
  );
}

function Row(props: {
  readonly row: ExchangeRow;
  readonly views: readonly ProviderView[];
}): ReactNode {
  const { row, views } = props;
  const v = useMessages(vocabulary);
  const go = useNavigation((state) => state.go);
  const name =
    row.provider === 'native'
      ? 'Anthropic'
      : (views.find((view) => view.id === row.provider)?.resolved.name ?? row.provider ?? '—');
  return (
    <tr onDoubleClick={() => go('live', { exchangeId: row.id })}>
      <td>
        <button
          type="button"
          className="link plain"
          onClick={() => go('live', { exchangeId: row.id })}
        >
          <RowOutcome row={row} />
        </button>
      </td>
      <td className="t2">
        <Num>{formatClock(row.startedAt)}</Num>
      </td>
      <td className="t2">{v(`kind-${leadingKind(row.kinds)}`)}</td>
      <td>
        <ModelPair asked={row.askedModel} sent={row.sentModel} />
      </td>
      <td>
        <bdi>{name}</bdi> <AttemptsMark attempts={row.attempts} />
      </td>
      <td className="end">
        <Duration ms={row.durationMs} />
      </td>
      <td className="end">
        <RowCost row={row} kind="beside" />
      </td>
    </tr>
  );
}
