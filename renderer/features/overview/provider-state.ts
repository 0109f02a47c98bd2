import type { GatewayHealth } from '../../../shared/domain/gateway-health.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { stateOf, type ShownState } from '../../format/provider-state.ts';
import type { ProviderLine } from './summary.ts';

export interface FlowState {
  readonly glyph: ShownState['glyph'];
  readonly word: ShownState['word'] | 'lastRequestFailed';
}

/** As the Providers page has it; requests of today say more than no test. `native` has no view: it is the client's own way. */
export function flowState(
  view: ProviderView | null,
  health: GatewayHealth,
  last: ProviderLine['last'],
): FlowState {
  const known = view === null ? null : stateOf(view, health);
  if (known?.glyph === 'warn') return known;
  if (last === 'failed') return { glyph: 'warn', word: 'lastRequestFailed' };
  if (last === 'answered') return { glyph: 'ok', word: 'healthy' };
  return known ?? { glyph: 'off', word: 'notTested' };
}
