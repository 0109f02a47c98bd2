import type { ReactNode } from 'react';
import type { AttemptRecord, ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { isNote } from '../../../shared/domain/match-reason.ts';
import { har } from '../../../shared/i18n/har.ts';
import { liveDetail } from '../../../shared/i18n/live-detail.ts';
import { reasonOf } from '../../../shared/i18n/reasons.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatDuration } from '../../format/duration.ts';
import { providerName } from '../../format/provider-name.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { classes } from '../../ui/classes.ts';
import { SectionTitle } from '../../ui/Heading.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { State } from '../../ui/State.tsx';
import type { GlyphName } from '../../ui/glyph-paths.tsx';
import { ModelPair, Mono, Num } from '../../ui/Values.tsx';
import { useIsStrange } from './har-api.ts';
import { LeftOut } from './LeftOut.tsx';
import { useRowProfile, useRowRule } from './row-rule.ts';

/** Every rule's verdict and every attempt, and what the decision was made from. */
export function WhyTab(props: { readonly detail: ExchangeDetail }): ReactNode {
  const { detail } = props;
  const inFile = useMessages(har);
  if (useIsStrange(detail))
    return (
      <div className="live-pane">
        <p className="xs t2">{inFile('noReasons')}</p>
      </div>
    );
  return (
    <div className="live-why">
      <div className="live-why-main">
        <Trace detail={detail} />
        <Attempts attempts={detail.attempts} />
      </div>
      <aside>
        <WhatWasRead detail={detail} />
        <LeftOut detail={detail} />
      </aside>
    </div>
  );
}

function Trace(props: { readonly detail: ExchangeDetail }): ReactNode {
  const t = useMessages(liveDetail);
  const language = useLanguage();
  const { trace, row } = props.detail;
  const places = placesOf(trace);
  const profile = useRowProfile(row);
  return (
    <section>
      <SectionTitle
        title={t('rulesInOrder')}
        sub={profile === null ? undefined : t('inProfile', { profile })}
      />
      {trace.length === 0 ? (
        <p className="xs t2">{t('noTrace')}</p>
      ) : (
        <table className="tbl" aria-label={t('rulesInOrder')}>
          <colgroup>
            <col style={{ width: '36px' }} />
            <col style={{ width: '30%' }} />
            <col style={{ width: '96px' }} />
            <col />
          </colgroup>
          <tbody>
            {trace.map((verdict, index) => (
              <tr key={index}>
                <td className="t3">{isNote(verdict.reason) ? null : <Num>{places[index]}</Num>}</td>
                <td className={classes('wrap', verdict.matched && 'b')}>
                  {isNote(verdict.reason) ? null : <RuleName row={row} rule={verdict.rule} />}
                </td>
                <td>
                  {verdict.matched ? (
                    <State glyph="ok">{t('matches')}</State>
                  ) : (
                    <span className="t3">{t(isNote(verdict.reason) ? 'note' : 'noMatch')}</span>
                  )}
                </td>
                <td className="t2 wrap">
                  <bdi>{reasonOf(verdict, language)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function RuleName(props: {
  readonly row: ExchangeDetail['row'];
  readonly rule: string;
}): ReactNode {
  const name = useRowRule(props.row, props.rule);
  return <bdi title={name ?? undefined}>{name}</bdi>;
}

/** Rules are counted, notes between them are not. */
function placesOf(trace: ExchangeDetail['trace']): readonly number[] {
  let rules = 0;
  return trace.map(({ reason }) => (isNote(reason) ? rules : (rules += 1)));
}

const outcomes = {
  running: { glyph: 'live', word: 'attemptRunning' },
  answered: { glyph: 'ok', word: 'attemptAnswered' },
  failed: { glyph: 'bad', word: 'attemptFailed' },
  cancelled: { glyph: 'cancel', word: 'attemptCancelled' },
  blocked: { glyph: 'stop', word: 'attemptBlocked' },
} as const satisfies Record<
  AttemptRecord['outcome'],
  { readonly glyph: GlyphName; readonly word: string }
>;

function Attempts(props: { readonly attempts: readonly AttemptRecord[] }): ReactNode {
  const t = useMessages(liveDetail);
  const views = useProviders((state) => state.views);
  return (
    <section>
      <SectionTitle title={t('attempts')} />
      {props.attempts.length === 0 ? (
        <p className="xs t2">{t('noAttempts')}</p>
      ) : (
        <table className="tbl" aria-label={t('attempts')}>
          <colgroup>
            <col style={{ width: '28px' }} />
            <col style={{ width: '40%' }} />
            <col style={{ width: '150px' }} />
            <col />
          </colgroup>
          <tbody>
            {props.attempts.map((attempt, index) => {
              const name = providerName(views, attempt.provider);
              const { glyph, word } = outcomes[attempt.outcome];
              return (
                <tr key={index}>
                  <td className="t3">
                    <Num>{index + 1}</Num>
                  </td>
                  <td>
                    <span className="row g2">
                      <ProviderMark name={name} size="small" />
                      <span className="cut">
                        <Rich
                          catalog={liveDetail}
                          id="attemptOn"
                          values={{
                            model: <Mono>{attempt.model}</Mono>,
                            provider: <bdi>{name}</bdi>,
                          }}
                        />
                      </span>
                    </span>
                  </td>
                  <td>
                    <span className="row g2">
                      <State glyph={glyph}>{t(word)}</State>
                      {attempt.status === null ? null : <Num>{attempt.status}</Num>}
                    </span>
                  </td>
                  <td className="t2 wrap">
                    <Num>{formatDuration(attempt.durationMs)}</Num>{' '}
                    {attempt.errorMessage === null ? null : <bdi>{attempt.errorMessage}</bdi>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

function WhatWasRead(props: { readonly detail: ExchangeDetail }): ReactNode {
  const t = useMessages(liveDetail);
  const words = useMessages(vocabulary);
  const { row } = props.detail;
  return (
    <section>
      <SectionTitle title={t('whatWasRead')} />
      <dl className="dl">
        <dt>{t('kinds')}</dt>
        <dd>{row.kinds.map((kind) => words(`kind-${kind}`)).join(words('listSeparator'))}</dd>
        <dt>{t('asked')}</dt>
        <dd>
          <Mono>{row.askedModel}</Mono>
        </dd>
        <dt>{t('tokensIn')}</dt>
        <dd>
          <Num>{formatCount(row.estimatedInputTokens)}</Num>{' '}
          <span className="t3">{t('estimated')}</span>
        </dd>
        <dt>{t('stream')}</dt>
        <dd>{row.stream ? t('yes') : t('no')}</dd>
        <dt>{t('project')}</dt>
        <dd>{row.project === null ? '—' : <Mono>{row.project}</Mono>}</dd>
        <dt>{t('client')}</dt>
        <dd>{words(`client-${row.client}`)}</dd>
        <dt>{t('sent')}</dt>
        <dd>
          <ModelPair asked={row.askedModel} sent={row.sentModel} />
        </dd>
      </dl>
    </section>
  );
}
