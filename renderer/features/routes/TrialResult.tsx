import type { ReactNode } from 'react';
import type { PastTrial, TrialEnd, TrialLine } from '../../../shared/domain/past-trial.ts';
import type { Rule } from '../../../shared/domain/rule.ts';
import { pastTrial } from '../../../shared/i18n/past-trial.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatPercent } from '../../format/money.ts';
import { shortModel } from '../../format/model.ts';
import { providerName } from '../../format/provider-name.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { classes } from '../../ui/classes.ts';
import { Figure, FigureWarning, MoneyAndShare } from '../../ui/Figure.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { Table } from '../../ui/Table.tsx';
import { Money, Mono, Num } from '../../ui/Values.tsx';
import { trialNotes } from './trial-notes.ts';

/** Figures, the moves by rule, and everything that the figures leave out. */
export function TrialResult(props: {
  readonly trial: PastTrial;
  readonly rules: readonly Rule[];
}): ReactNode {
  const { trial } = props;
  const t = useMessages(pastTrial);
  return (
    <>
      <TrialFigures trial={trial} />
      {trial.moved === 0 ? (
        <p className="t2">{t('nothingMoved')}</p>
      ) : (
        <TrialTable trial={trial} rules={props.rules} />
      )}
      <ul className="trial-notes xs">
        {trialNotes(trial).map(({ id, count, isWarning }) => (
          <li key={id} className={isWarning ? 'warn' : 't2'}>
            <Glyph name={isWarning ? 'warn' : 'off'} />
            <span>
              <Rich
                catalog={pastTrial}
                id={id}
                count={count}
                values={{ count: <Num>{formatCount(count)}</Num> }}
              />
            </span>
          </li>
        ))}
        <li className="t3">{t('caveat')}</li>
      </ul>
    </>
  );
}

function TrialFigures(props: { readonly trial: PastTrial }): ReactNode {
  const { trial } = props;
  const t = useMessages(pastTrial);
  const saved = trial.spentNanoUsd - trial.wouldNanoUsd;
  const percent = formatPercent(Math.abs(saved), trial.spentNanoUsd);
  const money = (nanoUsd: number): ReactNode => (
    <Money nanoUsd={trial.compared === 0 ? null : nanoUsd} />
  );
  return (
    <section className="figs">
      <Figure label={t('moved')} value={<Num>{formatCount(trial.moved)}</Num>}>
        <Rich
          catalog={pastTrial}
          id="ofRequests"
          count={trial.requests}
          values={{ count: <Num>{formatCount(trial.requests)}</Num> }}
        />
      </Figure>
      <Figure label={t('spent')} value={money(trial.spentNanoUsd)}>
        <Rich
          catalog={pastTrial}
          id="restsOn"
          count={trial.compared}
          values={{ count: <Num>{formatCount(trial.compared)}</Num> }}
        />
      </Figure>
      <Figure label={t('would')} value={money(trial.wouldNanoUsd)}>
        {t('sameTokens')}
      </Figure>
      <Figure
        label={saved < 0 ? t('more') : t('saved')}
        value={
          <MoneyAndShare
            money={<Money nanoUsd={trial.compared === 0 ? null : Math.abs(saved)} />}
            percent={percent}
          />
        }
      >
        {saved < 0 ? <FigureWarning>{t('moreRests')}</FigureWarning> : t('savedRests')}
      </Figure>
    </section>
  );
}

function TrialTable(props: {
  readonly trial: PastTrial;
  readonly rules: readonly Rule[];
}): ReactNode {
  const { trial, rules } = props;
  const t = useMessages(pastTrial);
  return (
    <div className="trial-table">
      <Table
        label={t('title')}
        columns={[
          { id: 'rule', label: t('rule'), width: '24%' },
          { id: 'fromTo', label: t('fromTo') },
          { id: 'requests', label: t('requests'), width: '76px', align: 'end' },
          { id: 'spent', label: t('spent'), width: '92px', align: 'end' },
          { id: 'would', label: t('would'), width: '112px', align: 'end' },
        ]}
      >
        {trial.lines.map((line, index) => (
          <tr key={index}>
            <td title={ruleName(line, rules) ?? undefined}>
              <RuleOf line={line} rules={rules} />
            </td>
            <td>
              <span className="trial-move">
                <EndOf end={line.from} isPast />
                <Icon name="arrow" size="tiny" />
                <EndOf end={line.to} />
              </span>
            </td>
            <td className="end">
              <Num>{formatCount(line.requests)}</Num>
            </td>
            <td className="end">
              <LineMoney line={line} nanoUsd={line.spentNanoUsd} />
            </td>
            <td className="end">
              <LineMoney line={line} nanoUsd={line.wouldNanoUsd} withBasis />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function ruleName({ rule }: TrialLine, rules: readonly Rule[]): string | null {
  if (rule === null) return null;
  return rules.find(({ id }) => id === rule)?.name ?? rule;
}

function RuleOf(props: { readonly line: TrialLine; readonly rules: readonly Rule[] }): ReactNode {
  const t = useMessages(pastTrial);
  const name = ruleName(props.line, props.rules);
  if (name !== null) return <bdi>{name}</bdi>;
  return <span className="t2">{props.line.isNamed ? t('named') : t('noRule')}</span>;
}

function EndOf(props: { readonly end: TrialEnd; readonly isPast?: boolean }): ReactNode {
  const t = useMessages(pastTrial);
  const views = useProviders((state) => state.views);
  const { kind, model } = props.end;
  const provider = providerName(views, props.end.provider ?? '');
  const tone = classes('trial-end', props.isPast === true && 't2');
  switch (kind) {
    case 'target':
      return (
        <span className={tone} title={`${provider}: ${String(model)}`}>
          <ProviderMark name={provider} size="small" />
          <Mono>{shortModel(String(model))}</Mono>
        </span>
      );
    case 'native':
      return (
        <span className={tone}>
          <ProviderMark name="Anthropic" size="small" />
          <span className="cut">{t('native')}</span>
        </span>
      );
    case 'unusable':
      return (
        <span className="trial-end warn">
          <Glyph name="warn" />
          <span className="cut">{t('unusable', { provider })}</span>
        </span>
      );
    case 'none':
      return <span className="trial-end t3">{t('none')}</span>;
    case 'refused':
    case 'blocked':
    case 'too-long':
      return (
        <span className="trial-end">
          <Glyph name="stop" />
          <span className="cut">{t(kind === 'too-long' ? 'tooLong' : kind)}</span>
        </span>
      );
  }
}

/** A line none of whose requests has both prices shows a word, never a zero. */
function LineMoney(props: {
  readonly line: TrialLine;
  readonly nanoUsd: number;
  readonly withBasis?: boolean;
}): ReactNode {
  const t = useMessages(pastTrial);
  const words = useMessages(vocabulary);
  const { line, nanoUsd } = props;
  if (line.compared === 0) return <Money nanoUsd={null} unpriced={t('notPriced')} />;
  const { basis } = line;
  const isWorded = props.withBasis === true && basis !== null && basis !== 'priced';
  return (
    <>
      {isWorded ? <span className="t3">{words(`basis-${basis}`)} </span> : null}
      <Money nanoUsd={nanoUsd} />
    </>
  );
}
