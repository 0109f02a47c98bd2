import type { ReactNode } from 'react';
import type { CostLine, CostSummary } from '../../../shared/domain/cost.ts';
import { costFilter, type CostFigure } from '../../../shared/domain/figure-filters.ts';
import { costs } from '../../../shared/i18n/costs.ts';
import { formatPercent } from '../../format/money.ts';
import { shortModel } from '../../format/model.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useOpenRows } from '../../stores/open-rows.ts';
import { Figure, FigureWarning, MoneyAndShare } from '../../ui/Figure.tsx';
import { FigureLink } from '../../ui/FigureLink.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { Money, Num } from '../../ui/Values.tsx';
import { WithFees } from './FeesSection.tsx';
import { pricedRequests, savedNanoUsd } from './selectors.ts';

/** The figures, larger than their labels, each with what it rests on; they open their rows. */
export function Figures(props: { readonly summary: CostSummary }): ReactNode {
  const { summary } = props;
  const { total, owned } = summary;
  const t = useMessages(costs);
  const saved = savedNanoUsd(total);
  const percent = formatPercent(saved, total.baselineNanoUsd);
  const estimate = useEstimatedSum(total.estimated);
  const link = useLink(summary);
  return (
    <section className="figs costs-figures">
      <Spent summary={summary} />
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
            {link('baseline', <Money nanoUsd={total.baselineNanoUsd} estimate={estimate} />)}
          </span>
        }
      >
        {t('withTheSameTokens')}
      </Figure>
      <Figure
        label={t('saved')}
        value={
          <MoneyAndShare
            money={link('spent', <Money nanoUsd={saved} estimate={estimate} />)}
            percent={percent}
          />
        }
      >
        {saved < 0 ? <FigureWarning>{t('savedNegative')}</FigureWarning> : t('savedRests')}
      </Figure>
      {owned === undefined ? null : (
        <Figure
          label={t('ownMachine')}
          value={
            <span className="costs-own">
              {link('owned', <Money nanoUsd={owned.baselineNanoUsd} />, owned)}
            </span>
          }
        >
          <Rich
            catalog={costs}
            id="ownMachineRests"
            count={owned.requests}
            values={{ count: <Num>{formatCount(owned.requests)}</Num> }}
          />
        </Figure>
      )}
    </section>
  );
}

function Spent(props: { readonly summary: CostSummary }): ReactNode {
  const { summary } = props;
  const { total } = summary;
  const t = useMessages(costs);
  const estimate = useEstimatedSum(total.estimated);
  const link = useLink(summary);
  const priced = pricedRequests(total);
  return (
    <Figure
      label={t('spent')}
      value={link('spent', <Money nanoUsd={total.spentNanoUsd} estimate={estimate} />)}
    >
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
            values={{ count: link('unpriced', <Num>{formatCount(total.unpriced)}</Num>) }}
          />
        </FigureWarning>
      )}
    </Figure>
  );
}

function useLink(
  summary: CostSummary,
): (figure: CostFigure, content: ReactNode, line?: CostLine) => ReactNode {
  const openRows = useOpenRows();
  return (figure, content, line = summary.total) => (
    <FigureLink
      filter={costFilter(summary.from, figure)}
      onOpen={openRows}
      count={line.requests}
      folded={line.folded}
    >
      {content}
    </FigureLink>
  );
}
