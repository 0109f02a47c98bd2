import type { Configuration } from '../../shared/domain/configuration.ts';
import type { LockEffect } from '../../shared/domain/lock-effect.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import { findLocalProviders } from './local-providers.ts';

/** What "local only" would do to these rules, by the gateway's own check of addresses. Nothing is asked but a resolver. */
export async function lockEffect(
  rules: readonly Rule[],
  configuration: Configuration,
): Promise<LockEffect> {
  const local = new Set(await findLocalProviders(configuration));
  const judged = rules
    .filter(({ enabled, then }) => enabled && !('refuse' in then))
    .map(({ id, then }) => {
      const targets = 'targets' in then ? then.targets : [];
      const within = targets.filter(({ provider }) => local.has(provider)).length;
      return { id, isBlocked: within === 0, isShortened: within > 0 && within < targets.length };
    });
  return {
    blocked: judged.filter(({ isBlocked }) => isBlocked).map(({ id }) => id),
    shortened: judged.filter(({ isShortened }) => isShortened).map(({ id }) => id),
    privateRanges: configuration.privateRanges,
  };
}
