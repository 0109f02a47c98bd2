import { useState } from 'react';
import type { ReactNode } from 'react';
import type { LabRequest } from '../../../shared/domain/lab.ts';
import { lab } from '../../../shared/i18n/lab.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Note } from '../../ui/Note.tsx';
import { Select } from '../../ui/Select.tsx';
import { concurrencyChoices, formOf, readForm, type LabForm } from './lab-form.ts';

/** Wires that a test can speak. */
const wires = [
  'auto',
  'openai-chat',
  'anthropic-messages',
] as const satisfies readonly LabRequest['wire'][];

/** What to test: an address is enough. Choosing a provider fills its address and uses its key. */
export function TestForm(props: {
  readonly request: LabRequest;
  readonly isStarting: boolean;
  readonly startError: string | null;
  readonly busyReason: string | null;
  readonly onStart: (request: LabRequest) => void;
  readonly onCancel: (() => void) | null;
}): ReactNode {
  const t = useMessages(lab);
  const views = useProviders((state) => state.views);
  const [form, setForm] = useState(() => formOf(props.request));
  const [isChecked, setChecked] = useState(false);
  const read = readForm(form);
  const problems = isChecked && !read.ok ? read.problems : null;
  const change = (patch: Partial<LabForm>): void => setForm({ ...form, ...patch });
  const chooseProvider = (providerId: string): void => {
    const chosen = views.find((view) => view.id === providerId);
    change(
      chosen === undefined
        ? { providerId }
        : { providerId, baseUrl: chosen.resolved.baseUrl, wire: 'auto' },
    );
  };
  return (
    <form
      className="lab-form"
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (read.ok && props.busyReason === null) props.onStart(read.request);
      }}
    >
      <Field
        label={t('address')}
        hint={t('addressHint')}
        error={problems?.baseUrl === true ? t('addressError') : null}
      >
        {(ids) => (
          <TextField
            {...ids}
            mono
            value={form.baseUrl}
            placeholder="http://127.0.0.1:11434/v1"
            onChange={(baseUrl) => change({ baseUrl })}
          />
        )}
      </Field>
      <div className="lab-form-two">
        <Field label={t('key')}>
          {({ id }) => (
            <Select
              id={id}
              field
              value={form.providerId}
              options={[
                { value: '', label: t('keyNone') },
                ...views.map((view) => ({ value: view.id, label: view.resolved.name })),
              ]}
              onChange={chooseProvider}
            />
          )}
        </Field>
        <Field label={t('wire')}>
          {({ id }) => (
            <Select
              id={id}
              field
              value={form.wire}
              options={wires.map((wire) => ({
                value: wire,
                label: wire === 'auto' ? t('wireAuto') : wire,
              }))}
              onChange={(wire) => change({ wire })}
            />
          )}
        </Field>
      </div>
      <Field label={t('model')} hint={t('modelHint')}>
        {(ids) => (
          <TextField {...ids} mono value={form.model} onChange={(model) => change({ model })} />
        )}
      </Field>
      <div className="lab-form-two">
        <Field label={t('concurrency')}>
          {({ id }) => (
            <Select
              id={id}
              field
              value={form.maxConcurrency}
              options={concurrencyChoices.map((count) => ({
                value: String(count),
                label: count === 0 ? t('concurrencyNone') : String(count),
              }))}
              onChange={(maxConcurrency) => change({ maxConcurrency })}
            />
          )}
        </Field>
        <Field
          label={t('outputTokens')}
          error={problems?.outputTokens === true ? t('outputError') : null}
        >
          {(ids) => (
            <TextField
              {...ids}
              mono
              inputMode="numeric"
              value={form.outputTokens}
              onChange={(outputTokens) => change({ outputTokens })}
            />
          )}
        </Field>
      </div>
      <Note>{t('costWarning')}</Note>
      {props.startError === null ? null : (
        <Note tone="bad">{t('startFailed', { reason: props.startError })}</Note>
      )}
      <div className="row">
        <Button
          type="submit"
          variant="primary"
          disabledReason={props.isStarting ? t('starting') : props.busyReason}
        >
          {props.isStarting ? t('starting') : t('start')}
        </Button>
        {props.onCancel === null ? null : (
          <Button variant="ghost" onClick={props.onCancel}>
            {t('close')}
          </Button>
        )}
      </div>
    </form>
  );
}
