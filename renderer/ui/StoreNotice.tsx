import type { ReactNode } from 'react';
import type { StoreState } from '../../shared/domain/status.ts';
import { storeState } from '../../shared/i18n/store-state.ts';
import { useMessages } from '../i18n.tsx';
import { Note } from './Note.tsx';

export interface StoreTrouble {
  readonly title: string;
  readonly text: string;
}

/** What a person should know of the history, the worst first; null while it is kept as it should be. */
export function useStoreTrouble(state: StoreState | undefined): StoreTrouble | null {
  const t = useMessages(storeState);
  if (state === undefined) return null;
  const { condition, dropped, droppedBodies, setAside } = state;
  const missing = [
    ...(dropped === 0 ? [] : [t('dropped', { count: dropped })]),
    ...(droppedBodies === 0 ? [] : [t('droppedBodies', { count: droppedBodies })]),
  ].join(' ');
  const told = (title: string, text: string): StoreTrouble => ({
    title,
    text: [text, missing].filter((part) => part !== '').join(' '),
  });
  if (condition !== 'working') return told(t(condition), t(`${condition}Help`));
  // Isolated: a file's name reads from left to right in every language.
  if (setAside !== null)
    return told(t('setAside'), t('setAsideHelp', { file: `\u2068${setAside}\u2069` }));
  if (missing === '') return null;
  return { title: t(dropped === 0 ? 'droppedBodiesTitle' : 'droppedTitle'), text: missing };
}

/** Above what the history is shown in. */
export function StoreNotice(props: { readonly state: StoreState | undefined }): ReactNode {
  const trouble = useStoreTrouble(props.state);
  if (trouble === null) return null;
  return (
    <Note tone="warn">
      <b className="b">{trouble.title}</b> {trouble.text}
    </Note>
  );
}
