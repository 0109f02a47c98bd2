import type { ReactNode } from 'react';
import type { CostSummary } from '../../../shared/domain/cost.ts';
import { costs } from '../../../shared/i18n/costs.ts';
import { formatPercent } from '../../format/money.ts';
import { shortModel } from '../../format/model.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { Money, Num } from '../../ui/Values.tsx';
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
        {estimate === null ? null : <div>{estimate}</div>}
        {total.unpriced === 0 ? null : (
          <span className="warn costs-unpriced">
            <Glyph name="warn" />
            <span>
              <Rich
                catalog={costs}
                id="unpricedRequests"
                count={total.unpriced}
                values={{ count: <Num>{formatCount(total.unpriced)}</Num> }}
              />
            </span>
          </span>
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
        value={
          <>
            <Money nanoUsd={saved} estimate={estimate} />{' '}
            {percent === null ? null : (
              <span className="num t3 costs-percent" dir="ltr">
                {percent}
              </span>
            )}
          </>
        }
      >
        {saved < 0 ? (
          <span className="warn costs-unpriced">
            <Glyph name="warn" />
            {t('savedNegative')}
          </span>
        ) : (
          t('savedRests')
        )}
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

function Figure(props: {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="fig">
      <div className="l">{props.label}</div>
      <div className="v">{props.value}</div>
      <div className="d">{props.children}</div>
    </div>
  );
}
