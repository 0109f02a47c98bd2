import type { ReactNode } from 'react';
import { providerTodayFilter } from '../../../shared/domain/figure-filters.ts';
import { overview } from '../../../shared/i18n/overview.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { words } from '../../../shared/i18n/words.ts';
import { useMessages } from '../../i18n.tsx';
import { useHealth, useNavigation } from '../../stores/context.tsx';
import { useOpenRows } from '../../stores/open-rows.ts';
import { FigureLink } from '../../ui/FigureLink.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { State } from '../../ui/State.tsx';
import { Duration, Money, Num } from '../../ui/Values.tsx';
import { bands } from './flow-geometry.ts';
import { flowState } from './provider-state.ts';
import type { KindLine, Payment, ProviderLine, Summary } from './summary.ts';

const rowHeight = 39;
const drawingWidth = 330;

const paymentColour: Readonly<Record<Payment, string>> = {
  paid: 'var(--c1)',
  subscription: 'var(--c2)',
  own: 'var(--c3)',
  practice: 'var(--c6)',
  native: 'var(--c5)',
};

/** Kinds on one side, providers on the other, bands as wide as the requests between them. */
export function FlowSection(props: {
  readonly summary: Summary;
  /** Only the last rows are here, not all of today's. */
  readonly isPartial: boolean;
}): ReactNode {
  const { summary } = props;
  const t = useMessages(overview);
  const height = rowHeight * Math.max(summary.providers.length, summary.kinds.length, 2);
  return (
    <section>
      <SectionTitle
        title={t('whereTheyWent')}
        sub={props.isPartial ? t('lastOnly', { count: summary.requests }) : undefined}
        actions={<Legend providers={summary.providers} />}
      />
      <div className="flow">
        <div className="flow-head flow-kind">
          <span>{t('kind')}</span>
          <span>{t('requests')}</span>
        </div>
        <span />
        <div className="flow-head flow-provider" aria-hidden="true">
          <span className="two-columns">{t('provider')}</span>
          <span className="end">{t('requests')}</span>
          <span className="end">{t('firstToken')}</span>
          <span className="end">{t('cost')}</span>
          <span className="state-column">{t('state')}</span>
        </div>
        <ol style={{ display: 'grid', gridAutoRows: height / summary.kinds.length }}>
          {summary.kinds.map((line) => (
            <KindItem key={line.kind} line={line} />
          ))}
        </ol>
        <Drawing summary={summary} height={height} />
        <ol style={{ display: 'grid', gridAutoRows: height / summary.providers.length }}>
          {summary.providers.map((line) => (
            <ProviderItem key={line.id} line={line} isPartial={props.isPartial} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function Legend(props: { readonly providers: readonly ProviderLine[] }): ReactNode {
  const t = useMessages(overview);
  const w = useMessages(words);
  const label: Readonly<Record<Payment, string>> = {
    paid: t('paidPerToken'),
    subscription: w('subscription'),
    own: w('ownMachine'),
    practice: w('practice'),
    native: t('nativeUntouched'),
  };
  const shown = (Object.keys(paymentColour) as Payment[]).filter((payment) =>
    props.providers.some((line) => line.payment === payment),
  );
  return (
    <span className="row g5 t3 xs">
      {shown.map((payment) => (
        <span key={payment} className="row g2">
          <i className="key" style={{ background: paymentColour[payment] }} />
          {label[payment]}
        </span>
      ))}
    </span>
  );
}

function KindItem(props: { readonly line: KindLine }): ReactNode {
  const { kind, requests } = props.line;
  const t = useMessages(overview);
  const v = useMessages(vocabulary);
  return (
    <li className="flow-kind xs">
      <span className="cut kind-name">
        {kind === 'other' ? t('otherKinds') : v(`kind-${kind}`)}
      </span>
      <span className="t2">
        <Num>{requests}</Num>
      </span>
    </li>
  );
}

function Drawing(props: { readonly summary: Summary; readonly height: number }): ReactNode {
  const { summary, height } = props;
  const t = useMessages(overview);
  return (
    <svg
      className="flip flow-drawing"
      height={height}
      viewBox={`0 0 ${drawingWidth} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('flowLabel')}
    >
      {bands(summary, height, drawingWidth).map((band) => (
        <path
          key={`${band.from}-${band.to}`}
          d={band.path}
          strokeWidth={band.width}
          stroke={paymentColour[summary.providers[band.to]?.payment ?? 'paid']}
          fill="none"
          opacity=".82"
        />
      ))}
    </svg>
  );
}

function ProviderItem(props: {
  readonly line: ProviderLine;
  readonly isPartial: boolean;
}): ReactNode {
  const { line, isPartial } = props;
  const w = useMessages(words);
  const go = useNavigation((state) => state.go);
  const openRows = useOpenRows();
  const health = useHealth((state) => state.health);
  const state = flowState(line.view, health, line.last);
  return (
    <li className="flow-provider xs">
      <ProviderMark name={line.view?.resolved.preset ?? line.name} />
      <button
        type="button"
        className="link plain b cut"
        onClick={() => go('providers', line.view === null ? {} : { providerId: line.view.id })}
      >
        {line.name}
      </button>
      <span className="end">
        {/* Of the last rows only, it would open more than it counts. */}
        <FigureLink filter={isPartial ? null : providerTodayFilter(line.id)} onOpen={openRows}>
          <Num>{line.requests}</Num>
        </FigureLink>
      </span>
      <span className="end t3">
        <Duration ms={line.firstTokenMs} />
      </span>
      <span className="end">
        <ProviderCost line={line} />
      </span>
      <span className="state-column cut">
        <State glyph={state.glyph} title={line.view?.lastTest?.detail}>
          {w(state.word)}
        </State>
      </span>
    </li>
  );
}

function ProviderCost(props: { readonly line: ProviderLine }): ReactNode {
  const { payment, costNanoUsd, unpriced, estimated } = props.line;
  const w = useMessages(words);
  const estimate = useEstimatedSum(estimated);
  if (payment === 'own') return <span className="t3">{w('ownMachine')}</span>;
  if (payment === 'practice') return <span className="t3">{w('practice')}</span>;
  if (payment === 'subscription') return <span className="t3">{w('subscription')}</span>;
  if (costNanoUsd === null && unpriced > 0) return <span className="t3">{w('unpriced')}</span>;
  return <Money nanoUsd={costNanoUsd} estimate={estimate} />;
}
