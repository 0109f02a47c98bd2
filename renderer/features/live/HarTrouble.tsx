import type { ReactNode } from 'react';
import { har } from '../../../shared/i18n/har.ts';
import { useMessages } from '../../i18n.tsx';
import { useHar } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';

/** A file that could not be opened, and why; until it is dismissed or another one opens. */
export function HarTrouble(): ReactNode {
  const t = useMessages(har);
  const error = useHar((state) => state.error);
  const close = useHar((state) => state.close);
  if (error === null) return null;
  return (
    <Note
      tone="bad"
      actions={
        <Button size="small" onClick={close}>
          {t('dismiss')}
        </Button>
      }
    >
      {t('failed', { reason: error })}
    </Note>
  );
}
