import type { Configuration } from '../../shared/domain/configuration.ts';
import { listAliases, type ModelAlias } from './model-aliases.ts';

interface ModelInfo {
  readonly type: 'model';
  readonly id: string;
  readonly display_name: string;
  readonly created_at: string;
}

/** Anthropic has no date for a model of somebody else; its own documentation uses the epoch where none is known. */
const UNKNOWN_DATE = '1970-01-01T00:00:00Z';

/**
 * `GET /v1/models` in Anthropic's shape. One page: `has_more` is always false.
 * @see https://platform.claude.com/docs/en/api/models-list
 */
export function listModels(configuration: Configuration): object {
  const data = listAliases(configuration.providers).map(toInfo);
  return {
    data,
    has_more: false,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

/** One model by alias, or by `provider,model` and `provider/model`; null when there is none. */
export function findModel(configuration: Configuration, id: string): object | null {
  const found = listAliases(configuration.providers).find(
    ({ alias, provider, model }) =>
      alias === id || `${provider},${model}` === id || `${provider}/${model}` === id,
  );
  return found === undefined ? null : toInfo(found);
}

function toInfo({ alias, displayName }: ModelAlias): ModelInfo {
  return { type: 'model', id: alias, display_name: displayName, created_at: UNKNOWN_DATE };
}
