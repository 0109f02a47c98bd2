import type { ReactNode } from 'react';

/** Nothing here yet: a drawing, one statement, what to do. `track` is the empty line with its points. */
export function EmptyState(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly drawing?: 'track' | 'none';
}): ReactNode {
  return (
    <div className="empty-state">
      {props.drawing === 'track' ? <TrackDrawing /> : null}
      <h2>{props.title}</h2>
      {props.children === undefined ? null : <div className="empty-text">{props.children}</div>}
      {props.actions === undefined ? null : <div className="empty-actions">{props.actions}</div>}
    </div>
  );
}

const sleepers = [16, 34, 52, 70, 88, 106, 124, 142, 160, 178, 196, 214];

function TrackDrawing(): ReactNode {
  return (
    <svg
      className="flip"
      width="232"
      height="64"
      viewBox="0 0 232 64"
      fill="none"
      aria-hidden="true"
    >
      <g stroke="var(--n-300)" strokeWidth="2" strokeLinecap="round">
        {sleepers.map((x) => (
          <path key={x} d={`M${x} 41v14`} />
        ))}
        {sleepers.slice(-3).map((x) => (
          <path key={x} d={`M${x} 9v14`} />
        ))}
      </g>
      <g stroke="var(--n-500)" strokeWidth="2.5" strokeLinecap="round">
        <path d="M4 48h224" />
        <path d="M78 48c48 0 40-32 88-32h62" />
      </g>
      <circle
        cx="78"
        cy="48"
        r="5"
        fill="var(--bg-window)"
        stroke="var(--accent)"
        strokeWidth="2.5"
      />
    </svg>
  );
}
