import type { ReactNode } from 'react';
import type { FeeLine } from '../../../shared/domain/fees.ts';
import { costFees } from '../../../shared/i18n/cost-fees.ts';
import { providerName } from '../../format/provider-name.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { State } from '../../ui/State.tsx';
import { Table } from '../../ui/Table.tsx';
import { Money, Tokens } from '../../ui/Values.tsx';
import { planFees } from './selectors.ts';

/** What is due whatever is asked, and whether this month's traffic is worth it. */
export function FeesSection(props: { readonly fees: readonly FeeLine[] }): ReactNode {
  const { fees } = props;
  const t = useMessages(costFees);
  const [first] = fees;
  if (first === undefined) return null;
  return (
    <section>
      <SectionTitle title={t('title')} sub={t('sub')} />
      <Table
        label={t('title')}
        columns={[
          { id: 'plan', label: t('plan') },
          { id: 'month', label: t('perMonth'), align: 'end', width: '92px' },
          {
            id: 'period',
            label: t('inPeriod', { count: first.days }),
            align: 'end',
            width: '112px',
          },
          { id: 'worth', label: t('worth'), align: 'end', width: '124px' },
          { id: 'projected', label: t('projected'), align: 'end', width: '124px' },
          { id: 'from', label: t('paysFrom'), align: 'end', width: '92px' },
          { id: 'state', label: '', width: '168px' },
        ]}
        foot={
          <tr>
            <td colSpan={2}>{t('plansTotal')}</td>
            <td className="end">
              <Money nanoUsd={planFees(fees)} />
            </td>
            <td colSpan={4} />
          </tr>
        }
      >
        {fees.map((line) => (
          <FeeRow key={line.provider} line={line} />
        ))}
      </Table>
      {fees.some(({ kind }) => kind === 'hardware') ? (
        <p className="xs t3 costs-power">{t('powerLeftOut')}</p>
      ) : null}
    </section>
  );
}

function FeeRow(props: { readonly line: FeeLine }): ReactNode {
  const { provider, monthNanoUsd, feeNanoUsd, breakEven } = props.line;
  const t = useMessages(costFees);
  const views = useProviders((state) => state.views);
  return (
    <tr>
      <td>
        <bdi>{providerName(views, provider)}</bdi>
      </td>
      <td className="end t2">
        <Money nanoUsd={monthNanoUsd} />
      </td>
      <td className="end">
        <Money nanoUsd={feeNanoUsd} />
      </td>
      <td className="end" title={t('worthHint')}>
        <Money nanoUsd={breakEven?.worthNanoUsd ?? null} />
      </td>
      <td className="end">
        <Tokens count={breakEven?.projectedTokens ?? null} />
      </td>
      <td className="end">
        <Tokens count={breakEven?.paysFromTokens ?? null} />
      </td>
      <td>
        <Verdict line={props.line} />
      </td>
    </tr>
  );
}

/** Under-used is told, not alarmed. */
function Verdict(props: { readonly line: FeeLine }): ReactNode {
  const { breakEven } = props.line;
  const t = useMessages(costFees);
  if (breakEven === null) return <span className="t3">{t('nothingAsked')}</span>;
  const pays = breakEven.projectedTokens >= breakEven.paysFromTokens;
  return <State glyph={pays ? 'ok' : 'off'}>{t(pays ? 'pays' : 'underUsed')}</State>;
}

/** Beneath "Spent": what it is with the fees of plans. */
export function WithFees(props: {
  readonly spentNanoUsd: number;
  readonly fees: readonly FeeLine[];
}): ReactNode {
  const fees = planFees(props.fees);
  if (fees === 0) return null;
  return (
    <div>
      <Rich
        catalog={costFees}
        id="withFees"
        values={{
          spent: <Money nanoUsd={props.spentNanoUsd + fees} />,
          fees: <Money nanoUsd={fees} />,
        }}
      />
    </div>
  );
}
