import { useState } from 'react';
import type { ReactNode } from 'react';
import { profiles } from '../../../shared/i18n/profiles.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';

export function RenameProfile(props: {
  readonly name: string;
  readonly onClose: () => void;
  readonly onRename: (name: string) => void;
}): ReactNode {
  const t = useMessages(profiles);
  const [name, setName] = useState(props.name);
  const [isRefused, setRefused] = useState(false);
  const save = (): void => {
    if (name.trim() === '') setRefused(true);
    else props.onRename(name.trim());
  };
  return (
    <Dialog
      title={t('renameTitle')}
      closeLabel={t('close')}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button variant="primary" onClick={save}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label={t('name')} error={isRefused && name.trim() === '' ? t('errorName') : null}>
          {(ids) => <TextField {...ids} value={name} onChange={setName} />}
        </Field>
      </form>
    </Dialog>
  );
}
