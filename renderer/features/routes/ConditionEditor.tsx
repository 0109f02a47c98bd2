import { useId } from 'react';
import type { ReactNode } from 'react';
import { routes } from '../../../shared/i18n/routes.ts';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { useMessages } from '../../i18n.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Select } from '../../ui/Select.tsx';
import {
  conditionKeys,
  emptyField,
  emptyGroup,
  type ConditionField,
  type ConditionGroup,
} from './condition-form.ts';
import { ConditionInput } from './ConditionInput.tsx';
import { conditionWords } from './Conditions.tsx';

type Problem = (where: string) => string | null;

/** One row per condition; all of them must hold. */
export function ConditionEditor(props: {
  readonly form: ConditionGroup;
  readonly problem: Problem;
  readonly onChange: (patch: Partial<ConditionGroup>) => void;
}): ReactNode {
  const t = useMessages(ruleEditor);
  const headingId = useId();
  const { form } = props;
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
      <Group group={form} problem={props.problem} isOutermost onChange={props.onChange} />
    </section>
  );
}

/** The rows of a group, then its exception: the same again. */
function Group(props: {
  readonly group: ConditionGroup;
  readonly problem: Problem;
  readonly isOutermost?: boolean;
  readonly onChange: (patch: Partial<ConditionGroup>) => void;
}): ReactNode {
  const { group, problem, onChange } = props;
  const t = useMessages(ruleEditor);
  const r = useMessages(routes);
  const { conditions, except } = group;
  const replace = (place: number, field: ConditionField | null): void =>
    onChange({
      conditions: conditions.flatMap((old, index) =>
        index === place ? (field === null ? [] : [field]) : [old],
      ),
    });
  const used = new Set(conditions.map((field) => field.key));
  const free = conditionKeys.filter((key) => !used.has(key));
  return (
    <>
      {conditions.map((field, place) => (
        <ConditionRow
          key={`${field.key}-${String(place)}`}
          field={field}
          error={problem(`condition.${String(place)}`)}
          onChange={(next) => replace(place, next)}
        />
      ))}
      <span className="row g2">
        <MenuButton
          variant="default"
          size="small"
          icon="down"
          text={t('addCondition')}
          label={t('addCondition')}
          items={free.map((key) => ({
            id: key,
            label: r(conditionWords[key]),
            onSelect: () => onChange({ conditions: [...conditions, emptyField(key)] }),
          }))}
        />
        {props.isOutermost === true && except === null ? (
          <Button size="small" variant="ghost" onClick={() => onChange({ except: emptyGroup })}>
            {t('addException')}
          </Button>
        ) : null}
      </span>
      {except === null ? null : (
        <Exception
          group={except}
          problem={problem}
          onChange={(next) => onChange({ except: next })}
        />
      )}
    </>
  );
}

function Exception(props: {
  readonly group: ConditionGroup;
  readonly problem: Problem;
  readonly onChange: (group: ConditionGroup | null) => void;
}): ReactNode {
  const { group, problem, onChange } = props;
  const t = useMessages(ruleEditor);
  const error = problem('except');
  return (
    <div role="group" aria-label={t('except')} className="condition-except">
      <div className="row">
        <h4 className="xs b grow">{t('except')}</h4>
        <IconButton
          size="small"
          icon="close"
          label={t('removeException')}
          onClick={() => onChange(null)}
        />
      </div>
      <Group
        group={group}
        problem={(where) => problem(`except.${where}`)}
        onChange={(patch) => onChange({ ...group, ...patch })}
      />
      {error === null ? null : (
        <p className="row g2 bad xs" role="alert">
          <Glyph name="bad" />
          {error}
        </p>
      )}
    </div>
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
