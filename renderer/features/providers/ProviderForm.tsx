import type { ReactNode } from 'react';
import type { ProviderPreset } from '../../../shared/catalog/preset.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import type { DraftProblems, ProviderDraft } from './draft.ts';
import { authChoices, wireChoices, withWire } from './draft.ts';

/** The fields that adding and editing share. Problems show once the person tried to save. */
export function ProviderForm(props: {
  readonly draft: ProviderDraft;
  readonly preset: ProviderPreset | null;
  readonly problems: DraftProblems | null;
  /** null: the id is fixed. */
  readonly onIdChange: ((id: string) => void) | null;
  readonly onChange: (draft: ProviderDraft) => void;
}): ReactNode {
  const { draft, preset, problems, onChange, onIdChange } = props;
  const t = useMessages(providers);
  const idProblem = problems?.id ?? null;
  const wires = wireChoices.includes(draft.wire) ? wireChoices : [...wireChoices, draft.wire];
  return (
    <div className="provider-form">
      <Field label={t('name')}>
        {(ids) => (
          <TextField
            {...ids}
            value={draft.name}
            onChange={(name) => onChange({ ...draft, name })}
          />
        )}
      </Field>
      {onIdChange === null ? null : (
        <Field
          label={t('id')}
          hint={t('idHint')}
          error={
            idProblem === null ? null : idProblem === 'taken' ? t('idTaken') : t('keyNameRule')
          }
        >
          {(ids) => <TextField {...ids} mono value={draft.id} onChange={onIdChange} />}
        </Field>
      )}
      <div className="wide">
        <Field
          label={t('address')}
          hint={t('addressHint')}
          error={problems?.baseUrl === true ? t('addressWrong') : null}
        >
          {(ids) => (
            <TextField
              {...ids}
              mono
              type="url"
              placeholder="http://127.0.0.1:8000/v1"
              value={draft.baseUrl}
              onChange={(baseUrl) => onChange({ ...draft, baseUrl: baseUrl.trim() })}
            />
          )}
        </Field>
      </div>
      <Field label={t('dialect')} hint={t('dialectHint')}>
        {({ id }) => (
          <Select
            id={id}
            field
            mono
            value={draft.wire}
            options={wires.map((wire) => ({ value: wire, label: wire }))}
            onChange={(wire) => onChange(withWire(draft, wire, preset))}
          />
        )}
      </Field>
      <Field label={t('authLabel')}>
        {({ id }) => (
          <Select
            id={id}
            field
            value={draft.auth}
            options={authChoices.map((auth) => ({
              value: auth,
              label: t(`auth-${auth as 'bearer' | 'x-api-key' | 'api-key' | 'none' | 'native'}`),
            }))}
            onChange={(auth) => onChange({ ...draft, auth })}
          />
        )}
      </Field>
    </div>
  );
}
