import type { ReactNode } from 'react';
import { live } from '../../../shared/i18n/live.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';

/** What stands where no row does: still reading, nothing yet, or all hidden by the filter. */
export function NoRows(props: {
  readonly isLoaded: boolean;
  readonly hidden: number;
  readonly onClear: () => void;
}): ReactNode {
  const t = useMessages(live);
  if (!props.isLoaded)
    return (
      <p className="live-reading t2 xs">
        <Glyph name="wait" /> {t('reading')}
      </p>
    );
  if (props.hidden === 0) return <NothingYet />;
  return (
    <EmptyState
      title={t('emptyFilter')}
      actions={<Button onClick={props.onClear}>{t('clearFilter')}</Button>}
    >
      {t('emptyFilterText', { count: props.hidden })}
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
