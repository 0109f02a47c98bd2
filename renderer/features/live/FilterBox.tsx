import { useDeferredValue, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { nearest } from '../../../shared/base/nearest.ts';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { filterKeys, type FilterProblem } from '../../../shared/domain/traffic-filter.ts';
import { liveFilter } from '../../../shared/i18n/live-filter.ts';
import { useMessages } from '../../i18n.tsx';
import { formatCount } from '../../format/tokens.ts';
import { IconButton } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { TextField } from '../../ui/Field.tsx';
import { applyCompletion, completeFilter, type CompletionItem } from './completion.ts';
import { useNameOf } from './row-rule.ts';
import type { Filter } from './filter.ts';
import type { ShownCount } from './shown-list.ts';

interface FilterBoxProps {
  readonly text: string;
  readonly filter: Filter;
  readonly count: ShownCount;
  /** Where values are proposed from; read only while the list of proposals is open. */
  readonly rows: () => Iterable<ExchangeRow>;
  readonly onChange: (text: string) => void;
}

/** The filter with its proposals, how many rows it leaves, and what in it means nothing. */
export function FilterBox(props: FilterBoxProps): ReactNode {
  const { text, filter, onChange } = props;
  const t = useMessages(liveFilter);
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [put, setPut] = useState<{ readonly at: number } | null>(null);
  // React sets the value first; then the caret can stand in it.
  useLayoutEffect(() => {
    if (put !== null) box.current?.setSelectionRange(put.at, put.at);
  }, [put]);
  const completion = useCompletion(props, caret, (next, at) => {
    onChange(next);
    setCaret(at);
    setPut({ at });
  });
  // What is being typed is not wrong yet.
  const problem = filter.problems.find(({ end }) => caret === null || end !== caret);
  const isOpen = completion.items.length > 0;
  return (
    <div className="live-filter grow">
      <TextField
        ref={box}
        soft
        // The hint is a sentence in the window's language; what is typed is the machine's.
        mono={text !== ''}
        icon="filter"
        value={text}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={completion.at < 0 ? undefined : `${id}-${String(completion.at)}`}
        aria-invalid={problem === undefined ? undefined : true}
        placeholder={t('filterExample')}
        aria-label={t('filter')}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        title="Ctrl F"
        onChange={(next) => {
          onChange(next);
          setCaret(box.current?.selectionStart ?? next.length);
        }}
        onClick={() => setCaret(text === '' ? null : (box.current?.selectionStart ?? null))}
        onBlur={() => setCaret(null)}
        onKeyDown={(event) => {
          if (completion.onKey(event)) return;
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            setCaret(box.current?.selectionStart ?? text.length);
          }
          if (event.key !== 'Escape' || (text === '' && !isOpen)) return;
          event.stopPropagation();
          if (isOpen) setCaret(null);
          else onChange('');
        }}
        trailing={
          filter.isEmpty ? null : (
            <>
              <Count {...props.count} />
              <IconButton
                icon="close"
                size="small"
                label={t('clearFilter')}
                onClick={() => onChange('')}
              />
            </>
          )
        }
      />
      <Proposals
        id={id}
        items={completion.items}
        at={completion.at}
        onChoose={completion.onChoose}
      />
      {problem === undefined || isOpen ? null : <Problem id={`${id}-problem`} problem={problem} />}
    </div>
  );
}

function Count(props: ShownCount): ReactNode {
  const t = useMessages(liveFilter);
  const { shown, isShownLeast, total, isTotalLeast } = props;
  const words =
    shown === 0 && isShownLeast
      ? ''
      : t('shownOf', { shown: atLeast(shown, isShownLeast), total: atLeast(total, isTotalLeast) });
  return (
    <span className="t3 xs nowrap" role="status">
      {words}
    </span>
  );
}

/** Isolated left to right, so that the plus stands behind its number in every language. */
function atLeast(count: number, isLeast: boolean): string {
  return isLeast ? `\u2066${formatCount(count)}+\u2069` : formatCount(count);
}

interface OpenCompletion {
  readonly items: readonly CompletionItem[];
  /** The one that Enter takes; -1: none yet. */
  readonly at: number;
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onChoose: (item: CompletionItem) => void;
}

function useCompletion(
  { text, rows }: FilterBoxProps,
  caret: number | null,
  onText: (text: string, caret: number) => void,
): OpenCompletion {
  const deferred = useDeferredValue(text);
  const nameOf = useNameOf();
  const completion = useMemo(
    () => (caret === null ? null : completeFilter(deferred, caret, rows, nameOf)),
    [deferred, caret, rows, nameOf],
  );
  const [chosen, setChosen] = useState({ of: completion, at: -1 });
  const at = chosen.of === completion ? chosen.at : -1;
  const items = completion?.items ?? [];
  const onChoose = (item: CompletionItem): void => {
    if (completion === null || deferred !== text) return;
    const next = applyCompletion(text, completion, item);
    onText(next.text, next.caret);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (items.length === 0 || event.nativeEvent.isComposing) return false;
    if (step !== 0) {
      const from = at < 0 && step < 0 ? items.length : at;
      setChosen({ of: completion, at: (from + step + items.length) % items.length });
    } else {
      const item = items[takenBy(event, at, text)];
      if (item === undefined) return false;
      onChoose(item);
    }
    event.preventDefault();
    return true;
  };
  return { items, at, onKey, onChoose };
}

/** Enter takes what was chosen, Tab the first too; where nothing was begun it goes on to the next control. */
function takenBy({ key, shiftKey }: KeyboardEvent, at: number, text: string): number {
  if (key === 'Enter') return at;
  if (key !== 'Tab' || shiftKey || (at < 0 && text.trim() === '')) return -1;
  return Math.max(0, at);
}

function Proposals(props: {
  readonly id: string;
  readonly items: readonly CompletionItem[];
  readonly at: number;
  readonly onChoose: (item: CompletionItem) => void;
}): ReactNode {
  const t = useMessages(liveFilter);
  const { id, items, at } = props;
  return (
    <ul
      id={`${id}-list`}
      className="menu live-proposals"
      role="listbox"
      aria-label={t('proposals')}
      hidden={items.length === 0}
    >
      {items.map((item, place) => (
        // The box has the focus and its keys; an option is its active descendant.
        <li
          key={item.insert}
          id={`${id}-${String(place)}`}
          role="option"
          aria-selected={place === at}
          ref={place === at ? scrollIntoSight : undefined}
          className={classes('mi', place === at && 'on')}
          onPointerDown={(event) => {
            event.preventDefault();
            props.onChoose(item);
          }}
        >
          <span className="mono cut" dir="ltr">
            {item.label}
          </span>
          <span className="push xs hint">
            {item.key === null ? null : t(`key-${item.key}` as 'key-state')}
            {item.name === undefined ? null : (
              <>
                <bdi>{item.name}</bdi>
                {item.count === null ? null : ' · '}
              </>
            )}
            {item.count === null ? null : t('inRows', { count: item.count })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function scrollIntoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function Problem(props: { readonly id: string; readonly problem: FilterProblem }): ReactNode {
  const t = useMessages(liveFilter);
  const { code, found } = props.problem;
  const known = code === 'unknown-key' ? nearest(found, filterKeys) : null;
  return (
    <p id={props.id} className="live-filter-message warn xs" role="status">
      <Glyph name="warn" />
      <span>
        {t(`problem-${code}`, { found })}
        {known === null ? null : ` ${t('didYouMean', { known })}`}
      </span>
    </p>
  );
}
