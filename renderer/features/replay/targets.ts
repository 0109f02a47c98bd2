import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import type { ReplayTarget } from '../../../shared/domain/replay.ts';

/** The client's own login is never kept, so what needs it cannot be asked again. */
export function replayable(views: readonly ProviderView[]): readonly ProviderView[] {
  return views.filter(({ resolved }) => resolved.auth !== 'native');
}

/** The first two providers, each with its first model. */
export function defaultTargets(views: readonly ProviderView[]): readonly ReplayTarget[] {
  return replayable(views)
    .slice(0, 2)
    .map((view) => ({ provider: view.id, model: firstModel(view) }));
}

export function firstModel({ resolved }: ProviderView): string {
  return resolved.models[0]?.id ?? '';
}
