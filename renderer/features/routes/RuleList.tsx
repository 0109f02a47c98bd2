import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates } from '@dnd-kit/sortable';
import { unreachableRules } from '../../../shared/domain/rule-reach.ts';
import type { RuleHits as Hits } from '../../../shared/domain/rule-hits.ts';
import { NO_RULE, type Rule } from '../../../shared/domain/rule.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import type { ProfileView } from '../../../shared/ipc/contract.ts';
import { useMessages } from '../../i18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { RuleHits } from './RuleHits.tsx';
import { RuleRow, type RuleActions, type Unreachable } from './RuleRow.tsx';

interface RuleListProps {
  readonly profileId: string;
  readonly rules: readonly Rule[];
  readonly hits: ProfileView['hits'];
  readonly selectedId: string | null;
  readonly now: number;
  readonly onSelect: (id: string) => void;
  readonly onEdit: (id: string) => void;
  readonly onDuplicate: (id: string) => void;
  readonly onRemove: (id: string) => void;
  readonly onSwitch: (id: string, enabled: boolean) => void;
  readonly onMove: (from: number, to: number) => void;
}

interface InHand {
  readonly from: number;
  readonly to: number;
}

/** Rows stay where they are while one is in hand; a line shows where it will land. */
const stayPut = (): null => null;

/** The rules in order. Pointer, arrow keys on the handle and Alt with arrows on the row all end in `onMove`. */
export function RuleList(props: RuleListProps): ReactNode {
  const { rules, onMove } = props;
  const t = useMessages(routes);
  const [inHand, setInHand] = useState<InHand | null>(null);
  const [spoken, setSpoken] = useState('');
  const { list, focusLater } = useRowFocus(rules);
  const unreachable = useMemo(() => unreachableOf(rules), [rules]);
  const ids = useMemo(() => rules.map((rule) => rule.id), [rules]);
  const placeOf = (id: unknown): number => ids.indexOf(String(id));
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const actions = useRowActions(props, setSpoken, focusLater);
  const onDragEnd = ({ active, over }: DragEndEvent): void => {
    setInHand(null);
    const from = placeOf(active.id);
    const to = placeOf(over?.id);
    if (from >= 0 && to >= 0) onMove(from, to);
  };
  return (
    <>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{
          announcements: useAnnouncements(rules),
          screenReaderInstructions: { draggable: t('dragHelp') },
        }}
        onDragStart={({ active }) =>
          setInHand({ from: placeOf(active.id), to: placeOf(active.id) })
        }
        onDragOver={({ active, over }) =>
          setInHand({ from: placeOf(active.id), to: placeOf((over ?? active).id) })
        }
        onDragCancel={() => setInHand(null)}
        onDragEnd={onDragEnd}
      >
        <SortableContext items={ids} strategy={stayPut}>
          <ol ref={list} className="rules" aria-label={t('rules')}>
            {rules.map((rule, index) => (
              <RuleRow
                key={rule.id}
                profileId={props.profileId}
                rule={rule}
                index={index}
                count={rules.length}
                hits={props.hits[rule.id] ?? null}
                unreachable={unreachable.get(rule.id) ?? null}
                isSelected={rule.id === props.selectedId}
                isTabStop={index === Math.max(0, placeOf(props.selectedId))}
                dropEdge={dropEdge(inHand, index)}
                toPlace={inHand?.from === index ? inHand.to + 1 : null}
                now={props.now}
                actions={actions}
              />
            ))}
            <LastLine
              profileId={props.profileId}
              hits={props.hits[NO_RULE] ?? null}
              now={props.now}
            />
          </ol>
        </SortableContext>
      </DndContext>
      <p className="visually-hidden" role="status" aria-live="assertive">
        {spoken}
      </p>
    </>
  );
}

function dropEdge(inHand: InHand | null, index: number): 'before' | 'after' | null {
  if (inHand?.to !== index || inHand.from === index) return null;
  return inHand.to < inHand.from ? 'before' : 'after';
}

function unreachableOf(rules: readonly Rule[]): ReadonlyMap<string, Unreachable> {
  const place = new Map(rules.map((rule, index) => [rule.id, index + 1]));
  return new Map(
    unreachableRules({ rules }).map(({ rule, by }): [string, Unreachable] => [
      rule,
      by === null ? 'self' : (place.get(by) ?? 'self'),
    ]),
  );
}

/** One object for all rows, so that a row is drawn anew only for what it shows. */
function useRowActions(
  props: RuleListProps,
  speak: (words: string) => void,
  focusLater: (id: string) => void,
): RuleActions {
  const { rules, onSelect, onEdit, onDuplicate, onRemove, onSwitch, onMove } = props;
  const t = useMessages(routes);
  return useMemo(
    () => ({
      select: onSelect,
      edit: onEdit,
      duplicate: onDuplicate,
      remove: onRemove,
      switchOn: onSwitch,
      moveTo: (id, to) => {
        const from = rules.findIndex((rule) => rule.id === id);
        const place = Math.max(0, Math.min(to, rules.length - 1));
        const rule = rules[from];
        if (rule === undefined) return;
        onMove(from, place);
        focusLater(id);
        speak(
          t('announceMoved', {
            name: rule.name ?? rule.id,
            place: place + 1,
            count: rules.length,
          }),
        );
      },
      focusPlace: (place) => {
        const rule = rules[Math.max(0, Math.min(place, rules.length - 1))];
        if (rule === undefined) return;
        onSelect(rule.id);
        focusLater(rule.id);
      },
    }),
    [rules, onSelect, onEdit, onDuplicate, onRemove, onSwitch, onMove, speak, focusLater, t],
  );
}

/** Moving a row's element in the document takes its focus; this gives it back after the list was drawn. */
function useRowFocus(rules: readonly Rule[]): {
  readonly list: RefObject<HTMLOListElement | null>;
  readonly focusLater: (id: string) => void;
} {
  const list = useRef<HTMLOListElement>(null);
  const [wanted, setWanted] = useState<{ readonly id: string } | null>(null);
  const focusLater = useCallback((id: string): void => setWanted({ id }), []);
  useLayoutEffect(() => {
    if (wanted === null) return;
    const rows = list.current?.querySelectorAll<HTMLElement>('[data-rule]') ?? [];
    [...rows].find((row) => row.dataset['rule'] === wanted.id)?.focus();
    // `rules` too: the row may have moved after it was first focused.
  }, [wanted, rules]);
  return { list, focusLater };
}

/** What a screen reader hears of a drag by the handle. */
function useAnnouncements(rules: readonly Rule[]): Announcements {
  const t = useMessages(routes);
  return useMemo(() => {
    const values = (
      id: unknown,
      over: unknown,
    ): { readonly name: string; readonly place: number; readonly count: number } => {
      const rule = rules.find((other) => other.id === id);
      const place = rules.findIndex((other) => other.id === (over ?? id)) + 1;
      return { name: rule?.name ?? String(id), place, count: rules.length };
    };
    return {
      onDragStart: ({ active }) => t('announceLifted', values(active.id, null)),
      onDragOver: ({ active, over }) => t('announceMoved', values(active.id, over?.id)),
      onDragEnd: ({ active, over }) => t('announceDropped', values(active.id, over?.id)),
      onDragCancel: ({ active }) => t('announceCancelled', values(active.id, null)),
    };
  }, [rules, t]);
}

/** What happens when no rule matches: always there, so that nothing is left to guess. */
function LastLine(props: {
  readonly profileId: string;
  readonly hits: Hits | null;
  readonly now: number;
}): ReactNode {
  const t = useMessages(routes);
  return (
    <li className="rule rule-last">
      <div className="row g2">
        <span className="t2">{t('noRuleMatches')}</span>
        <Icon name="arrow" size="small" />
        <ProviderMark name="Anthropic" size="small" />
        <span className="t2">{t('untouched')}</span>
      </div>
      {props.hits === null ? null : <RuleHits {...props} ruleId={NO_RULE} />}
    </li>
  );
}
