import type { ReactNode } from 'react';
import type { CostSummary } from '../../../shared/domain/cost.ts';
import { costs } from '../../../shared/i18n/costs.ts';
import { formatPercent } from '../../format/money.ts';
import { shortModel } from '../../format/model.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { Figure, FigureWarning, MoneyAndShare } from '../../ui/Figure.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { Money, Num } from '../../ui/Values.tsx';
import { WithFees } from './FeesSection.tsx';
import { ownMachine, pricedRequests, savedNanoUsd } from './selectors.ts';

/** The figures, larger than their labels, each with what it rests on. */
export function Figures(props: { readonly summary: CostSummary }): ReactNode {
  const { summary } = props;
  const { total } = summary;
  const t = useMessages(costs);
  const saved = savedNanoUsd(total);
  const percent = formatPercent(saved, total.baselineNanoUsd);
  const owned = ownMachine(summary);
  const priced = pricedRequests(total);
  const estimate = useEstimatedSum(total.estimated);
  return (
    <section className="figs costs-figures">
      <Figure label={t('spent')} value={<Money nanoUsd={total.spentNanoUsd} estimate={estimate} />}>
        <Rich
          catalog={costs}
          id="restsOnRequests"
          count={priced}
          values={{ count: <Num>{formatCount(priced)}</Num> }}
        />
        <WithFees spentNanoUsd={total.spentNanoUsd} fees={summary.fees ?? []} />
        {estimate === null ? null : <div>{estimate}</div>}
        {total.unpriced === 0 ? null : (
          <FigureWarning>
            <Rich
              catalog={costs}
              id="unpricedRequests"
              count={total.unpriced}
              values={{ count: <Num>{formatCount(total.unpriced)}</Num> }}
            />
          </FigureWarning>
        )}
      </Figure>
      <Figure
        label={
          <span>
            <Rich
              catalog={costs}
              id="wouldHaveCost"
              values={{ model: <bdi>{shortModel(summary.baselineModel)}</bdi> }}
            />
          </span>
        }
        value={
          <span className="t2">
            <Money nanoUsd={total.baselineNanoUsd} estimate={estimate} />
          </span>
        }
      >
        {t('withTheSameTokens')}
      </Figure>
      <Figure
        label={t('saved')}
        value={<MoneyAndShare nanoUsd={saved} estimate={estimate} percent={percent} />}
      >
        {saved < 0 ? <FigureWarning>{t('savedNegative')}</FigureWarning> : t('savedRests')}
      </Figure>
      {owned.requests === 0 ? null : (
        <Figure
          label={t('ownMachine')}
          value={
            <span className="costs-own">
              <Money nanoUsd={owned.baselineNanoUsd} />
            </span>
          }
        >
          <Rich
            catalog={costs}
            id="ownMachineRests"
            count={owned.requests}
            values={{
              count: <Num>{formatCount(owned.requests)}</Num>,
            }}
          />
        </Figure>
      )}
    </section>
  );
}
