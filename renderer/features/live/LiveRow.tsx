import { memo } from 'react';
import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { classes } from '../../ui/classes.ts';
import { Cell } from './Cells.tsx';
import type { LiveColumnId } from '../../../shared/domain/live-view.ts';
import type { Column } from './columns.ts';
import type { PickMode } from './selection.ts';
import { isInFlight } from './selectors.ts';

interface LiveRowProps {
  readonly row: ExchangeRow;
  readonly rowIndex: number;
  readonly top: number;
  readonly kept: readonly Column[];
  readonly template: string;
  readonly now: number;
  readonly isSelected: boolean;
  /** The one that the keys act on. */
  readonly isActive: boolean;
  /** In a tree: below its conversation. */
  readonly level: number | undefined;
  readonly providerName: string | null;
  readonly domId: string;
  readonly onPick: (id: string, mode: PickMode) => void;
  readonly onOpen: (id: string) => void;
}

const quiet: ReadonlySet<LiveColumnId> = new Set([
  'time',
  'kind',
  'rule',
  'project',
  'client',
  'session',
  'id',
  'cached',
  'saved',
]);

export const LiveRow = memo(function LiveRow(props: LiveRowProps): ReactNode {
  const { row, kept } = props;
  const inFlight = isInFlight(row);
  return (
    // The grid has the focus and its keys; a row is its active descendant.
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.rowIndex}
      aria-level={props.level}
      aria-selected={props.isSelected}
      className={classes('live-row', props.isSelected && 'sel', props.isActive && 'active')}
      style={{
        gridTemplateColumns: props.template,
        transform: `translateY(${String(props.top)}px)`,
      }}
      onMouseDown={(event) => {
        // A range of rows is meant, not of text.
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => props.onPick(row.id, modeOf(event))}
      onDoubleClick={() => props.onOpen(row.id)}
    >
      {kept.map(({ id, end }, place) => (
        <span
          key={id}
          role="gridcell"
          aria-colindex={place + 1}
          className={classes(
            end && 'end',
            quiet.has(id) && 't2',
            inFlight && (id === 'took' || (id === 'out' && row.outputSoFar > 0)) && 'running',
          )}
        >
          <Cell column={id} row={row} now={props.now} providerName={props.providerName} />
        </span>
      ))}
    </div>
  );
}, isSame);

function modeOf(event: {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): PickMode {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

/** A finished row does not care what time it is. */
function isSame(before: LiveRowProps, after: LiveRowProps): boolean {
  const keys = Object.keys(after) as (keyof LiveRowProps)[];
  return keys.every(
    (key) => before[key] === after[key] || (key === 'now' && !isInFlight(after.row)),
  );
}
