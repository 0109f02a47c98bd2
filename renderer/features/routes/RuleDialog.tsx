import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { Rule } from '../../../shared/domain/rule.ts';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { ConditionEditor } from './ConditionEditor.tsx';
import type { FormProblems } from './form-problems.ts';
import { readForm, type RuleForm } from './rule-form.ts';
import { TargetEditor } from './TargetEditor.tsx';

/** Name, conditions and action of one rule. Applying changes the draft; saving is the page's. */
export function RuleDialog(props: {
  readonly form: RuleForm;
  readonly isNew: boolean;
  readonly onApply: (rule: Rule) => void;
  readonly onClose: () => void;
}): ReactNode {
  const t = useMessages(ruleEditor);
  const [form, setForm] = useState(props.form);
  // Nothing is called wrong before the person says that it is finished.
  const [problems, setProblems] = useState<FormProblems>({});
  const change = (patch: Partial<RuleForm>): void => {
    const next = { ...form, ...patch };
    setForm(next);
    if (Object.keys(problems).length === 0) return;
    const read = readForm(next);
    setProblems(read.ok ? {} : read.problems);
  };
  const apply = (): void => {
    const read = readForm(form);
    if (read.ok) props.onApply(read.rule);
    else setProblems(read.problems);
  };
  const problem = (where: string): string | null => {
    const key = problems[where];
    return key === undefined ? null : t(key);
  };
  return (
    <Dialog
      title={props.isNew ? t('dialogAdd') : t('dialogEdit')}
      width="wide"
      closeLabel={t('close')}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
          <Button variant="primary" onClick={apply}>
            {t('apply')}
          </Button>
        </>
      }
    >
      <form
        className="rule-form"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <Field label={t('name')} error={problem('name')}>
          {(ids) => (
            <TextField
              {...ids}
              value={form.name}
              placeholder={t('nameExample')}
              onChange={(name) => change({ name })}
            />
          )}
        </Field>
        <ConditionEditor form={form} problem={problem} onChange={change} />
        <ActionEditor form={form} problem={problem} onChange={change} />
        {/* Enter in any field applies. */}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}

function ActionEditor(props: {
  readonly form: RuleForm;
  readonly problem: (where: string) => string | null;
  readonly onChange: (patch: Partial<RuleForm>) => void;
}): ReactNode {
  const { form, problem, onChange } = props;
  const t = useMessages(ruleEditor);
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="rule-form-part">
      <div className="row">
        <h3 id={headingId} className="b">
          {t('action')}
        </h3>
        <Segment
          label={t('action')}
          value={form.action}
          choices={[
            { value: 'targets', label: t('actionTargets') },
            { value: 'native', label: t('actionNative') },
            { value: 'refuse', label: t('actionRefuse') },
          ]}
          onChange={(action) => onChange({ action })}
        />
      </div>
      {form.action === 'targets' ? <TargetEditor {...props} /> : null}
      {form.action === 'refuse' ? (
        <Field label={t('refuseMessage')} error={problem('refuse')}>
          {(ids) => (
            <TextField
              {...ids}
              value={form.refuse}
              placeholder={t('refuseExample')}
              onChange={(refuse) => onChange({ refuse })}
            />
          )}
        </Field>
      ) : null}
    </section>
  );
}
