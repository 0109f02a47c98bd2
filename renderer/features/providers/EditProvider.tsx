import { useState } from 'react';
import type { ReactNode } from 'react';
import { findPreset } from '../../../shared/catalog/index.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { draftFromProvider, problemsOf, providerOf } from './draft.ts';
import { ProviderForm } from './ProviderForm.tsx';

const noneTaken: ReadonlySet<string> = new Set();

export function EditProvider(props: {
  readonly view: ProviderView;
  readonly onClose: () => void;
}): ReactNode {
  const { view, onClose } = props;
  const t = useMessages(providers);
  const f = useMessages(frame);
  const save = useProviders((state) => state.save);
  const [draft, setDraft] = useState(() => draftFromProvider(view.resolved));
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const preset = view.resolved.preset === null ? null : findPreset(view.resolved.preset);
  const problems = problemsOf(draft, noneTaken);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (problems.baseUrl) return;
    const error = await save(providerOf(draft, preset, view.draft), false);
    if (error === null) onClose();
    else setFailure(t('saveFailed', { reason: error.message }));
  };
  return (
    <Dialog
      title={t('editTitle', { name: view.resolved.name })}
      closeLabel={f('close')}
      onClose={onClose}
      width="wide"
      footer={
        <>
          <Button onClick={onClose}>{f('cancel')}</Button>
          <Button variant="primary" onClick={() => void submit()}>
            {f('save')}
          </Button>
        </>
      }
    >
      <ProviderForm
        draft={draft}
        preset={preset}
        problems={isTried ? problems : null}
        onIdChange={null}
        onChange={setDraft}
      />
      {failure === null ? null : <Note tone="bad">{failure}</Note>}
    </Dialog>
  );
}
