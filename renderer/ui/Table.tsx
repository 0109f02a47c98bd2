import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export interface Column {
  readonly id: string;
  readonly label: ReactNode;
  /** CSS width; without one the column takes what is left. */
  readonly width?: string;
  readonly align?: 'start' | 'end';
}

/** A data table: fixed columns so that widths stay while numbers change, hairlines, no stripes. */
export function Table(props: {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  /** Runs to the page's edges. */
  readonly bleed?: boolean;
}): ReactNode {
  return (
    <table className={classes('tbl', props.bleed === true && 'bleed')} aria-label={props.label}>
      <colgroup>
        {props.columns.map((column) => (
          <col
            key={column.id}
            style={column.width === undefined ? undefined : { width: column.width }}
          />
        ))}
      </colgroup>
      <thead>
        <tr>
          {props.columns.map((column) => (
            <th key={column.id} scope="col" className={classes(column.align === 'end' && 'end')}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
      {props.foot === undefined ? null : <tfoot>{props.foot}</tfoot>}
    </table>
  );
}

/** One sentence and one action across the whole table. */
export function TableEmpty(props: {
  readonly columns: number;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <tr className="empty-row">
      <td colSpan={props.columns}>{props.children}</td>
    </tr>
  );
}
