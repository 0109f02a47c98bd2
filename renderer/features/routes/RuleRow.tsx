import { memo } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { RuleHits as Hits } from '../../../shared/domain/rule-hits.ts';
import type { Rule } from '../../../shared/domain/rule.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { useMessages } from '../../i18n.tsx';
import { classes } from '../../ui/classes.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Chain } from './Chain.tsx';
import { Conditions } from './Conditions.tsx';
import { RuleHits } from './RuleHits.tsx';

/** Why a rule can never be reached: the place of the one that takes all of it, or `self`. */
export type Unreachable = number | 'self' | null;

export interface RuleActions {
  readonly select: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly duplicate: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly switchOn: (id: string, enabled: boolean) => void;
  /** Moves to a place (from 0), announces it and keeps the focus. */
  readonly moveTo: (id: string, to: number) => void;
  readonly focusPlace: (place: number) => void;
}

interface RuleRowProps {
  readonly profileId: string;
  readonly rule: Rule;
  readonly index: number;
  readonly count: number;
  readonly hits: Hits | null;
  readonly unreachable: Unreachable;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  /** The edge of this row where the rule in hand will land. */
  readonly dropEdge: 'before' | 'after' | null;
  /** Place (from 1) that the rule in hand would take; only for the row in hand. */
  readonly toPlace: number | null;
  readonly now: number;
  readonly actions: RuleActions;
}

export const RuleRow = memo(function RuleRow(props: RuleRowProps): ReactNode {
  const { rule, index, actions, dropEdge } = props;
  const t = useMessages(routes);
  const name = rule.name ?? rule.id;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging, transform } =
    useSortable({ id: rule.id });
  return (
    <li
      ref={setNodeRef}
      className={classes(
        'rule',
        props.isSelected && !isDragging && 'sel',
        !rule.enabled && 'off',
        isDragging && 'drag',
        dropEdge !== null && `drop-${dropEdge}`,
      )}
      style={{ transform: CSS.Translate.toString(transform) }}
      data-rule={rule.id}
      aria-label={name}
      aria-current={props.isSelected || undefined}
      // The row answers Alt with arrows, Space and Enter; its controls have their own stops.
      tabIndex={props.isTabStop ? 0 : -1}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) onRowKey(event, props);
      }}
      onFocus={() => {
        actions.select(rule.id);
      }}
      onDoubleClick={() => {
        actions.edit(rule.id);
      }}
    >
      <button
        type="button"
        className="grip"
        aria-label={t('drag', { name })}
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
      >
        <Icon name="grip" />
      </button>
      <span className="ix num">{index + 1}</span>
      <Switch
        small
        checked={rule.enabled}
        label={t('switchRule', { name })}
        onChange={(enabled) => actions.switchOn(rule.id, enabled)}
      />
      <div className="rule-main">
        <NameLine {...props} name={name} />
        <div className="body">
          <Conditions when={rule.when} />
          <Chain action={rule.then} />
        </div>
      </div>
      <RuleHits profileId={props.profileId} ruleId={rule.id} hits={props.hits} now={props.now} />
      <RowMenu {...props} name={name} />
    </li>
  );
});

function onRowKey(event: KeyboardEvent, props: RuleRowProps): void {
  const { rule, index, actions } = props;
  const step = { ArrowUp: -1, k: -1, ArrowDown: 1, j: 1 }[event.key];
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
    actions.moveTo(rule.id, index + (step ?? 0));
  else if (event.altKey || event.ctrlKey || event.metaKey) return;
  else if (step !== undefined) actions.focusPlace(index + step);
  else if (event.key === 'Home') actions.focusPlace(0);
  else if (event.key === 'End') actions.focusPlace(props.count - 1);
  else if (event.key === ' ') actions.switchOn(rule.id, !rule.enabled);
  else if (event.key === 'Enter') actions.edit(rule.id);
  else return;
  event.preventDefault();
}

function NameLine(props: RuleRowProps & { readonly name: string }): ReactNode {
  const { rule, unreachable, actions } = props;
  const t = useMessages(routes);
  const words = useMessages(vocabulary);
  const strategy = 'targets' in rule.then ? rule.then.strategy : 'failover';
  return (
    <div className="name">
      <b>
        <bdi>{props.name}</bdi>
      </b>
      {strategy === 'failover' ? null : (
        <span className="t3 xs">{words(`strategy-${strategy}`)}</span>
      )}
      {props.toPlace === null ? null : (
        <span className="t3 xs">{t('toPlace', { place: props.toPlace, count: props.count })}</span>
      )}
      {unreachable === null ? null : (
        <span className="rule-warning warn xs">
          <Glyph name="warn" />
          {unreachable === 'self' ? (
            t('contradicts')
          ) : (
            <>
              {t('neverReached', { place: unreachable })}{' '}
              <button
                type="button"
                className="link"
                onClick={() => actions.moveTo(rule.id, unreachable - 1)}
              >
                {t('moveAbove', { place: unreachable })}
              </button>
            </>
          )}
        </span>
      )}
    </div>
  );
}

function RowMenu(props: RuleRowProps & { readonly name: string }): ReactNode {
  const { rule, index, count, actions } = props;
  const t = useMessages(routes);
  const items: MenuItem[] = [
    { id: 'edit', label: t('edit'), shortcut: 'Enter', onSelect: () => actions.edit(rule.id) },
    { id: 'duplicate', label: t('duplicate'), onSelect: () => actions.duplicate(rule.id) },
  ];
  if (index > 0)
    items.push({
      id: 'up',
      label: t('moveUp'),
      shortcut: 'Alt ↑',
      onSelect: () => actions.moveTo(rule.id, index - 1),
    });
  if (index < count - 1)
    items.push({
      id: 'down',
      label: t('moveDown'),
      shortcut: 'Alt ↓',
      onSelect: () => actions.moveTo(rule.id, index + 1),
    });
  items.push({
    id: 'remove',
    label: t('remove'),
    danger: true,
    separatorBefore: true,
    onSelect: () => actions.remove(rule.id),
  });
  return <MenuButton size="small" label={t('more', { name: props.name })} items={items} />;
}
