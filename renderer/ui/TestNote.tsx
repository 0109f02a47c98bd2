import type { ReactNode } from 'react';
import type { ProviderTestResult } from '../../shared/domain/provider-view.ts';
import { providerTests } from '../../shared/i18n/provider-tests.ts';
import { formatDuration } from '../format/duration.ts';
import { formatUsd } from '../format/money.ts';
import { Rich, useMessages } from '../i18n.tsx';
import { Note } from './Note.tsx';
import { Mono, Num } from './Values.tsx';

/** The answer of a one-token test, in words, with the upstream's own words below when it failed. */
export function TestNote(props: { readonly result: ProviderTestResult }): ReactNode {
  const { verdict, model, durationMs, costNanoUsd, detail } = props.result;
  const t = useMessages(providerTests);
  const isGood = verdict === 'works';
  const id = isGood && costNanoUsd !== null ? 'test-works-cost' : (`test-${verdict}` as const);
  const soft = verdict === 'rate-limited' || verdict === 'key-missing' || verdict === 'no-credit';
  return (
    <Note tone={isGood ? 'ok' : soft ? 'warn' : 'bad'}>
      <Rich
        catalog={providerTests}
        id={id}
        values={{
          model: <Mono>{model}</Mono>,
          duration: <Num>{formatDuration(durationMs)}</Num>,
          cost: <Num>{formatUsd(costNanoUsd, 'test')}</Num>,
        }}
      />
      {detail === '' ? null : (
        <p className="its-words">
          <bdi>{t('itsWords', { detail })}</bdi>
        </p>
      )}
    </Note>
  );
}
