import { memo } from 'react';
import type { ReactNode } from 'react';
import { liveConversations } from '../../../shared/i18n/live-conversations.ts';
import { formatDayAndClock } from '../../format/time.ts';
import { useLanguage, useMessages } from '../../i18n.tsx';
import { classes } from '../../ui/classes.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useEstimatedSum } from '../../ui/RowCost.tsx';
import { Money, Mono, Tokens } from '../../ui/Values.tsx';
import type { Conversation } from './conversations.ts';
import { projectName } from './row-figures.ts';
import type { PickMode } from './selection.ts';

/** The head of a conversation: what it is, and the sums of its requests. Click, Enter or the arrows fold it. */
export const ConversationRow = memo(function ConversationRow(props: {
  readonly conversation: Conversation;
  readonly rowIndex: number;
  /** When it began (epoch ms); not the time itself, which moves. */
  readonly today: number;
  readonly top: number;
  readonly columnCount: number;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly domId: string;
  readonly onPick: (id: string, mode: PickMode) => void;
  readonly onFold: (key: string, open: boolean) => void;
}): ReactNode {
  const language = useLanguage();
  const { conversation, isOpen } = props;
  const t = useMessages(liveConversations);
  const { key, sessionId, project, ids } = conversation;
  return (
    // The grid has the focus and its keys; a row is its active descendant.
    <div
      id={props.domId}
      role="row"
      aria-level={1}
      aria-expanded={isOpen}
      aria-rowindex={props.rowIndex}
      aria-selected={props.isSelected}
      className={classes('live-row live-conversation', props.isActive && 'sel')}
      style={{ transform: `translateY(${String(props.top)}px)` }}
      onClick={() => {
        props.onPick(key, 'only');
        props.onFold(key, !isOpen);
      }}
    >
      <span role="gridcell" aria-colspan={props.columnCount} className="live-conversation-cell">
        <Icon name={isOpen ? 'down' : 'right'} size="small" />
        {sessionId === null ? (
          <span className="t2">{t('noSession')}</span>
        ) : (
          <Mono title={sessionId}>{sessionId.slice(0, 8)}</Mono>
        )}
        {project === null ? null : <bdi className="cut">{projectName(project)}</bdi>}
        <span className="t3">
          <bdi className="num">
            {formatDayAndClock(conversation.startedAt, language, props.today)}
          </bdi>
        </span>
        <span className="t2">{t('requests', { count: ids.length })}</span>
        {conversation.running === 0 ? null : (
          <span className="running row g1">
            <Glyph name="live" /> {t('running', { count: conversation.running })}
          </span>
        )}
        {conversation.failed === 0 ? null : (
          <span className="row g1">
            <Glyph name="bad" /> {t('failed', { count: conversation.failed })}
          </span>
        )}
        <Sums conversation={conversation} />
      </span>
    </div>
  );
});

function Sums(props: { readonly conversation: Conversation }): ReactNode {
  const t = useMessages(liveConversations);
  const { input, cached, output, costNanoUsd, savedNanoUsd, unpriced, estimated } =
    props.conversation;
  const estimate = useEstimatedSum(estimated);
  return (
    <span className="push row g3 t2 live-sums">
      <span>
        {t('in')} <Tokens count={input} estimate={estimate} />
      </span>
      <span>
        {t('cached')} <Tokens count={cached} />
      </span>
      <span>
        {t('out')} <Tokens count={output} estimate={estimate} />
      </span>
      <span>
        {t('cost')} <Money nanoUsd={costNanoUsd} scale="request" estimate={estimate} />
        {unpriced === 0 ? null : ` + ${t('unpriced', { count: unpriced })}`}
      </span>
      <span>
        {t('saved')} <Money nanoUsd={savedNanoUsd} scale="request" estimate={estimate} />
      </span>
    </span>
  );
}
