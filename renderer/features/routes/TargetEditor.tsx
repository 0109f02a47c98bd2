import { useId } from 'react';
import type { ReactNode } from 'react';
import { reorder } from '../../../shared/domain/rule-order.ts';
import { AS_ASKED, strategies } from '../../../shared/domain/rule.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { ruleEditor } from '../../../shared/i18n/rule-editor.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { Note } from '../../ui/Note.tsx';
import { Select, type Option } from '../../ui/Select.tsx';
import type { RuleForm } from './rule-form.ts';
import { emptyTarget, type TargetField } from './target-form.ts';
import { TargetOptions } from './TargetOptions.tsx';

/** The chain of targets, first choice first. */
export function TargetEditor(props: {
  readonly form: RuleForm;
  readonly problem: (where: string) => string | null;
  readonly onChange: (patch: Partial<RuleForm>) => void;
}): ReactNode {
  const { form, onChange } = props;
  const t = useMessages(ruleEditor);
  const r = useMessages(routes);
  const words = useMessages(vocabulary);
  const views = useProviders((state) => state.views);
  const { targets } = form;
  const empty = props.problem('targets');
  const menu = (place: number): readonly MenuItem[] => {
    const items: MenuItem[] = [];
    const move = (id: string, label: string, to: number): void => {
      items.push({ id, label, onSelect: () => onChange({ targets: reorder(targets, place, to) }) });
    };
    if (place > 0) move('up', r('moveUp'), place - 1);
    if (place < targets.length - 1) move('down', r('moveDown'), place + 1);
    items.push({
      id: 'remove',
      label: r('remove'),
      danger: true,
      onSelect: () => onChange({ targets: targets.filter((_, index) => index !== place) }),
    });
    return items;
  };
  return (
    <>
      {views.length === 0 ? <Note tone="warn">{t('noProviders')}</Note> : null}
      {targets.map((target, place) => (
        <TargetRow
          key={place}
          place={place}
          target={target}
          isWeighted={form.strategy === 'weighted'}
          problem={(name) => props.problem(`target.${String(place)}.${name}`)}
          menu={menu(place)}
          onChange={(next) =>
            onChange({ targets: targets.map((old, index) => (index === place ? next : old)) })
          }
        />
      ))}
      {empty === null ? null : <Note tone="bad">{empty}</Note>}
      <div className="row g5">
        <Button
          size="small"
          icon="plus"
          onClick={() => onChange({ targets: [...targets, emptyTarget()] })}
        >
          {t('addTarget')}
        </Button>
        {targets.length > 1 ? (
          <Select
            label={t('strategy')}
            showLabel
            value={form.strategy}
            options={strategies.map((value) => ({ value, label: words(`strategy-${value}`) }))}
            onChange={(strategy) => onChange({ strategy })}
          />
        ) : null}
      </div>
    </>
  );
}

function TargetRow(props: {
  readonly place: number;
  readonly target: TargetField;
  readonly isWeighted: boolean;
  readonly problem: (name: string) => string | null;
  readonly menu: readonly MenuItem[];
  readonly onChange: (target: TargetField) => void;
}): ReactNode {
  const { target, place, problem, onChange } = props;
  const t = useMessages(ruleEditor);
  const r = useMessages(routes);
  const listId = useId();
  const views = useProviders((state) => state.views);
  const models = views.find((view) => view.id === target.provider)?.resolved.models ?? [];
  return (
    <div className="target">
      <div className="target-row" data-weighted={props.isWeighted}>
        <Field label={t('provider')} error={problem('provider')}>
          {({ id }) => (
            <Select
              id={id}
              field
              value={target.provider}
              options={providerOptions(views, target.provider)}
              onChange={(provider) => onChange({ ...target, provider, model: '' })}
            />
          )}
        </Field>
        <Field label={t('model')} error={problem('model')}>
          {(ids) => (
            <>
              <TextField
                {...ids}
                mono
                list={listId}
                value={target.model}
                onChange={(model) => onChange({ ...target, model })}
              />
              <datalist id={listId}>
                <option value={AS_ASKED}>{t('asAsked')}</option>
                {models.map((model) => (
                  <option key={model.id} value={model.id} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label={t('maxOutput')} error={problem('maxOutputTokens')}>
          {(ids) => (
            <TextField
              {...ids}
              mono
              inputMode="numeric"
              value={target.maxOutputTokens}
              placeholder={t('maxOutputHint')}
              onChange={(maxOutputTokens) => onChange({ ...target, maxOutputTokens })}
            />
          )}
        </Field>
        {props.isWeighted ? (
          <Field label={t('weight')} error={problem('weight')}>
            {(ids) => (
              <TextField
                {...ids}
                mono
                inputMode="numeric"
                value={target.weight}
                placeholder="1"
                onChange={(weight) => onChange({ ...target, weight })}
              />
            )}
          </Field>
        ) : null}
        <span className="target-menu">
          <MenuButton
            label={r('more', { name: `${t('provider')} ${String(place + 1)}` })}
            items={props.menu}
          />
        </span>
      </div>
      <TargetOptions target={target} problem={problem} onChange={onChange} />
    </div>
  );
}

/** A provider that is not set up any more stays to be seen; the empty choice asks for one. */
function providerOptions(
  views: readonly { readonly id: string; readonly resolved: { readonly name: string } }[],
  chosen: string,
): readonly Option<string>[] {
  const options = views.map((view) => ({ value: view.id, label: view.resolved.name }));
  if (views.some((view) => view.id === chosen)) return options;
  return [
    { value: chosen, label: chosen === '' ? '—' : chosen, disabled: chosen === '' },
    ...options,
  ];
}
