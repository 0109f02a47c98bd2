import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { health as messages } from '../../../shared/i18n/health.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Note } from '../../ui/Note.tsx';
import { limitFields, limitsOf, withLimits, wrongLimits } from './key-limits.ts';

/** Which key goes first, and how much of it may be used in a minute. */
export function KeyLimitsDialog(props: {
  readonly view: ProviderView;
  readonly keyId: string;
  readonly onClose: () => void;
}): ReactNode {
  const { view, keyId, onClose } = props;
  const t = useMessages(messages);
  const p = useMessages(providers);
  const f = useMessages(frame);
  const save = useProviders((state) => state.save);
  const [limits, setLimits] = useState(() =>
    limitsOf(view.draft.keys?.find((key) => key.id === keyId)),
  );
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const wrong = wrongLimits(limits);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (wrong.size > 0) return;
    const error = await save(withLimits(view.draft, keyId, limits), false);
    if (error === null) onClose();
    else setFailure(p('saveFailed', { reason: error.message }));
  };
  const labels = {
    priority: p('priority'),
    requestsPerMinute: t('requestsLimit'),
    tokensPerMinute: t('tokensLimit'),
  };
  return (
    <Dialog
      title={t('limitsTitle', { key: keyId })}
      closeLabel={f('close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{f('cancel')}</Button>
          <Button variant="primary" onClick={() => void submit()}>
            {f('save')}
          </Button>
        </>
      }
    >
      <form
        className="key-limits"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {limitFields.map((field) => (
          <Field
            key={field}
            label={labels[field]}
            hint={t(field === 'priority' ? 'priorityHint' : 'limitHint')}
            error={
              isTried && wrong.has(field)
                ? t(field === 'priority' ? 'wholeOrZero' : 'wholeNumber')
                : null
            }
          >
            {(ids) => (
              <TextField
                {...ids}
                mono
                inputMode="numeric"
                value={limits[field]}
                onChange={(value) => setLimits({ ...limits, [field]: value })}
              />
            )}
          </Field>
        ))}
        {/* Enter in any field saves. */}
        <button type="submit" hidden />
      </form>
      {failure === null ? null : <Note tone="bad">{failure}</Note>}
    </Dialog>
  );
}
