import type { ReactNode } from 'react';
import type { RoutingState } from '../../shared/domain/status.ts';
import { routingMarkPaths } from './glyph-paths.tsx';

export function RoutingMark(props: { readonly state: RoutingState }): ReactNode {
  return (
    <svg className="i flip routing-mark" viewBox="0 0 16 16" aria-hidden="true">
      {routingMarkPaths[props.state]}
    </svg>
  );
}
