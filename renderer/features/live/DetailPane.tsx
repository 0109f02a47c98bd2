import type { ReactNode } from 'react';
import type { ExchangeDetail, ExchangeRow } from '../../../shared/domain/exchange.ts';
import { liveDetail } from '../../../shared/i18n/live-detail.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { settled, useApi } from '../../bridge.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useNavigation } from '../../stores/context.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { Note } from '../../ui/Note.tsx';
import { OutcomeState } from '../../ui/Outcome.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { ModelPair, Mono } from '../../ui/Values.tsx';
import { CostTab } from './CostTab.tsx';
import type { Earlier } from './earlier.ts';
import { EventsTab } from './EventsTab.tsx';
import { RequestTab } from './RequestTab.tsx';
import { ResponseTab } from './ResponseTab.tsx';
import { useIsFromFile } from './har-api.ts';
import { useQuietProject } from './QuietProject.tsx';
import { useRowRule } from './row-rule.ts';
import { focusList } from './page-keys.ts';
import { isInFlight } from './selectors.ts';
import { SummaryTab } from './SummaryTab.tsx';
import { TakeAway } from './TakeAway.tsx';
import { TimingTab } from './TimingTab.tsx';
import { detailTabs, type DetailTab } from './traffic-store.ts';
import { WhyTab } from './WhyTab.tsx';

const tabWords = {
  summary: 'tabSummary',
  why: 'tabWhy',
  request: 'tabRequest',
  response: 'tabResponse',
  events: 'tabEvents',
  timing: 'tabTiming',
  cost: 'tabCost',
} as const satisfies Record<DetailTab, string>;

/** One request in full, below the list: two streams need width more than height. */
export function DetailPane(props: {
  readonly row: ExchangeRow;
  readonly detail: ExchangeDetail | null;
  readonly earlier: Earlier;
  readonly error: string | null;
  readonly now: number;
  readonly tab: DetailTab;
  readonly isCancelling: boolean;
  readonly isTooLate: boolean;
  readonly onTab: (tab: DetailTab) => void;
  readonly onCancel: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { row, error } = props;
  const t = useMessages(liveDetail);
  // The list hears of a change first; what was read of another request never stands in for this one.
  const read = props.detail?.row.id === row.id ? props.detail : null;
  const detail = read === null ? null : { ...read, row };
  const quiet = useQuietProject(row.project);
  return (
    <section className="live-detail" aria-label={t('detail')}>
      <PaneHead {...props} quietProject={quiet.item} />
      {quiet.note}
      <Tabs
        label={t('tabs')}
        value={props.tab}
        tabs={detailTabs.map((value) => ({
          value,
          label:
            value === 'events' && detail !== null ? (
              <>
                {t(tabWords[value])} <span className="num t3">{detail.events.length}</span>
              </>
            ) : (
              t(tabWords[value])
            ),
        }))}
        onChange={props.onTab}
      >
        {error === null ? null : <Note tone="bad">{t('detailFailed', { reason: error })}</Note>}
        {detail === null ? null : (
          <TabBody
            tab={props.tab}
            detail={detail}
            earlier={props.earlier}
            now={props.now}
            onTab={props.onTab}
          />
        )}
      </Tabs>
    </section>
  );
}

function TabBody(props: {
  readonly tab: DetailTab;
  readonly detail: ExchangeDetail;
  readonly earlier: Earlier;
  readonly now: number;
  readonly onTab: (tab: DetailTab) => void;
}): ReactNode {
  const { detail, now } = props;
  switch (props.tab) {
    case 'summary':
      return <SummaryTab detail={detail} now={now} onTab={props.onTab} />;
    case 'why':
      return <WhyTab detail={detail} />;
    case 'request':
      return <RequestTab key={detail.row.id} detail={detail} earlier={props.earlier} />;
    case 'response':
      return <ResponseTab key={detail.row.id} detail={detail} />;
    case 'events':
      return <EventsTab key={detail.row.id} detail={detail} now={now} />;
    case 'timing':
      return <TimingTab detail={detail} now={now} />;
    case 'cost':
      return <CostTab detail={detail} />;
  }
}

function PaneHead(props: {
  readonly row: ExchangeRow;
  readonly isCancelling: boolean;
  readonly isTooLate: boolean;
  readonly quietProject: MenuItem;
  readonly onCancel: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const t = useMessages(liveDetail);
  const sendAgain = useMessages(replay);
  const openReplay = useNavigation((state) => state.replay);
  const api = useApi();
  const isFromFile = useIsFromFile();
  const { row } = props;
  const rule = useRowRule(row, row.rule);
  const copyId = async (): Promise<boolean> =>
    (await settled(api.app.copyText({ text: row.id }))).ok;
  return (
    <div className="live-detail-head">
      <span className="b">
        <OutcomeState row={row} />
      </span>
      <Mono>{row.id}</Mono>
      <CopyButton
        iconOnly
        size="small"
        copy={copyId}
        label={t('copyId')}
        copiedLabel={t('copied')}
      />
      <ModelPair asked={row.askedModel} sent={row.sentModel} />
      <span className="t3 xs cut" title={rule ?? undefined}>
        {rule === null ? (
          isFromFile ? null : (
            t('noRule')
          )
        ) : (
          <Rich catalog={liveDetail} id="byRule" values={{ rule: <bdi>{rule}</bdi> }} />
        )}
      </span>
      <span className="push row g2">
        {props.isTooLate ? (
          <span className="t3 xs" role="status">
            {t('cancelTooLate')}
          </span>
        ) : null}
        {isInFlight(row) ? (
          <Button
            size="small"
            variant="danger"
            icon="stop"
            title="."
            onClick={props.onCancel}
            disabledReason={props.isCancelling ? t('cancelling') : null}
          >
            {props.isCancelling ? t('cancelling') : t('cancel')}
          </Button>
        ) : null}
        {isFromFile ? null : (
          <IconButton
            size="small"
            icon="redo"
            label={sendAgain('open')}
            title={`${sendAgain('open')} (R)`}
            onClick={() => openReplay(row.id)}
          />
        )}
        <TakeAway
          key={row.id}
          ids={[row.id]}
          of="one"
          more={isFromFile ? [] : [props.quietProject]}
        />
        <IconButton
          size="small"
          icon="close"
          label={t('close')}
          title={`${t('close')} (Esc)`}
          onClick={(event) => {
            focusList(event.currentTarget.closest('.live-page'));
            props.onClose();
          }}
        />
      </span>
    </div>
  );
}
