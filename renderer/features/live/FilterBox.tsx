import { useId } from 'react';
import type { ReactNode, Ref } from 'react';
import { live } from '../../../shared/i18n/live.ts';
import { useMessages } from '../../i18n.tsx';
import { formatCount } from '../../format/tokens.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { TextField } from '../../ui/Field.tsx';
import { filterKeys, type Filter } from './filter.ts';

/** The filter, how many rows it leaves, and the key that it does not know. */
export function FilterBox(props: {
  readonly ref?: Ref<HTMLInputElement>;
  readonly text: string;
  readonly filter: Filter;
  readonly shown: number;
  readonly total: number;
  readonly onChange: (text: string) => void;
}): ReactNode {
  const t = useMessages(live);
  const messageId = useId();
  const { ref, text, filter, shown, total, onChange } = props;
  const unknown = filter.unknownKeys[0];
  return (
    <div className="live-filter grow">
      <TextField
        ref={ref}
        soft
        // The hint is a sentence in the window's language; what is typed is the machine's.
        mono={text !== ''}
        icon="filter"
        value={text}
        onChange={onChange}
        placeholder={t('filterExample')}
        aria-label={t('filter')}
        aria-describedby={unknown === undefined ? undefined : messageId}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.stopPropagation();
          onChange('');
        }}
        trailing={
          filter.isEmpty ? null : (
            <>
              <span className="t3 xs nowrap" role="status">
                {t('shownOf', { shown: formatCount(shown), total: formatCount(total) })}
              </span>
              <IconButton
                icon="close"
                size="small"
                label={t('clearFilter')}
                onClick={() => onChange('')}
              />
            </>
          )
        }
      />
      {unknown === undefined ? null : (
        <p id={messageId} className="live-filter-message warn xs" role="status">
          <Glyph name="warn" />
          {t('filterUnknown', { key: unknown, known: filterKeys.join(', ') })}
        </p>
      )}
    </div>
  );
}
