import { ok } from '../../../shared/base/result.ts';
import type { LockEffect } from '../../../shared/domain/lock-effect.ts';
import type { Rule } from '../../../shared/domain/rule.ts';
import type { Contract, ProfileView } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { SettingsStore } from '../../app/settings-store.ts';
import type { TrialDesk } from '../../app/trial-desk.ts';
import { classify } from '../../gateway/classify.ts';
import { parseMessagesRequest } from '../../gateway/body/read-request.ts';
import { refuse } from '../serve.ts';

export interface RulesHandlersDependencies {
  readonly settings: SettingsStore;
  readonly hits: (profileId: string) => Promise<ProfileView['hits']>;
  readonly onChange: (view: ProfileView) => void;
  readonly trials: TrialDesk;
  readonly lockEffect: (rules: readonly Rule[]) => Promise<LockEffect>;
}

/** The group, and the way to push a view whose profile was changed elsewhere. */
export interface RulesGroup {
  readonly handlers: Handlers<Contract>['rules'];
  readonly push: (profileId: string) => Promise<void>;
}

export function rulesGroup(dependencies: RulesHandlersDependencies): RulesGroup {
  const { settings } = dependencies;
  const view = async (profileId: string): Promise<ProfileView | null> => {
    const profile = settings.configuration.profiles.find((known) => known.id === profileId);
    if (profile === undefined) return null;
    return {
      profile,
      revision: settings.revision(profileId),
      hits: await dependencies.hits(profileId),
    };
  };
  const handlers: Handlers<Contract>['rules'] = {
    view: async ({ profileId }) => {
      const found = await view(profileId);
      return found === null ? refuse('not-found', `There is no profile "${profileId}"`) : ok(found);
    },
    save: async ({ profileId, revision, rules }) => {
      if (!settings.configuration.profiles.some((known) => known.id === profileId))
        return refuse('not-found', `There is no profile "${profileId}"`);
      if (revision !== settings.revision(profileId))
        return refuse('conflict', 'These rules were changed elsewhere; read them again');
      const result = settings.updateRules(profileId, rules);
      if (!result.ok) return refuse('invalid-input', result.error);
      const saved = await view(profileId);
      if (saved === null) return refuse('not-found', `There is no profile "${profileId}"`);
      dependencies.onChange(saved);
      return ok(saved);
    },
    readRequest: ({ body }) => {
      const request = parseMessagesRequest(Buffer.from(body));
      if (!request.ok) return refuse('invalid-input', request.error.message);
      const at = new Date();
      return ok(
        classify(request.value, {
          headers: {},
          path: '/v1/messages',
          project: null,
          now: at.getHours() * 60 + at.getMinutes(),
        }),
      );
    },
    tryOnPast: async ({ profileId, rules, days }) => {
      const saved = settings.configuration.profiles.find((known) => known.id === profileId);
      if (saved === undefined) return refuse('not-found', `There is no profile "${profileId}"`);
      return ok(await dependencies.trials.run(saved, { ...saved, rules: [...rules] }, days));
    },
    stopTrial: () => {
      dependencies.trials.stop();
      return ok(null);
    },
    lockEffect: async ({ rules }) => ok(await dependencies.lockEffect(rules)),
  };
  const push = async (profileId: string): Promise<void> => {
    const changed = await view(profileId);
    if (changed !== null) dependencies.onChange(changed);
  };
  return { handlers, push };
}
