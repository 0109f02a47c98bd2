import { useEffect, useId, useState } from 'react';
import type { ReactNode } from 'react';
import { MOST_PRIVATE_RANGES, privateRangeSchema } from '../../../shared/domain/private-range.ts';
import { settings } from '../../../shared/i18n/settings.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { SettingRow } from './SettingRow.tsx';

/** Which private networks the lock "local only" lets through. Saved as a whole and by a word of its own: it loosens a lock. */
export function LocalOnlyPart(): ReactNode {
  const t = useMessages(settings);
  const api = useApi();
  const id = useId();
  const [saved, setSaved] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    let isShown = true;
    void settled(api.app.exportConfiguration()).then((reply) => {
      if (!isShown || !reply.ok) return;
      const kept = reply.value.privateRanges.join('\n');
      setSaved(kept);
      setText(kept);
    });
    return () => {
      isShown = false;
    };
  }, [api]);

  const save = async (): Promise<void> => {
    const ranges = rangesIn(text);
    const bad = ranges.find((range) => !privateRangeSchema.safeParse(range).success);
    const isMany = ranges.length > MOST_PRIVATE_RANGES;
    if (bad !== undefined || isMany) {
      const count = MOST_PRIVATE_RANGES;
      setProblem(
        isMany ? t('privateRangesMany', { count }) : t('privateRangeBad', { range: bad ?? '' }),
      );
      return;
    }
    const reply = await settled(api.app.setPrivateRanges({ ranges }));
    setProblem(reply.ok ? null : t('notSaved', { reason: reply.error.message }));
    if (!reply.ok) return;
    setSaved(reply.value.join('\n'));
    setText(reply.value.join('\n'));
    setDone(true);
  };
  const isChanged = saved !== null && rangesIn(text).join('\n') !== saved;
  return (
    <>
      <SettingRow
        label={t('privateRanges')}
        hint={<span id={`${id}-hint`}>{t('privateRangesHint')}</span>}
      >
        <textarea
          className="text mono private-ranges"
          dir="ltr"
          rows={3}
          spellCheck={false}
          disabled={saved === null}
          placeholder="192.168.1.0/24"
          value={text}
          aria-label={t('privateRangesLabel')}
          aria-describedby={`${id}-hint`}
          aria-invalid={problem === null ? undefined : true}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
            setDone(false);
          }}
        />
        <Button
          disabledReason={isChanged ? null : t('privateRangesSame')}
          onClick={() => void save()}
        >
          {t('privateRangesSave')}
        </Button>
        {isDone && !isChanged ? (
          <span className="xs t2" role="status">
            {t('privateRangesSaved')}
          </span>
        ) : null}
      </SettingRow>
      {problem === null ? null : <Note tone="bad">{problem}</Note>}
    </>
  );
}

/** One a line; commas and spaces part them too, as people paste them. */
function rangesIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((range) => range !== ''))];
}
