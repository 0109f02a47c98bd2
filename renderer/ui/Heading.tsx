import type { ReactNode } from 'react';

/** A page's own title row. */
export function PageTitle(props: {
  readonly title: ReactNode;
  readonly sub?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  return (
    <div className="title">
      <h1>{props.title}</h1>
      {props.sub === undefined ? null : <span className="sub">{props.sub}</span>}
      {props.actions === undefined ? null : <span className="push row g2">{props.actions}</span>}
    </div>
  );
}

/** A section's heading with what explains it and, at the end, what acts on it. */
export function SectionTitle(props: {
  readonly title: ReactNode;
  readonly sub?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  return (
    <div className="h2">
      <h2>{props.title}</h2>
      {props.sub === undefined ? null : <span className="sub">{props.sub}</span>}
      {props.actions === undefined ? null : <span className="push row g2">{props.actions}</span>}
    </div>
  );
}
