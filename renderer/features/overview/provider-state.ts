import type { GatewayHealth } from '../../../shared/domain/gateway-health.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { stateOf, type ShownState } from '../../format/provider-state.ts';

export interface FlowState {
  readonly glyph: ShownState['glyph'];
  readonly word: ShownState['word'] | 'lastRequestFailed';
}

/** As the Providers page has it; requests of today say more than no test. `native` has no view: it is the client's own way. */
export function flowState(
  view: ProviderView | null,
  health: GatewayHealth,
  lastFailed: boolean,
): FlowState {
  const known = view === null ? null : stateOf(view, health);
  if (known?.glyph === 'warn') return known;
  if (lastFailed) return { glyph: 'warn', word: 'lastRequestFailed' };
  return { glyph: 'ok', word: 'healthy' };
}
