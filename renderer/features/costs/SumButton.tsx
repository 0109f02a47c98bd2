import type { ReactNode } from 'react';
import type { CostSummary } from '../../../shared/domain/cost.ts';
import type { FeeLine } from '../../../shared/domain/fees.ts';
import { costFees } from '../../../shared/i18n/cost-fees.ts';
import { formatUsd } from '../../format/money.ts';
import { providerName } from '../../format/provider-name.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { PopoverButton } from '../../ui/Popover.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { Money } from '../../ui/Values.tsx';
import { planFees, savedNanoUsd } from './selectors.ts';

/** The parts that the figures of the page are made of. */
export function SumButton(props: { readonly summary: CostSummary }): ReactNode {
  const t = useMessages(costFees);
  return (
    <PopoverButton label={t('showSum')} icon="eye" text={t('showSum')}>
      {() => <Parts summary={props.summary} />}
    </PopoverButton>
  );
}

function Parts(props: { readonly summary: CostSummary }): ReactNode {
  const { total, fees = [] } = props.summary;
  const t = useMessages(costFees);
  const estimate = useEstimatedSum(total.estimated);
  const plans = fees.filter(({ kind }) => kind === 'subscription');
  const machines = fees.filter(({ kind }) => kind === 'hardware');
  const due = planFees(fees);
  const saved = savedNanoUsd(total);
  return (
    <div className="costs-sum xs">
      <dl>
        <Part label={t('byToken')} nanoUsd={total.spentNanoUsd} estimate={estimate} />
        {plans.map((line) => (
          <FeePart key={line.provider} line={line} />
        ))}
        <Part
          label={t('spentWithFees')}
          nanoUsd={total.spentNanoUsd + due}
          estimate={estimate}
          isSum
        />
      </dl>
      <dl>
        <Part label={t('baselineSame')} nanoUsd={total.baselineNanoUsd} estimate={estimate} />
        <Part label={t('minusSpent')} nanoUsd={-total.spentNanoUsd} estimate={estimate} />
        <Part label={t('saved')} nanoUsd={saved} estimate={estimate} isSum />
        {due === 0 ? null : (
          <Part label={t('savedAfterFees')} nanoUsd={saved - due} estimate={estimate} isSum />
        )}
      </dl>
      {machines.length === 0 ? null : (
        <section>
          <h3 className="t3">{t('machines')}</h3>
          <dl>
            {machines.map((line) => (
              <FeePart key={line.provider} line={line} />
            ))}
          </dl>
          <p className="t3">{t('powerLeftOut')}</p>
        </section>
      )}
      {estimate === null ? null : <p className="t3">{estimate}</p>}
    </div>
  );
}

function FeePart(props: { readonly line: FeeLine }): ReactNode {
  const { provider, days, monthNanoUsd, feeNanoUsd } = props.line;
  const t = useMessages(costFees);
  const views = useProviders((state) => state.views);
  // The amount stays an island of its own inside a right-to-left sentence.
  const share = t('planShare', { count: days, fee: `\u2066${formatUsd(monthNanoUsd)}\u2069` });
  return (
    <Part
      label={
        <>
          <bdi>{providerName(views, provider)}</bdi> <span className="t3">{share}</span>
        </>
      }
      nanoUsd={feeNanoUsd}
      estimate={null}
    />
  );
}

function Part(props: {
  readonly label: ReactNode;
  readonly nanoUsd: number;
  readonly estimate: string | null;
  readonly isSum?: boolean;
}): ReactNode {
  return (
    <div className={props.isSum === true ? 'costs-part b' : 'costs-part'}>
      <dt>{props.label}</dt>
      <dd>
        <Money nanoUsd={props.nanoUsd} estimate={props.estimate} />
      </dd>
    </div>
  );
}
