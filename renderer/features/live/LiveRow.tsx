import { memo } from 'react';
import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { classes } from '../../ui/classes.ts';
import { Cell } from './Cells.tsx';
import type { Column, ColumnId } from './columns.ts';
import { isInFlight } from './selectors.ts';

interface LiveRowProps {
  readonly row: ExchangeRow;
  /** Place in the whole list, from 0; also its `top`. */
  readonly place: number;
  readonly top: number;
  readonly kept: readonly Column[];
  readonly template: string;
  readonly now: number;
  readonly isSelected: boolean;
  readonly providerName: string | null;
  readonly domId: string;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

const quiet: ReadonlySet<ColumnId> = new Set(['time', 'kind', 'project', 'cached', 'saved']);

export const LiveRow = memo(function LiveRow(props: LiveRowProps): ReactNode {
  const { row, kept } = props;
  const inFlight = isInFlight(row);
  return (
    // The grid has the focus and its keys; a row is its active descendant.
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.place + 2}
      aria-selected={props.isSelected}
      className={classes('live-row', props.isSelected && 'sel')}
      style={{
        gridTemplateColumns: props.template,
        transform: `translateY(${String(props.top)}px)`,
      }}
      onClick={() => props.onSelect(row.id)}
      onDoubleClick={() => props.onOpen(row.id)}
    >
      {kept.map(({ id, end }) => (
        <span
          key={id}
          role="gridcell"
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

/** A finished row does not care what time it is. */
function isSame(before: LiveRowProps, after: LiveRowProps): boolean {
  const keys = Object.keys(after) as (keyof LiveRowProps)[];
  return keys.every(
    (key) => before[key] === after[key] || (key === 'now' && !isInFlight(after.row)),
  );
}
