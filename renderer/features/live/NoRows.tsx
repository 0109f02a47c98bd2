import type { ReactNode } from 'react';
import { live } from '../../../shared/i18n/live.ts';
import { liveBodies } from '../../../shared/i18n/live-bodies.ts';
import { liveOlder } from '../../../shared/i18n/live-older.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, usePreferences, useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Reach } from './OlderLine.tsx';

/** What stands where no row does: still reading, nothing yet, or none that the filter finds. */
export function NoRows(props: {
  readonly isLoaded: boolean;
  /** Rows in memory. */
  readonly hidden: number;
  readonly reach: Reach;
  readonly onClear: () => void;
}): ReactNode {
  const t = useMessages(live);
  const words = useMessages(liveOlder);
  const { hidden, reach, onClear } = props;
  const { older, isWhole, onRead } = reach;
  if (!props.isLoaded) return <Reading>{t('reading')}</Reading>;
  if (hidden === 0) return <NothingYet />;
  if (older.phase === 'failed')
    return (
      <EmptyState
        title={words('failed', { reason: older.reason })}
        actions={
          <>
            <Button onClick={onRead}>{words('retry')}</Button>
            <Button onClick={onClear}>{t('clearFilter')}</Button>
          </>
        }
      />
    );
  if (older.phase !== 'end' && older.phase !== 'full')
    return <Reading>{words('searching')}</Reading>;
  return (
    <NoMatch
      hidden={isWhole ? hidden : null}
      searchesBodies={older.asksForText}
      onClear={onClear}
    />
  );
}

function Reading(props: { readonly children: string }): ReactNode {
  return (
    <p className="live-reading t2 xs" role="status">
      <Glyph name="wait" /> {props.children}
    </p>
  );
}

export function NoMatch(props: {
  /** null: how many are kept besides is not known. */
  readonly hidden: number | null;
  readonly searchesBodies: boolean;
  readonly onClear: () => void;
}): ReactNode {
  const t = useMessages(live);
  const words = useMessages(liveOlder);
  const bodies = useMessages(liveBodies);
  const capture = usePreferences((state) => state.preferences.captureBodies);
  const go = useNavigation((state) => state.go);
  const { hidden, searchesBodies } = props;
  const isBare = searchesBodies && capture !== 'all';
  return (
    <EmptyState
      title={t('emptyFilter')}
      actions={
        <>
          <Button onClick={props.onClear}>{t('clearFilter')}</Button>
          {isBare ? <Button onClick={() => go('settings')}>{bodies('openSettings')}</Button> : null}
        </>
      }
    >
      {hidden === null ? words('emptyHistory') : t('emptyFilterText', { count: hidden })}
      {isBare ? ` ${words(`bodies-${capture}`)}` : null}
    </EmptyState>
  );
}

function NothingYet(): ReactNode {
  const t = useMessages(live);
  const launch = useNavigation((state) => state.launch);
  const folder = useStatus((state) => state.status?.recentFolders[0]);
  return (
    <EmptyState
      drawing="track"
      title={t('emptyTitle')}
      actions={
        <>
          <Button
            variant="primary"
            size="large"
            icon="terminal"
            onClick={() => launch(folder ?? null)}
          >
            {folder === undefined ? t('emptyLaunch') : t('emptyLaunchIn', { folder })}
          </Button>
          {folder === undefined ? null : (
            <Button size="large" onClick={() => launch(null)}>
              {t('emptyOther')}
            </Button>
          )}
        </>
      }
    >
      {t('emptyText')}
    </EmptyState>
  );
}
