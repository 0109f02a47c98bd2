import type { ReactNode } from 'react';
import { har } from '../../../shared/i18n/har.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useHar } from '../../stores/context.tsx';
import type { HarTrouble as Trouble } from '../../stores/har.ts';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { Num } from '../../ui/Values.tsx';

/** A file that could not be opened, and why; until it is dismissed or another one opens. */
export function HarTrouble(): ReactNode {
  const t = useMessages(har);
  const trouble = useHar((state) => state.trouble);
  const close = useHar((state) => state.close);
  if (trouble === null) return null;
  return (
    <Note
      tone="bad"
      actions={
        <Button size="small" onClick={close}>
          {t('dismiss')}
        </Button>
      }
    >
      {typeof trouble === 'string' ? (
        t('failed', { reason: trouble })
      ) : (
        <Because trouble={trouble} />
      )}
    </Note>
  );
}

function Because(props: { readonly trouble: Trouble }): ReactNode {
  const { fileName, problem } = props.trouble;
  const values = {
    file: <bdi className="b">{fileName}</bdi>,
    ...(problem.code === 'not-json'
      ? { line: <Num>{problem.line}</Num>, column: <Num>{problem.column}</Num> }
      : {}),
    ...(problem.code === 'unreadable' ? { detail: <bdi>{problem.detail}</bdi> } : {}),
  };
  return <Rich catalog={har} id={`problem-${problem.code}`} values={values} />;
}
