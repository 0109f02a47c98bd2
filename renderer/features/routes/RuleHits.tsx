import type { ReactNode } from 'react';
import { ruleFilter } from '../../../shared/domain/figure-filters.ts';
import type { RuleHits as Hits } from '../../../shared/domain/rule-hits.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { formatMoment } from '../../format/time.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { useOpenRows } from '../../stores/open-rows.ts';
import { FigureLink } from '../../ui/FigureLink.tsx';
import { Num } from '../../ui/Values.tsx';

/** How often a rule took a request: today, in all, and when last; the counts open the requests. */
export function RuleHits(props: {
  readonly profileId: string;
  /** `NO_RULE`: the requests that none held for. */
  readonly ruleId: string;
  readonly hits: Hits | null;
  readonly now: number;
}): ReactNode {
  const { profileId, ruleId, hits, now } = props;
  const t = useMessages(routes);
  const language = useLanguage();
  const openRows = useOpenRows();
  if (hits === null || hits.total === 0)
    return (
      <div className="hits">
        <b>{t('noHits')}</b>
        <div>{t('notUsedYet')}</div>
      </div>
    );
  const today = (
    <FigureLink
      filter={ruleFilter(profileId, ruleId, 'today')}
      onOpen={openRows}
      count={hits.today}
    >
      <b className="num">{formatCount(hits.today)}</b>
    </FigureLink>
  );
  const total = (
    <FigureLink
      filter={ruleFilter(profileId, ruleId, 'ever')}
      onOpen={openRows}
      count={hits.total}
      folded={hits.folded}
    >
      <Num>{formatCount(hits.total)}</Num>
    </FigureLink>
  );
  return (
    <div className="hits">
      <div>
        <Rich catalog={routes} id="today" values={{ count: today }} />
      </div>
      <div>
        <Rich catalog={routes} id="inAll" values={{ count: total }} />
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
