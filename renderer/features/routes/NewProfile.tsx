import { useState } from 'react';
import type { ReactNode } from 'react';
import { idOfName } from '../../../shared/domain/ids.ts';
import type { Profile } from '../../../shared/domain/rule.ts';
import type { StarterKind } from '../../../shared/domain/starter-profiles.ts';
import { profiles } from '../../../shared/i18n/profiles.ts';
import { useMessages } from '../../i18n.tsx';
import { freeId } from '../../stores/rules-draft.ts';
import { starterWords, useStarters } from '../../stores/starters.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceList, type Choice } from '../../ui/ChoiceList.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';

type Start = StarterKind | 'empty';

/** A profile made of what the user has, or an empty one. It is added; which one is in use stays. */
export function NewProfile(props: {
  readonly taken: readonly { readonly id: string }[];
  readonly onClose: () => void;
  readonly onCreate: (profile: Profile) => void;
}): ReactNode {
  const t = useMessages(profiles);
  const starters = useStarters();
  const [start, setStart] = useState<Start>('native');
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? t(start);
  const create = (): void => {
    const made = starters.find(({ kind }) => kind === start)?.profile;
    const base = idOfName(name) || start;
    props.onCreate({
      lock: made?.lock ?? null,
      rules: made?.rules ?? [],
      id: freeId(props.taken, base),
      name: name.trim() === '' ? t(start) : name.trim(),
    });
  };
  const choices: readonly Choice<Start>[] = [
    ...starters.map(({ kind, profile }) => ({
      id: kind,
      label: t(kind),
      isMissing: profile === null,
      text: t(profile === null ? starterWords[kind].needs : starterWords[kind].text),
    })),
    { id: 'empty', label: t('empty'), isMissing: false, text: t('emptyText') },
  ];
  return (
    <Dialog
      title={t('newTitle')}
      closeLabel={t('close')}
      onClose={props.onClose}
      footer={
        <>
          <span className="xs t3 grow">{t('createHint')}</span>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button variant="primary" onClick={create}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form
        className="new-profile"
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <ChoiceList legend={t('from')} choices={choices} chosen={start} onChoose={setStart} />
        <Field label={t('name')}>
          {(ids) => <TextField {...ids} value={name} onChange={setTyped} />}
        </Field>
      </form>
    </Dialog>
  );
}
