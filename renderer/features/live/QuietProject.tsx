import { useState } from 'react';
import type { ReactNode } from 'react';
import { takeAway } from '../../../shared/i18n/take-away.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { Note } from '../../ui/Note.tsx';
import { Mono } from '../../ui/Values.tsx';

/** As many as the preferences hold. */
const mostProjects = 200;

/**
 * "Never keep content of this project" for a request's menu, greyed with its reason where it would change nothing, and
 * the note that takes it back. Once refused, or taken off the list in Settings, the note is gone.
 */
export function useQuietProject(project: string | null): {
  readonly item: MenuItem;
  readonly note: ReactNode;
} {
  const t = useMessages(takeAway);
  const quiet = usePreferences((state) => state.preferences.quietProjects);
  const change = usePreferences((state) => state.change);
  const [done, setDone] = useState<string | null>(null);
  const reason = (): string | null => {
    if (project === null) return t('quietNoProject');
    if (quiet.includes(project)) return t('quietAlready');
    return quiet.length >= mostProjects ? t('quietFull', { count: mostProjects }) : null;
  };
  const item: MenuItem = {
    id: 'quiet',
    label: t('quiet'),
    separatorBefore: true,
    disabledReason: reason(),
    onSelect: () => {
      if (project === null) return;
      setDone(project);
      void change({ quietProjects: [...quiet, project] });
    },
  };
  const undo = (): void => void change({ quietProjects: quiet.filter((each) => each !== done) });
  const note =
    done === null || !quiet.includes(done) ? null : (
      <div role="status">
        <Note
          actions={
            <Button size="small" onClick={undo}>
              {t('undo')}
            </Button>
          }
        >
          <Rich catalog={takeAway} id="quietDone" values={{ project: <Mono>{done}</Mono> }} />
        </Note>
      </div>
    );
  return { item, note };
}
