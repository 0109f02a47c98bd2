import type { ProviderTestVerdict, ProviderView } from '../../shared/domain/provider-view.ts';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import { troublesOf, type ProviderTrouble } from '../../shared/domain/provider-health.ts';
import type { AuthScheme } from '../../shared/domain/provider.ts';
import type { GlyphName } from '../ui/glyph-paths.tsx';

export interface ShownState {
  readonly glyph: GlyphName;
  readonly word:
    | 'healthy'
    | 'notTested'
    | `health-${ProviderTrouble['kind']}`
    | `verdict-${ProviderTestVerdict}`;
}

/** What is known of a provider: what requests showed, its last test, else whether it has what it needs. */
export function stateOf(view: ProviderView, health: GatewayHealth): ShownState {
  const keyIds = view.keys.map(({ keyId }) => keyId);
  const [worst] = troublesOf(health, view.id, keyIds);
  if (worst !== undefined) return { glyph: 'warn', word: `health-${worst.kind}` };
  const verdict = view.lastTest?.verdict ?? null;
  if (verdict === 'works') return { glyph: 'ok', word: 'healthy' };
  if (verdict !== null) return { glyph: 'warn', word: `verdict-${verdict}` };
  if (needsKey(view.resolved.auth) && !view.keys.some((key) => key.present))
    return { glyph: 'warn', word: 'verdict-key-missing' };
  return { glyph: 'off', word: 'notTested' };
}

/** Providers that have something to look at, as every page counts them. */
export function countUnwell(views: readonly ProviderView[], health: GatewayHealth): number {
  return views.filter((view) => stateOf(view, health).glyph === 'warn').length;
}

export function needsKey(auth: AuthScheme): boolean {
  return auth !== 'none' && auth !== 'native';
}
