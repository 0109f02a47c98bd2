import type { ReactNode } from 'react';
import { formatTokens } from '../format/tokens.ts';
import { Num } from './Values.tsx';

/** What is used of what was agreed; without a limit the figure alone. A full bar is in warn. */
export function Meter(props: {
  readonly label: string;
  readonly used: number;
  readonly limit: number | null;
}): ReactNode {
  const { label, used, limit } = props;
  if (limit === null) return <Num>{formatTokens(used)}</Num>;
  const share = limit === 0 ? 1 : Math.min(1, used / limit);
  return (
    <span className="row meter-row">
      <span
        className="meter"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used, limit)}
      >
        <i data-full={share >= 1} style={{ inlineSize: `${String(Math.round(share * 100))}%` }} />
      </span>
      <Num>
        {formatTokens(used)} / {formatTokens(limit)}
      </Num>
    </span>
  );
}
