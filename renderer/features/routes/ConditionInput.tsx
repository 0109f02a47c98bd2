import type { ReactNode } from 'react';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { useMessages } from '../../i18n.tsx';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/Field.tsx';
import { conditionChoices, conditionInputs, type ConditionField } from './condition-form.ts';

/** What one condition is filled in with. */
export function ConditionInput(props: {
  readonly field: ConditionField;
  readonly name: string;
  readonly onChange: (field: ConditionField) => void;
}): ReactNode {
  const { field, name, onChange } = props;
  const t = useMessages(ruleEditor);
  switch (conditionInputs[field.key]) {
    case 'choices':
      return <Choices {...props} />;
    case 'words':
      return (
        <TextField
          mono
          value={field.words}
          aria-label={name}
          title={t('listHint')}
          placeholder={examples[field.key] ?? ''}
          onChange={(words) => onChange({ ...field, words })}
        />
      );
    case 'range':
    case 'times':
      return <Bounds {...props} />;
    case 'flag':
      return <span />;
  }
}

const examples: Readonly<Partial<Record<ConditionField['key'], string>>> = {
  model: 'claude-haiku-*',
  effort: 'high, max',
  toolNames: 'WebSearch, mcp__*',
  project: '~/work/**',
};

function Choices(props: {
  readonly field: ConditionField;
  readonly name: string;
  readonly onChange: (field: ConditionField) => void;
}): ReactNode {
  const { field, onChange } = props;
  const words = useMessages(vocabulary);
  const label = (value: string): string => {
    if (field.key === 'kind') return words(`kind-${value as 'main'}`);
    return field.key === 'client' ? words(`client-${value as 'other'}`) : value;
  };
  return (
    <div className="choices" role="group" aria-label={props.name}>
      {(conditionChoices[field.key] ?? []).map((value) => {
        const isChosen = field.chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            aria-pressed={isChosen}
            className={classes('chip choice', isChosen && 'acc')}
            onClick={() =>
              onChange({
                ...field,
                chosen: isChosen
                  ? field.chosen.filter((other) => other !== value)
                  : [...field.chosen, value],
              })
            }
          >
            {label(value)}
          </button>
        );
      })}
    </div>
  );
}

function Bounds(props: {
  readonly field: ConditionField;
  readonly onChange: (field: ConditionField) => void;
}): ReactNode {
  const { field, onChange } = props;
  const t = useMessages(ruleEditor);
  const isTime = conditionInputs[field.key] === 'times';
  const from = isTime ? t('from') : t('atLeast');
  const to = isTime ? t('to') : t('atMost');
  return (
    <span className="bounds xs">
      <span className="t3">{from}</span>
      <TextField
        mono
        value={field.from}
        aria-label={from}
        placeholder={isTime ? '22:00' : ''}
        inputMode={isTime ? 'text' : 'numeric'}
        onChange={(value) => onChange({ ...field, from: value })}
      />
      <span className="t3">{to}</span>
      <TextField
        mono
        value={field.to}
        aria-label={to}
        placeholder={isTime ? '07:00' : ''}
        inputMode={isTime ? 'text' : 'numeric'}
        onChange={(value) => onChange({ ...field, to: value })}
      />
    </span>
  );
}
