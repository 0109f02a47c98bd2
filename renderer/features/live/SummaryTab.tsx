import { useState } from 'react';
import type { ReactNode } from 'react';
import type {
  ExchangeDetail,
  ExchangeRow,
  ExchangeState,
} from '../../../shared/domain/exchange.ts';
import { live } from '../../../shared/i18n/live.ts';
import { liveDetail } from '../../../shared/i18n/live-detail.ts';
import { liveFigures } from '../../../shared/i18n/live-figures.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatRate } from '../../format/duration.ts';
import { providerName } from '../../format/provider-name.ts';
import { formatClock, formatDay, isSameDay } from '../../format/time.ts';
import { useLanguage, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Note } from '../../ui/Note.tsx';
import { useOutcomeSentences } from '../../ui/Outcome.tsx';
import { RowCost, useEstimate } from '../../ui/RowCost.tsx';
import { Duration, ModelPair, Money, Mono, Num, Tokens } from '../../ui/Values.tsx';
import { useIsStrange } from './har-api.ts';
import { LeftOutCount } from './LeftOut.tsx';
import {
  elapsedMs,
  inputTokens,
  outputTokens,
  savedNanoUsd,
  tokensPerSecond,
} from './row-figures.ts';
import { useRowRule } from './row-rule.ts';
import { isInFlight } from './selectors.ts';
import { useTokenEstimate } from './token-estimate.ts';
import type { DetailTab } from './traffic-store.ts';

/** Whoever cancelled knows why; a refusal is what the rules want. */
const noteTones: Partial<Record<ExchangeState, 'plain' | 'warn'>> = {
  cancelled: 'plain',
  refused: 'warn',
};
/** A row keeps the last 120 characters, or one less where half a character came first; what is shorter is all there was. */
const tailIsCutFrom = 119;

/** What happened, in figures; the answer's last words; what went wrong. */
export function SummaryTab(props: {
  readonly detail: ExchangeDetail;
  readonly now: number;
  readonly onTab: (tab: DetailTab) => void;
}): ReactNode {
  const { detail } = props;
  const { row } = detail;
  const t = useMessages(liveDetail);
  const sentences = useOutcomeSentences();
  return (
    <div className="live-pane">
      <p className="xs">{sentences(row)}</p>
      {row.errorMessage === null ? null : (
        <Note tone={noteTones[row.state] ?? 'bad'}>
          <bdi>{row.errorMessage}</bdi>
          {row.errorCode === null ? null : (
            <>
              {' '}
              <Mono>{row.errorCode}</Mono>
            </>
          )}
        </Note>
      )}
      <div className="live-columns">
        <Identity detail={detail} onLeftOut={() => props.onTab('request')} />
        <Figures row={row} now={props.now} />
      </div>
      {row.textTail === '' ? null : (
        <section>
          <h2>{isInFlight(row) ? t('answerSoFar') : t('answerEnd')}</h2>
          <p className="live-answer" dir="auto">
            {row.textTail.length < tailIsCutFrom ? '' : '…'}
            {row.textTail}
          </p>
        </section>
      )}
    </div>
  );
}

/** The clock, and before it the day where it was another one. */
function Started(props: { readonly at: number }): ReactNode {
  const language = useLanguage();
  const [now] = useState(Date.now);
  return (
    <>
      {isSameDay(props.at, now) ? null : <bdi>{formatDay(props.at, language, now)} </bdi>}
      <Num>{formatClock(props.at)}</Num>
    </>
  );
}

function Identity(props: {
  readonly detail: ExchangeDetail;
  readonly onLeftOut: () => void;
}): ReactNode {
  const t = useMessages(liveDetail);
  const columns = useMessages(live);
  const words = useMessages(vocabulary);
  const views = useProviders((state) => state.views);
  const { row } = props.detail;
  const isStrange = useIsStrange(props.detail);
  const rule = useRowRule(row, row.rule);
  return (
    <dl className="dl">
      <dt>{columns('colRoute')}</dt>
      <dd>
        <ModelPair asked={row.askedModel} sent={row.sentModel} />
      </dd>
      <dt>{t('provider')}</dt>
      <dd>{row.provider === null ? '—' : <bdi>{providerName(views, row.provider)}</bdi>}</dd>
      <dt>{t('rule')}</dt>
      <dd>{rule === null ? isStrange ? '—' : t('noRule') : <bdi>{rule}</bdi>}</dd>
      <dt>{t('kinds')}</dt>
      <dd>
        {row.kinds.length === 0
          ? '—'
          : row.kinds.map((kind) => words(`kind-${kind}`)).join(words('listSeparator'))}
      </dd>
      <dt>{t('project')}</dt>
      <dd>{row.project === null ? '—' : <Mono>{row.project}</Mono>}</dd>
      <dt>{t('client')}</dt>
      <dd>{words(`client-${row.client}`)}</dd>
      <dt>{t('started')}</dt>
      <dd>
        <Started at={row.startedAt} />
      </dd>
      <dt>{t('status')}</dt>
      <dd>
        <Num>{row.status ?? '—'}</Num>
      </dd>
      <dt>{t('whatWasDropped')}</dt>
      <dd>
        <LeftOutCount detail={props.detail} onShow={props.onLeftOut} />
      </dd>
    </dl>
  );
}

function Figures(props: { readonly row: ExchangeRow; readonly now: number }): ReactNode {
  const t = useMessages(liveDetail);
  const columns = useMessages(live);
  const figures = useMessages(liveFigures);
  const { row, now } = props;
  const estimate = useTokenEstimate(row);
  const moneyEstimate = useEstimate(row);
  return (
    <dl className="dl">
      <dt>{columns('colIn')}</dt>
      <dd>
        <Tokens count={inputTokens(row)} estimate={estimate} />{' '}
        {estimate === null ? null : <span className="t3">{t('estimated')}</span>}
      </dd>
      <dt>{columns('colCached')}</dt>
      <dd>
        <Tokens count={row.usage?.cacheRead ?? null} />
      </dd>
      <dt>{columns('colOut')}</dt>
      <dd>
        <Tokens count={outputTokens(row)} estimate={estimate} />
      </dd>
      <dt>{figures('timingWaiting')}</dt>
      <dd>
        <Duration ms={row.firstTokenMs} />
      </dd>
      <dt>{figures('timingRate')}</dt>
      <dd>
        <Num>{formatRate(tokensPerSecond(row, now))}</Num>
      </dd>
      <dt>{figures('timingTotal')}</dt>
      <dd>
        <Duration ms={elapsedMs(row, now)} />
      </dd>
      <dt>{t('tabCost')}</dt>
      <dd>
        <RowCost row={row} kind="beside" />
      </dd>
      <dt>{figures('costSaved')}</dt>
      <dd>
        <Money nanoUsd={savedNanoUsd(row)} scale="request" estimate={moneyEstimate} />
      </dd>
    </dl>
  );
}
