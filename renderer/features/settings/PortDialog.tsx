import { useState } from 'react';
import type { ReactNode } from 'react';
import { portSchema } from '../../../shared/domain/configuration.ts';
import { reasonText } from '../../../shared/i18n/status-reason.ts';
import { settings } from '../../../shared/i18n/settings.ts';
import { settled, useApi } from '../../bridge.ts';
import { useLanguage, useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Note } from '../../ui/Note.tsx';

/** Asks for another port and stays open until the gateway listens there; what goes wrong is said at the field. */
export function PortDialog(props: {
  /** null while nothing is listened on. */
  readonly port: number | null;
  readonly onClose: () => void;
  readonly onMoved: () => void;
}): ReactNode {
  const t = useMessages(settings);
  const api = useApi();
  const language = useLanguage();
  const [text, setText] = useState(props.port === null ? '' : String(props.port));
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const save = async (): Promise<void> => {
    if (isPending) return;
    const port = portIn(text);
    if (port === null) {
      setProblem(t('portBad'));
      return;
    }
    setPending(true);
    const reply = await settled(api.app.setPort({ port }));
    setPending(false);
    if (!reply.ok) setProblem(t('notSaved', { reason: reply.error.message }));
    else if (reply.value.moved) props.onMoved();
    else {
      const reason = reasonText(reply.value, language) ?? '';
      setProblem(t(props.port === null ? 'portStill' : 'portKept', { reason }));
    }
  };
  return (
    <Dialog
      title={t('portTitle')}
      closeLabel={t('close')}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            disabledReason={isPending ? t('portPending') : null}
            onClick={() => void save()}
          >
            {isPending ? t('portPending') : t('portMove')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={t('port')} hint={t('portRange')} error={problem}>
          {(ids) => (
            <TextField
              {...ids}
              mono
              inputMode="numeric"
              value={text}
              onChange={(value) => {
                setText(value);
                setProblem(null);
              }}
            />
          )}
        </Field>
      </form>
      {props.port === null ? null : (
        <Note tone="warn">{t('portSessions', { port: props.port })}</Note>
      )}
    </Dialog>
  );
}

function portIn(text: string): number | null {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : -1;
  return portSchema.safeParse(port).success ? port : null;
}
