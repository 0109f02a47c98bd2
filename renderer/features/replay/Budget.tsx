import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ReplayBudget, ReplayBudgetLine } from '../../../shared/domain/replay.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { providerName } from '../../format/provider-name.ts';
import { formatUsd } from '../../format/money.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Note } from '../../ui/Note.tsx';
import { Money, Mono, Num, Tokens } from '../../ui/Values.tsx';
import type { ReplayStore } from './replay-store.ts';

/** The most that sending can cost, line by line; what is not known is said to be. */
export function Budget(props: { readonly store: ReplayStore }): ReactNode {
  const t = useMessages(replay);
  const budget = useStore(props.store, (state) => state.budget);
  if (budget === null) return <p className="t3 xs">{t('noBudget')}</p>;
  return (
    <section aria-label={t('budget')}>
      <table className="tbl replay-budget">
        <caption className="field-label">{t('budget')}</caption>
        <colgroup>
          <col />
          <col className="replay-figure-column" span={4} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('target')}</th>
            <th scope="col" className="end">
              {t('inputTokens')}
            </th>
            <th scope="col" className="end">
              {t('inputCost')}
            </th>
            <th scope="col" className="end">
              {t('outputCost')}
            </th>
            <th scope="col" className="end">
              {t('atMost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {budget.lines.map((line, place) => (
            <Line key={place} line={line} />
          ))}
        </tbody>
      </table>
      <p className="xs" role="status">
        <Sum budget={budget} />
      </p>
      {budget.lines.map(({ blocked, target }, place) =>
        blocked === null ? null : (
          <Note key={place} tone="warn">
            {t(`blocked-${blocked}`, { model: target.model })}
          </Note>
        ),
      )}
    </section>
  );
}

function Line(props: { readonly line: ReplayBudgetLine }): ReactNode {
  const { target, inputTokens, basis, inputNanoUsd, outputNanoUsd, blocked } = props.line;
  const t = useMessages(replay);
  const words = useMessages(vocabulary);
  const views = useProviders((state) => state.views);
  const total = totalOf(props.line);
  // Nothing is charged for the request itself, so a sum would only mislead.
  const word = basis === 'priced' ? null : words(`basis-${basis}`);
  return (
    <tr className={blocked === null ? undefined : 't3'}>
      <td>
        <Rich
          catalog={replay}
          id="targetOn"
          values={{
            model: <Mono>{target.model}</Mono>,
            provider: <bdi>{providerName(views, target.provider)}</bdi>,
          }}
        />
      </td>
      <td className="end">
        <Tokens count={inputTokens} estimate={t('estimated')} />
      </td>
      <td className="end">
        <Money nanoUsd={inputNanoUsd} scale="request" unpriced={word} />
      </td>
      <td className="end">
        <Money nanoUsd={outputNanoUsd} scale="request" unpriced={word} />
      </td>
      <td className="end b">
        {blocked === null ? (
          <Money nanoUsd={total} scale="request" unpriced={word} />
        ) : (
          t('notSent')
        )}
      </td>
    </tr>
  );
}

function Sum(props: { readonly budget: ReplayBudget }): ReactNode {
  const t = useMessages(replay);
  const sent = props.budget.lines.filter(({ blocked }) => blocked === null);
  const unpriced = sent.filter(({ basis }) => basis === 'unpriced').length;
  const known = sent.reduce((sum, line) => sum + (totalOf(line) ?? 0), 0);
  const amount = formatUsd(known, 'request');
  if (sent.length === 0) return null;
  if (unpriced === sent.length) return <span className="warn">{t('sumAllUnknown')}</span>;
  return (
    <>
      <span className="b">
        {t('sum')} <Num>{amount}</Num>
      </span>{' '}
      {unpriced > 0 ? <span className="warn">{t('sumUnknown', { count: unpriced })}</span> : null}
    </>
  );
}

function totalOf({ inputNanoUsd, outputNanoUsd }: ReplayBudgetLine): number | null {
  return inputNanoUsd === null || outputNanoUsd === null ? null : inputNanoUsd + outputNanoUsd;
}
