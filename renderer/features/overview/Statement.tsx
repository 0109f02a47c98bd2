import type { ReactNode } from 'react';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { baselineWord } from '../../../shared/domain/baseline-word.ts';
import { todayFilters } from '../../../shared/domain/figure-filters.ts';
import { figures } from '../../../shared/i18n/figures.ts';
import { overview } from '../../../shared/i18n/overview.ts';
import { reasonText } from '../../../shared/i18n/status-reason.ts';
import { formatPercent } from '../../format/money.ts';
import { providerName } from '../../format/provider-name.ts';
import { formatClock, formatMoment, isSameDay } from '../../format/time.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { useOpenRows } from '../../stores/open-rows.ts';
import { FigureLink } from '../../ui/FigureLink.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { Money, Num } from '../../ui/Values.tsx';
import { formatCount } from '../../format/tokens.ts';

/** What is happening, in one line, and what it cost, in three figures. */
export function Statement(props: { readonly status: AppStatus }): ReactNode {
  const { today } = props.status;
  const link = useLink();
  return (
    <section className="statement">
      <div className="grow">
        <h1>
          <Rich
            catalog={overview}
            id={today.streaming === 0 ? 'statement' : 'statementStreaming'}
            count={today.requests}
            values={{
              count: link('requests', <Num>{formatCount(today.requests)}</Num>, today.requests),
              streaming: link('streaming', <Num>{today.streaming}</Num>, today.streaming),
            }}
          />
        </h1>
        <p className="t2">
          <Condition status={props.status} /> <FailedToday count={today.failed} />
        </p>
      </div>
      <Figures status={props.status} />
    </section>
  );
}

function Condition(props: { readonly status: AppStatus }): ReactNode {
  const { routing, since, reason } = props.status;
  const t = useMessages(overview);
  const language = useLanguage();
  const views = useProviders((state) => state.views);
  if (routing === 'off') return t('offSince');
  if (routing === 'degraded' && reason !== null) {
    // The reason names a provider by its id; people know its name.
    const detail =
      reason.code === 'provider-failing' ? providerName(views, reason.detail) : reason.detail;
    return t('degraded', { detail: reasonText({ reason: { ...reason, detail } }, language) ?? '' });
  }
  if (since === null) return null;
  // eslint-disable-next-line react-hooks/purity -- the day may turn while the page stands; a render then is right again
  const now = Date.now();
  const time = isSameDay(since, now)
    ? formatClock(since, false)
    : formatMoment(since, language, now);
  return (
    <Rich catalog={overview} id="onSince" values={{ time: <bdi className="num">{time}</bdi> }} />
  );
}

function FailedToday(props: { readonly count: number }): ReactNode {
  const t = useMessages(overview);
  const f = useMessages(figures);
  const openRows = useOpenRows();
  if (props.count === 0) return null;
  return (
    <button
      type="button"
      className="link"
      title={f('openRows')}
      onClick={() => openRows(todayFilters.failed)}
    >
      {t('failedToday', { count: props.count })}
    </button>
  );
}

/** A figure of today that opens its rows. */
function useLink(): (
  name: keyof typeof todayFilters,
  content: ReactNode,
  count?: number,
) => ReactNode {
  const openRows = useOpenRows();
  return (name, content, count = Infinity) => (
    <FigureLink filter={todayFilters[name]} onOpen={openRows} count={count}>
      {content}
    </FigureLink>
  );
}

function Figures(props: { readonly status: AppStatus }): ReactNode {
  const { today } = props.status;
  const t = useMessages(overview);
  const estimate = useEstimatedSum(today.estimated);
  const share = formatPercent(today.savedNanoUsd, today.baselineNanoUsd);
  const model = baselineWord(props.status.baselineModel);
  const link = useLink();
  return (
    <div className="figs">
      <div className="fig">
        <div className="l">{t('spentToday')}</div>
        <div className="v">
          {link('spent', <Money nanoUsd={today.spentNanoUsd} estimate={estimate} />)}
        </div>
        {today.unpriced === 0 ? null : (
          <div className="d">
            {link('unpriced', t('unpricedLeftOut', { count: today.unpriced }))}
          </div>
        )}
        {estimate === null ? null : <div className="d">{estimate}</div>}
      </div>
      <div className="fig">
        <div className="l">{t('baselineCost', { model })}</div>
        <div className="v t2">
          {link('compared', <Money nanoUsd={today.baselineNanoUsd} estimate={estimate} />)}
        </div>
      </div>
      <div className="fig">
        <div className="l">{t('savedToday', { model })}</div>
        <div className="v">
          {link('compared', <Money nanoUsd={today.savedNanoUsd} estimate={estimate} />)}{' '}
          {share === null ? null : (
            <span className="num t3 share" dir="ltr">
              {share}
            </span>
          )}
        </div>
      </div>
    </div>
  );
}
