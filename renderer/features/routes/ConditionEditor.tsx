import { useId } from 'react';
import type { ReactNode } from 'react';
import { routes } from '../../../shared/i18n/routes.ts';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { useMessages } from '../../i18n.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/Field.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { Conditions, conditionWords } from './Conditions.tsx';
import {
  conditionChoices,
  conditionInputs,
  conditionKeys,
  emptyField,
  type ConditionField,
  type RuleForm,
} from './rule-form.ts';

/** One row per condition; all of them must hold. */
export function ConditionEditor(props: {
  readonly form: RuleForm;
  readonly problem: (where: string) => string | null;
  readonly onChange: (patch: Partial<RuleForm>) => void;
}): ReactNode {
  const { form, onChange } = props;
  const t = useMessages(ruleEditor);
  const r = useMessages(routes);
  const headingId = useId();
  const replace = (place: number, field: ConditionField | null): void =>
    onChange({
      conditions: form.conditions.flatMap((old, index) =>
        index === place ? (field === null ? [] : [field]) : [old],
      ),
    });
  const used = new Set(form.conditions.map((field) => field.key));
  const free = conditionKeys.filter((key) => !used.has(key));
  return (
    <section aria-labelledby={headingId} className="rule-form-part">
      <div className="row">
        <h3 id={headingId} className="b">
          {t('conditions')}
        </h3>
        <span className="t3 xs">
          {form.conditions.length === 0 ? t('noConditions') : t('conditionsHint')}
        </span>
      </div>
      {form.conditions.map((field, place) => (
        <ConditionRow
          key={`${field.key}-${String(place)}`}
          field={field}
          error={props.problem(`condition.${String(place)}`)}
          onChange={(next) => replace(place, next)}
        />
      ))}
      {form.keptNot === null ? null : (
        <div className="row g2 xs">
          <Conditions when={{ not: form.keptNot }} />
          <IconButton
            size="small"
            icon="close"
            label={t('removeCondition', { name: r('not') })}
            onClick={() => onChange({ keptNot: null })}
          />
        </div>
      )}
      <span>
        <MenuButton
          variant="default"
          size="small"
          icon="down"
          text={t('addCondition')}
          label={t('addCondition')}
          items={free.map((key) => ({
            id: key,
            label: r(conditionWords[key]),
            onSelect: () => onChange({ conditions: [...form.conditions, emptyField(key)] }),
          }))}
        />
      </span>
    </section>
  );
}

function ConditionRow(props: {
  readonly field: ConditionField;
  readonly error: string | null;
  readonly onChange: (field: ConditionField | null) => void;
}): ReactNode {
  const { field, error, onChange } = props;
  const t = useMessages(ruleEditor);
  const r = useMessages(routes);
  const errorId = useId();
  const name = r(conditionWords[field.key]);
  return (
    <div
      className="condition-row"
      role="group"
      aria-label={name}
      aria-describedby={error === null ? undefined : errorId}
    >
      <span className="xs condition-name">{name}</span>
      <Select
        label={t('negate', { name })}
        value={field.negated ? 'not' : 'is'}
        options={[
          { value: 'is', label: t('is') },
          { value: 'not', label: t('isNot') },
        ]}
        onChange={(value) => onChange({ ...field, negated: value === 'not' })}
      />
      <ConditionInput field={field} name={name} onChange={onChange} />
      <IconButton
        size="small"
        icon="close"
        label={t('removeCondition', { name })}
        onClick={() => onChange(null)}
      />
      {error === null ? null : (
        <p id={errorId} className="condition-error bad xs" role="alert">
          <Glyph name="bad" />
          {error}
        </p>
      )}
    </div>
  );
}

function ConditionInput(props: {
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
