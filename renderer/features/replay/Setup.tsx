import { useId } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ReplayDraft } from '../../../shared/domain/replay.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Note } from '../../ui/Note.tsx';
import { Select } from '../../ui/Select.tsx';
import { Mono } from '../../ui/Values.tsx';
import { Budget } from './Budget.tsx';
import { readMaxTokens, type ReplayStore, type SideChoice } from './replay-store.ts';
import { firstModel, replayable } from './targets.ts';

/** Whom to ask, how much they may answer, and what that costs at most; nothing is sent yet. */
export function Setup(props: {
  readonly store: ReplayStore;
  readonly draft: ReplayDraft;
}): ReactNode {
  const { store, draft } = props;
  const t = useMessages(replay);
  const choices = useStore(store, (state) => state.choices);
  const maxTokens = useStore(store, (state) => state.maxTokens);
  const { choose, setMaxTokens } = store.getState();
  return (
    <>
      <p className="t2 xs">
        {t('request')} <Mono>{draft.model}</Mono>
        {' · '}
        {t('messages', { count: draft.messages })}
        {' · '}
        {t('tools', { count: draft.tools })}
      </p>
      {draft.isRedacted ? <Note>{t('redacted')}</Note> : null}
      <div className="replay-choices">
        <Choice
          label={t('left')}
          choice={choices[0]}
          hasRecorded={draft.recorded !== null}
          hasNone={false}
          onChoose={(choice) => choose(0, choice)}
        />
        <Choice
          label={t('right')}
          choice={choices[1]}
          hasRecorded={false}
          hasNone
          onChoose={(choice) => choose(1, choice)}
        />
      </div>
      <Field
        label={t('maxTokens')}
        hint={t('maxTokensHint', { count: formatCount(draft.maxTokens ?? 0) })}
        error={readMaxTokens(maxTokens) === null ? t('maxTokensError') : null}
      >
        {(ids) => (
          <TextField {...ids} mono inputMode="numeric" value={maxTokens} onChange={setMaxTokens} />
        )}
      </Field>
      <Budget store={store} />
      {draft.tools === 0 ? null : <p className="t3 xs">{t('toolsNotRun')}</p>}
    </>
  );
}

function Choice(props: {
  readonly label: string;
  readonly choice: SideChoice;
  readonly hasRecorded: boolean;
  readonly hasNone: boolean;
  readonly onChoose: (choice: SideChoice) => void;
}): ReactNode {
  const { choice, onChoose } = props;
  const t = useMessages(replay);
  const listId = useId();
  const views = replayable(useProviders((state) => state.views));
  const target = choice.kind === 'target' ? choice.target : null;
  const models = views.find(({ id }) => id === target?.provider)?.resolved.models ?? [];
  const chooseProvider = (value: string): void => {
    const view = views.find(({ id }) => value === `provider:${id}`);
    if (view !== undefined) {
      onChoose({ kind: 'target', target: { provider: view.id, model: firstModel(view) } });
    } else onChoose({ kind: value === 'recorded' ? 'recorded' : 'none' });
  };
  return (
    <fieldset className="replay-choice">
      <legend className="field-label">{props.label}</legend>
      <Select
        field
        label={t('provider')}
        value={target === null ? choice.kind : `provider:${target.provider}`}
        options={[
          ...(props.hasRecorded ? [{ value: 'recorded', label: t('recorded') }] : []),
          ...(props.hasNone ? [{ value: 'none', label: t('nobody') }] : []),
          ...(target === null && choice.kind === 'none' && !props.hasNone
            ? [{ value: 'none', label: t('nobody') }]
            : []),
          ...views.map(({ id, resolved }) => ({ value: `provider:${id}`, label: resolved.name })),
        ]}
        onChange={chooseProvider}
      />
      {target === null ? (
        <p className="t3 xs">{choice.kind === 'recorded' ? t('recordedHint') : t('nobodyHint')}</p>
      ) : (
        <>
          <TextField
            mono
            aria-label={t('model')}
            placeholder={t('model')}
            list={listId}
            value={target.model}
            onChange={(model) => onChoose({ kind: 'target', target: { ...target, model } })}
          />
          <datalist id={listId}>
            {models.map(({ id }) => (
              <option key={id} value={id} />
            ))}
          </datalist>
        </>
      )}
    </fieldset>
  );
}
