import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';

/** Asks before removing; refuses, with the rules' names, while rules still send to it. */
export function RemoveProvider(props: {
  readonly view: ProviderView;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}): ReactNode {
  const { view, onClose } = props;
  const t = useMessages(providers);
  const f = useMessages(frame);
  const remove = useProviders((state) => state.remove);
  const [failure, setFailure] = useState<string | null>(null);
  const rules = view.usedByRules;
  const refusal =
    rules.length === 0
      ? null
      : t('removeRefused', { count: rules.length, rules: rules.join(', ') });
  const submit = async (): Promise<void> => {
    const error = await remove(view.id);
    if (error === null) {
      onClose();
      props.onRemoved();
    } else {
      setFailure(error.message);
    }
  };
  return (
    <Dialog
      title={t('removeTitle', { name: view.resolved.name })}
      closeLabel={f('close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{refusal === null ? f('cancel') : f('close')}</Button>
          {refusal === null ? (
            <Button variant="danger" onClick={() => void submit()}>
              {f('remove')}
            </Button>
          ) : null}
        </>
      }
    >
      {refusal === null ? <p>{t('removeText')}</p> : <Note tone="warn">{refusal}</Note>}
      {failure === null ? null : <Note tone="bad">{failure}</Note>}
    </Dialog>
  );
}
