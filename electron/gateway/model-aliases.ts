import { presets } from '../../shared/catalog/index.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import { resolveProvider } from '../../shared/domain/resolve-provider.ts';

/** A provider's model under the name that Claude Code's discovery shows: it keeps ids that begin with `claude`. */
export interface ModelAlias {
  readonly alias: string;
  readonly provider: string;
  readonly model: string;
  readonly displayName: string;
}

/** The aliases of all configured models; names that already begin with `claude` stay as they are at Anthropic only. */
export function listAliases(providers: readonly Provider[]): readonly ModelAlias[] {
  return providers.flatMap((configured) => {
    const resolved = resolveProvider(configured, presets);
    if (!resolved.ok) return [];
    const { id, name, models } = resolved.value;
    return models.map((model) => ({
      alias: aliasOf(id, model.id),
      provider: id,
      model: model.id,
      displayName: `${model.name ?? model.id} (${name})`,
    }));
  });
}

/** `claude-<provider>-<model>` back to what it stands for; null for every other name. */
export function resolveAlias(model: string, providers: readonly Provider[]): ModelAlias | null {
  if (!model.startsWith('claude-')) return null;
  const isCandidate = providers.some(({ id }) => model.startsWith(`claude-${id}-`));
  if (!isCandidate) return null;
  return listAliases(providers).find(({ alias }) => alias === model) ?? null;
}

/** Slashes, colons and the like are no part of the ids that the client keeps. */
function aliasOf(provider: string, model: string): string {
  return `claude-${provider}-${model.replace(/[^A-Za-z0-9._-]+/g, '-')}`;
}
