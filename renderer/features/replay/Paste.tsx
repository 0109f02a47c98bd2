import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { MAX_PASTED_CHARACTERS } from '../../../shared/domain/replay.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import type { ReplayStore } from './replay-store.ts';

/** A Messages request as JSON, from a file, a bug report or another tool. */
export function Paste(props: { readonly store: ReplayStore }): ReactNode {
  const t = useMessages(replay);
  const id = useId();
  const [text, setText] = useState('');
  const isLong = text.length > MAX_PASTED_CHARACTERS;
  const isEmpty = text.trim() === '';
  return (
    <form
      className="replay-paste"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && !isLong) void props.store.getState().prepare({ text });
      }}
    >
      <label className="field-label" htmlFor={id}>
        {t('pasteLabel')}
      </label>
      <textarea
        id={id}
        className="replay-json mono"
        dir="ltr"
        rows={14}
        spellCheck={false}
        value={text}
        placeholder={'{"model": "…", "max_tokens": 1024, "messages": […]}'}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="t3 xs" id={`${id}-hint`}>
        {isLong ? t('pasteTooLong') : t('pasteHint')}
      </p>
      <div>
        <Button
          type="submit"
          icon="arrow"
          disabledReason={isEmpty ? t('pasteEmpty') : isLong ? t('pasteTooLong') : null}
        >
          {t('pasteNext')}
        </Button>
      </div>
    </form>
  );
}
