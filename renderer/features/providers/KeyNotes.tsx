import { Fragment, useState } from 'react';
import type { ReactNode } from 'react';
import { keyStanding } from '../../../shared/domain/provider-health.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { health as messages } from '../../../shared/i18n/health.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { useHealth } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { clockOf, keySentences } from './health-words.ts';

/** What speaks against each key, in sentences with the way on; then what vendors said of their limits. */
export function KeyNotes(props: { readonly view: ProviderView }): ReactNode {
  const { view } = props;
  const t = useMessages(messages);
  const health = useHealth((state) => state.health);
  const reset = useHealth((state) => state.reset);
  const [failure, setFailure] = useState<string | null>(null);
  const standings = view.keys.flatMap(({ keyId }) => {
    const standing = keyStanding(health, view.id, keyId);
    return standing === null ? [] : [{ keyId, standing }];
  });
  return (
    <>
      {standings.map(({ keyId, standing }) => {
        const said = keySentences(keyId, standing);
        if (said.length === 0) return null;
        return (
          <Note
            key={keyId}
            tone="warn"
            actions={
              <Button
                size="small"
                aria-label={`${t('resetKey')}: ${keyId}`}
                onClick={() =>
                  void reset(view.id, keyId).then((error) => setFailure(error?.message ?? null))
                }
              >
                {t('resetKey')}
              </Button>
            }
          >
            {said.map(({ word, values }) => (
              <Fragment key={word}>{t(word, values)} </Fragment>
            ))}
          </Note>
        );
      })}
      {failure === null ? null : <Note tone="bad">{t('resetFailed', { reason: failure })}</Note>}
      <ul className="xs t3 learned">
        {standings.flatMap(({ keyId, standing }) =>
          standing.learned.map(({ kind, limit, remaining, resetsAt, model }) => (
            <li key={`${keyId} ${model ?? ''} ${kind}`}>
              {t(kind === 'requests' ? 'learnedRequests' : 'learnedTokens', {
                key: keyId,
                left: formatCount(remaining),
                all: limit === null ? '—' : formatCount(limit),
                time: clockOf(resetsAt),
              })}
            </li>
          )),
        )}
      </ul>
    </>
  );
}
