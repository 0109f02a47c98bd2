import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import type { RoutingState } from '../../../shared/domain/status.ts';

/** Providers whose last test failed, or that miss a key they need. */
export function countUnwell(views: readonly ProviderView[]): number {
  return views.filter((view) => isUnwell(view)).length;
}

function isUnwell(view: ProviderView): boolean {
  if (view.lastTest !== null && view.lastTest.verdict !== 'works') return true;
  const needsKey = !['none', 'native'].includes(view.resolved.auth);
  return needsKey && !view.keys.some((key) => key.present);
}

/** The state that the header shows: a wish that main has not confirmed reads as starting. */
export function shownRouting(state: RoutingState, pending: boolean | null): RoutingState {
  return pending === null ? state : 'starting';
}

/** The switch stands on the wished side while pending, else where main says. */
export function isSwitchOn(state: RoutingState, pending: boolean | null): boolean {
  return pending ?? (state === 'on' || state === 'degraded' || state === 'starting');
}
