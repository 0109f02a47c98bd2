import { findPreset } from '../../../shared/catalog/index.ts';
import type { Configuration } from '../../../shared/domain/configuration.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { baselinePrice } from '../../../shared/pricing/baseline.ts';

export type BaselineChoice = Configuration['baseline'];

export function valueOf({ provider, model }: BaselineChoice): string {
  return `${provider} ${model}`;
}

/** Everything that can be compared with, each once; what is chosen is among them whatever it is. */
export function baselineChoices(
  views: readonly ProviderView[],
  chosen: BaselineChoice,
): readonly (BaselineChoice & { readonly name: string })[] {
  const anthropic = findPreset('anthropic');
  const own = views.flatMap(({ id, resolved }) =>
    resolved.models.map((model) => ({ provider: id, model: model.id, name: resolved.name })),
  );
  const vendor = (anthropic?.models ?? []).map((model) => ({
    provider: 'anthropic',
    model: model.id,
    name: anthropic?.name ?? '',
  }));
  const providers = views.map(({ draft }) => draft);
  const priced = [...vendor, ...own].filter((choice) => baselinePrice(choice, providers) !== null);
  const all = [{ ...chosen, name: chosen.provider }, ...priced];
  const byValue = new Map(all.map((choice) => [valueOf(choice), choice]));
  return [...byValue.values()];
}
