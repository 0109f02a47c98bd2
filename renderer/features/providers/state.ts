import type { ProviderTestVerdict, ProviderView } from '../../../shared/domain/provider-view.ts';
import type { GlyphName } from '../../ui/glyph-paths.tsx';
import { needsKey } from './draft.ts';

export interface ShownState {
  readonly glyph: GlyphName;
  readonly word: 'healthy' | 'notTested' | `verdict-${ProviderTestVerdict}`;
}

/** What is known of a provider: its last test, else whether it has what it needs. */
export function stateOf(view: ProviderView): ShownState {
  const verdict = view.lastTest?.verdict ?? null;
  if (verdict === 'works') return { glyph: 'ok', word: 'healthy' };
  if (verdict !== null) return { glyph: 'warn', word: `verdict-${verdict}` };
  if (needsKey(view.resolved.auth) && !view.keys.some((key) => key.present))
    return { glyph: 'warn', word: 'verdict-key-missing' };
  return { glyph: 'off', word: 'notTested' };
}
