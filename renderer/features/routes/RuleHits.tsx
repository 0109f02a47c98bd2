import type { ReactNode } from 'react';
import { routes } from '../../../shared/i18n/routes.ts';
import { formatMoment } from '../../format/time.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { Num } from '../../ui/Values.tsx';

/** How often a rule took a request: today, in all, and when last. */
export function RuleHits(props: { readonly hits: Hits | null; readonly now: number }): ReactNode {
  const t = useMessages(routes);
  const language = useLanguage();
  const { hits, now } = props;
  if (hits === null || hits.total === 0)
    return (
      <div className="hits">
        <b>{t('noHits')}</b>
        <div>{t('notUsedYet')}</div>
      </div>
    );
  return (
    <div className="hits">
      <div>
        <Rich
          catalog={routes}
          id="today"
          values={{ count: <b className="num">{formatCount(hits.today)}</b> }}
        />
      </div>
      <div>
        <Rich
          catalog={routes}
          id="inAll"
          values={{ count: <Num>{formatCount(hits.total)}</Num> }}
        />
        {hits.lastAt === null ? null : (
          <>
            {' · '}
            <bdi>{formatMoment(hits.lastAt, language, now).replace(/:\d\d$/, '')}</bdi>
          </>
        )}
      </div>
    </div>
  );
}
