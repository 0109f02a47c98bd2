import { useState } from 'react';
import type { ReactNode } from 'react';
import { bodyCaptures } from '../../../shared/domain/bodies.ts';
import { liveBodies } from '../../../shared/i18n/live-bodies.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { Select } from '../../ui/Select.tsx';
import { QuietProjects } from './QuietProjects.tsx';
import { SettingRow } from './SettingRow.tsx';

const dayChoices = [1, 7, 30, 90];
const rowDayChoices = [7, 30, 90, 365];
const sizeChoices = [50, 200, 1000, 5000];

/** What is kept of bodies, and for how long. */
export function TrafficPart(): ReactNode {
  const t = useMessages(liveBodies);
  const preferences = usePreferences((state) => state.preferences);
  const change = usePreferences((state) => state.change);
  const { captureBodies, keepBodiesDays, keepBodiesMegabytes, keepRowsDays } = preferences;
  return (
    <>
      <SettingRow label={t('rowsTitle')} hint={t('rowsHint')}>
        <Select
          label={t('rowsTitle')}
          value={String(keepRowsDays)}
          options={choices(rowDayChoices, keepRowsDays, (count) => t('days', { count }))}
          onChange={(value) => void change({ keepRowsDays: Number(value) })}
        />
      </SettingRow>
      <SettingRow label={t('captureTitle')} hint={t('captureHint')}>
        <Segment
          label={t('captureTitle')}
          value={captureBodies}
          choices={bodyCaptures.map((value) => ({ value, label: t(`capture-${value}`) }))}
          onChange={(value) => void change({ captureBodies: value })}
        />
      </SettingRow>
      <SettingRow label={t('keepTitle')} hint={t('keepHint')}>
        <Select
          label={t('keepTitle')}
          value={String(keepBodiesDays)}
          options={choices(dayChoices, keepBodiesDays, (count) => t('days', { count }))}
          onChange={(value) => void change({ keepBodiesDays: Number(value) })}
        />
        <Select
          label={t('keepSize')}
          value={String(keepBodiesMegabytes)}
          options={choices(sizeChoices, keepBodiesMegabytes, (count) => t('megabytes', { count }))}
          onChange={(value) => void change({ keepBodiesMegabytes: Number(value) })}
        />
      </SettingRow>
      <QuietProjects />
      <Deletion what="bodies" />
      <Deletion what="everything" />
    </>
  );
}

/** The usual ones, and the one that is set where it is none of them. */
function choices(
  usual: readonly number[],
  set: number,
  label: (count: number) => string,
): readonly { readonly value: string; readonly label: string }[] {
  return [...new Set([...usual, set])]
    .sort((a, b) => a - b)
    .map((count) => ({ value: String(count), label: label(count) }));
}

/** Asks once more in its own place; there is no way back. */
function Deletion({ what }: { readonly what: 'bodies' | 'everything' }): ReactNode {
  const t = useMessages(liveBodies);
  const api = useApi();
  const [isAsked, setAsked] = useState(false);
  const [deleted, setDeleted] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const isAll = what === 'everything';
  const remove = async (): Promise<void> => {
    setAsked(false);
    const { deleteBodies, deleteEverything } = api.traffic;
    const reply = await settled(isAll ? deleteEverything() : deleteBodies());
    setDeleted(reply.ok ? reply.value.deleted : null);
    setFailure(reply.ok ? null : reply.error.message);
  };
  const label = isAll ? t('everythingTitle') : t('deleteTitle');
  return (
    <>
      <SettingRow label={label} {...(isAll ? { hint: t('everythingHint') } : {})}>
        {isAsked ? (
          <>
            <Button variant="danger" onClick={() => void remove()}>
              {t('deleteConfirm')}
            </Button>
            <Button onClick={() => setAsked(false)}>{t('deleteKeep')}</Button>
          </>
        ) : (
          <Button aria-label={`${label}: ${t('deleteAction')}`} onClick={() => setAsked(true)}>
            {t('deleteAction')}
          </Button>
        )}
        {deleted === null ? null : (
          <span className="xs t2" role="status">
            {t('deleted', { count: deleted })}
          </span>
        )}
      </SettingRow>
      {failure === null ? null : <Note tone="bad">{t('deleteFailed', { reason: failure })}</Note>}
    </>
  );
}
