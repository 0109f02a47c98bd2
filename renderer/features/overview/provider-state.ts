import type { ProviderTestVerdict, ProviderView } from '../../../shared/domain/provider-view.ts';
import type { GlyphName } from '../../ui/glyph-paths.tsx';

export interface ShownState {
  readonly glyph: GlyphName;
  readonly word: 'healthy' | 'lastRequestFailed' | `verdict-${ProviderTestVerdict}`;
}

/** The newest thing known of a provider, worst first. `native` has no view: it is the client's own way. */
export function providerState(view: ProviderView | null, lastFailed: boolean): ShownState {
  const verdict = view?.lastTest?.verdict ?? null;
  if (verdict !== null && verdict !== 'works') return { glyph: 'warn', word: `verdict-${verdict}` };
  if (lastFailed) return { glyph: 'warn', word: 'lastRequestFailed' };
  return { glyph: 'ok', word: 'healthy' };
}
