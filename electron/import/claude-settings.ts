import { envOfSettings, rulesOfClaudeEnv } from './claude-env.ts';
import type { Conversion } from './conversion.ts';
import { ImportError } from './conversion.ts';
import { hostOf } from '../../shared/catalog/vendor-at.ts';
import { Draft } from './draft.ts';
import { fieldsOf, textOf } from './reading.ts';
import type { Fields } from './reading.ts';

/** Claude Code's `settings.json`: the vendor that its `env` block leads to. */
export function convertClaudeSettings(root: unknown): Conversion {
  const settings = fieldsOf(root);
  const env = envOfSettings(settings);
  const draft = new Draft('claude-settings');
  const host = hostOf(textOf(env['ANTHROPIC_BASE_URL'])) ?? 'anthropic';
  const rules = rulesOfClaudeEnv({ name: host, path: 'env', env }, draft);
  if (textOf(settings['apiKeyHelper']) !== '') draft.lose('apiKeyHelper', 'script');
  if (rules === null) {
    throw new ImportError('these settings lead Claude Code to no vendor that could be taken over');
  }
  draft.addProfile('Claude Code settings', rules);
  return draft.finish();
}

export function isClaudeSettings(root: Fields): boolean {
  return Object.keys(fieldsOf(root['env'])).some((name) => /^(?:ANTHROPIC|CLAUDE)_/.test(name));
}
