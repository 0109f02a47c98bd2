import { presets } from '../../shared/catalog/index.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import type { Quirk } from '../../shared/domain/quirk.ts';

const openai: readonly Quirk[] = [
  'max-completion-tokens',
  'no-sampling-for-reasoning-models',
  'effort-of-reasoning-models',
  'tool-ids-forty-characters',
  'pdf-parts',
];
const mistral: readonly Quirk[] = [
  'tool-ids-nine-alphanumerics',
  'assistant-after-tool-result',
  'no-stream-options',
];

/** Vendors that have no preset of their own. */
const otherHosts: readonly { readonly host: RegExp; readonly quirks: readonly Quirk[] }[] = [
  { host: /\.openai\.azure\.com$/, quirks: openai },
  { host: /(^|\.)api\.openai\.com$/, quirks: openai },
  { host: /^codestral\.mistral\.ai$/, quirks: [...mistral, 'no-images'] },
  { host: /(^|\.)wafer\.ai$/, quirks: ['thinking-switch'] },
  {
    host: /(^|\.)ollama\.com$/,
    quirks: ['no-tool-choice', 'effort-by-rule', 'sixteen-stop-sequences', 'reasoning-field'],
  },
];

/**
 * A vendor's habits: those of the provider's preset, or, where it has none (typed in by hand), those of the vendor
 * that lives at this address. [] for unknown vendors.
 */
export function quirksOf(provider: ResolvedProvider): readonly Quirk[] {
  if (provider.quirks.length > 0 || !URL.canParse(provider.baseUrl)) return provider.quirks;
  const { host, hostname } = new URL(provider.baseUrl);
  const preset = presets.find((candidate) =>
    [candidate, ...(candidate.alternatives ?? [])].some(
      ({ baseUrl }) => URL.canParse(baseUrl) && new URL(baseUrl).host === host,
    ),
  );
  return preset?.quirks ?? otherHosts.find((row) => row.host.test(hostname))?.quirks ?? [];
}
