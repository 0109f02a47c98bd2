import type { ReactNode } from 'react';
import { isEnded, type ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { har } from '../../../shared/i18n/har.ts';
import { liveFigures } from '../../../shared/i18n/live-figures.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { Note } from '../../ui/Note.tsx';
import { RowCost, useEstimate } from '../../ui/RowCost.tsx';
import { Table } from '../../ui/Table.tsx';
import { Money, Num } from '../../ui/Values.tsx';
import { useIsStrange } from './har-api.ts';
import { savedNanoUsd } from './row-figures.ts';

/** The tokens that were counted and what they cost here and on the baseline. */
export function CostTab(props: { readonly detail: ExchangeDetail }): ReactNode {
  const { row } = props.detail;
  const { usage, priceBasis } = row;
  const t = useMessages(liveFigures);
  const words = useMessages(vocabulary);
  const estimate = useEstimate(row);
  const inFile = useMessages(har);
  const isStrange = useIsStrange(props.detail);
  if (usage === null)
    return (
      <div className="live-pane">
        <p className="xs t2">{t(isEnded(row.state) ? 'costNeverUsage' : 'costNoUsage')}</p>
      </div>
    );
  const parts = [
    ['costInput', usage.input],
    ['costCacheRead', usage.cacheRead],
    ['costCacheWrite', usage.cacheWrite5m + usage.cacheWrite1h],
    ['costOutput', usage.output],
  ] as const;
  const approx = (tokens: number): string =>
    `${estimate === null ? '' : '≈'}${formatCount(tokens)}`;
  const total = parts.reduce((sum, [, tokens]) => sum + tokens, 0);
  return (
    <div className="live-pane live-columns">
      <Table
        label={t('costTokens')}
        columns={[
          { id: 'part', label: t('costBucket') },
          { id: 'tokens', label: t('costTokens'), align: 'end', width: '110px' },
        ]}
        foot={
          <tr>
            <td>{t('costTotal')}</td>
            <td className="end">
              <Num>{approx(total)}</Num>
            </td>
          </tr>
        }
      >
        {parts.map(([word, tokens]) => (
          <tr key={word}>
            <td>{t(word)}</td>
            <td className="end">
              <Num>{approx(tokens)}</Num>
            </td>
          </tr>
        ))}
      </Table>
      <div className="live-cost">
        <dl className="dl">
          <dt>{t('costSpent')}</dt>
          <dd>
            <RowCost row={row} kind="beside" />
          </dd>
          <dt>{t('costBaseline')}</dt>
          <dd>
            <Money nanoUsd={row.baselineNanoUsd} scale="request" estimate={estimate} />
          </dd>
          <dt>{t('costSaved')}</dt>
          <dd className="b">
            <Money nanoUsd={savedNanoUsd(row)} scale="request" estimate={estimate} />
          </dd>
          <dt>{t('costBasis')}</dt>
          <dd>{priceBasis === null ? '—' : words(`basis-${priceBasis}`)}</dd>
        </dl>
        {isStrange ? <Note>{inFile('noCost')}</Note> : null}
        {estimate === null ? null : <Note tone="warn">{t('costEstimated')}</Note>}
        {priceBasis === 'unpriced' ? <Note tone="warn">{t('costUnpriced')}</Note> : null}
      </div>
    </div>
  );
}
