import type { ReactNode } from 'react';
import { routes } from '../../../shared/i18n/routes.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Draft, RuleChange } from '../../stores/rules-draft.ts';
import { changesOf } from '../../stores/rules-draft.ts';

/** Sentences shown before the rest is only counted. */
const toldChanges = 3;

/** What is not saved yet, and what to do about it. */
export function UnsavedBar(props: {
  readonly draft: Draft;
  readonly isSaving: boolean;
  readonly saveError: string | null;
  readonly onRevert: () => void;
  readonly onSave: () => void;
  readonly onSettle: (keep: 'mine' | 'theirs') => void;
}): ReactNode {
  const { draft, saveError } = props;
  const t = useMessages(routes);
  const changes = changesOf(draft.view.profile.rules, draft.rules);
  if (draft.conflict !== null)
    return (
      <div className="bar" role="alert">
        <Glyph name="warn" />
        <span className="warn">{t('conflict')}</span>
        <span className="push row">
          <Button onClick={() => props.onSettle('theirs')}>{t('takeTheirs')}</Button>
          <Button onClick={() => props.onSettle('mine')}>{t('keepMine')}</Button>
        </span>
      </div>
    );
  if (changes.length === 0) return null;
  return (
    <div className="bar" role="status">
      <Glyph name={saveError === null ? 'off' : 'bad'} />
      <span className="nowrap">{t('notSaved', { count: changes.length })}</span>
      {saveError === null ? (
        <span className="t3 cut">
          {changes
            .slice(0, toldChanges)
            .map((change) => sentenceOf(change, t))
            .join(' ')}
          {changes.length > toldChanges ? ' …' : ''}
        </span>
      ) : (
        <span className="bad cut">{t('saveFailed', { reason: saveError })}</span>
      )}
      <span className="push row">
        <Button onClick={props.onRevert}>{t('revert')}</Button>
        <Button
          variant="primary"
          onClick={props.onSave}
          disabledReason={props.isSaving ? t('saving') : null}
        >
          {props.isSaving ? t('saving') : t('save')}
        </Button>
      </span>
    </div>
  );
}

function sentenceOf(
  change: RuleChange,
  t: ReturnType<typeof useMessages<keyof (typeof routes)['en']>>,
): string {
  switch (change.kind) {
    case 'added':
      return t('changeAdded', { place: change.place });
    case 'edited':
      return t('changeEdited', { place: change.place });
    case 'moved':
      return t('changeMoved', { place: change.place, from: change.from });
    case 'on':
      return t('changeOn', { place: change.place });
    case 'off':
      return t('changeOff', { place: change.place });
    case 'removed':
      return t('changeRemoved', { name: change.name });
  }
}
