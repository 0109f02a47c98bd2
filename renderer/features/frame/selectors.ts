import type { RoutingState } from '../../../shared/domain/status.ts';

/** The state that the header shows: a wish that main has not confirmed reads as starting. */
export function shownRouting(state: RoutingState, pending: boolean | null): RoutingState {
  return pending === null ? state : 'starting';
}

/** The switch stands on the wished side while pending, else where main says. */
export function isSwitchOn(state: RoutingState, pending: boolean | null): boolean {
  return pending ?? (state === 'on' || state === 'degraded' || state === 'starting');
}
