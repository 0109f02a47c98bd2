import { matchesModel } from './rule-match.ts';

/**
 * The model name that a provider is sent: the first `modelMapping` glob that matches replaces it, an exact name before
 * any glob; else the name stands as it is.
 */
export function mapModel(mapping: Readonly<Record<string, string>>, model: string): string {
  const exact = Object.hasOwn(mapping, model) ? mapping[model] : undefined;
  if (exact !== undefined) return exact;
  return Object.entries(mapping).find(([glob]) => matchesModel(glob, model))?.[1] ?? model;
}
