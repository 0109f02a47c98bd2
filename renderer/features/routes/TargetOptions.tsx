import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { useMessages } from '../../i18n.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { hasOptions, timeoutKeys, type TargetField } from './target-form.ts';

/** The words of the Messages API; a vendor's own may be typed. */
const efforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** What a target may set besides its model; folded away while it sets none of it. */
export function TargetOptions(props: {
  readonly target: TargetField;
  readonly problem: (name: string) => string | null;
  readonly onChange: (target: TargetField) => void;
}): ReactNode {
  const { target, problem, onChange } = props;
  const t = useMessages(ruleEditor);
  const listId = useId();
  const [isOpen, setOpen] = useState(hasOptions(target));
  const isWrong = timeoutKeys.some((key) => problem(key) !== null);
  return (
    <details
      className="target-options"
      open={isOpen || isWrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="xs t2">{t('targetOptions')}</summary>
      <div className="target-options-row">
        <Field label={t('thinking')}>
          {({ id }) => (
            <Select
              id={id}
              field
              value={target.thinking}
              options={[
                { value: '', label: t('asAskedShort') },
                { value: 'on', label: t('thinkingOn') },
                { value: 'off', label: t('thinkingOff') },
              ]}
              onChange={(thinking) => onChange({ ...target, thinking })}
            />
          )}
        </Field>
        <Field label={t('effort')}>
          {(ids) => (
            <>
              <TextField
                {...ids}
                mono
                list={listId}
                value={target.effort}
                placeholder={t('asAskedShort')}
                onChange={(effort) => onChange({ ...target, effort })}
              />
              <datalist id={listId}>
                {efforts.map((effort) => (
                  <option key={effort} value={effort} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        {timeoutKeys.map((key) => (
          <Field key={key} label={t(key)} error={problem(key)}>
            {(ids) => (
              <TextField
                {...ids}
                mono
                inputMode="decimal"
                title={t('ofProvider')}
                value={target.timeouts[key]}
                onChange={(value) =>
                  onChange({ ...target, timeouts: { ...target.timeouts, [key]: value } })
                }
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  );
}
