import type { ReactNode } from 'react';

/** One setting: its name, its control, and a sentence on what it does. */
export function SettingRow(props: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="set">
      <div className="l">{props.label}</div>
      <div>
        <div className="row g2 set-control">{props.children}</div>
        {props.hint === undefined ? null : <p className="h">{props.hint}</p>}
      </div>
    </div>
  );
}
