import type { WireFormat } from '../../shared/domain/provider.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import { envOfSettings, rulesOfClaudeEnv } from './claude-env.ts';
import type { Conversion } from './conversion.ts';
import { Draft } from './draft.ts';
import { fieldsOf, firstText, textOf } from './reading.ts';
import type { Fields } from './reading.ts';

/** One row of cc-switch's table `providers`, or the same out of its older file. */
export interface SwitchProvider {
  readonly app: string;
  readonly name: string;
  readonly settings: Fields;
  readonly meta: Fields;
  readonly isCurrent: boolean;
  /** Its own proxy goes on to this one when another fails. */
  readonly isQueued: boolean;
}

const wiresByFormat: Readonly<Record<string, WireFormat>> = {
  anthropic: 'anthropic-messages',
  openai_chat: 'openai-chat',
  openai_responses: 'openai-responses',
  gemini_native: 'gemini',
};

/** cc-switch has one provider at a time: each becomes a profile, the current one comes first and is marked active. */
export function convertCcSwitch(providers: readonly SwitchProvider[]): Conversion {
  const draft = new Draft('cc-switch');
  let active: string | undefined;
  providers.forEach(({ app, name, settings, meta, isCurrent, isQueued }, index) => {
    const path = `providers[${String(index)}]`;
    if (app !== 'claude') {
      draft.lose(path, 'other-client', name);
      return;
    }
    if (isQueued) draft.lose(`${path}.in_failover_queue`, 'failover-queue');
    const env = envOfSettings(settings);
    const format =
      firstText(meta, ['apiFormat', 'api_format']) ||
      firstText(settings, ['apiFormat', 'api_format']);
    const wire = wiresByFormat[format];
    const before = draft.lost;
    const rules = rulesOfClaudeEnv(
      { name, path: `${path}.env`, env, ...(wire === undefined ? {} : { wire }) },
      draft,
    );
    if (rules === null && draft.lost > before) return;
    const profile = draft.addProfile(name, rules ?? [native]);
    if (isCurrent) active = profile;
  });
  return draft.finish(active === undefined ? {} : { activeProfile: active });
}

const native: Rule = {
  id: 'native',
  name: 'Everything',
  enabled: true,
  when: {},
  then: { native: true },
};

/** Rows as SQLite or its dump gives them. */
export function switchProvidersOfRows(rows: readonly Fields[]): readonly SwitchProvider[] {
  return rows.map((row) => ({
    app: textOf(row['app_type']),
    name: textOf(row['name']),
    settings: jsonFields(row['settings_config']),
    meta: jsonFields(row['meta']),
    isCurrent: Number(row['is_current']) === 1,
    isQueued: Number(row['in_failover_queue']) === 1,
  }));
}

/** `config.json` of versions before the database. */
export function switchProvidersOfFile(root: Fields): readonly SwitchProvider[] {
  return ['claude', 'codex', 'gemini'].flatMap((app) => {
    // The first version had the providers of Claude Code at the top.
    const part = app === 'claude' && !('claude' in root) ? root : fieldsOf(root[app]);
    return Object.entries(fieldsOf(part['providers'])).map(([id, value]) => {
      const provider = fieldsOf(value);
      return {
        app,
        name: firstText(provider, ['name', 'id']),
        settings: fieldsOf(provider['settingsConfig']),
        meta: fieldsOf(provider['meta']),
        isCurrent: part['current'] === id,
        isQueued: false,
      };
    });
  });
}

export function isCcSwitchFile(root: Fields): boolean {
  const part = 'claude' in root ? fieldsOf(root['claude']) : root;
  const [first] = Object.values(fieldsOf(part['providers']));
  return 'settingsConfig' in fieldsOf(first);
}

function jsonFields(value: unknown): Fields {
  try {
    return fieldsOf(JSON.parse(textOf(value)));
  } catch {
    // A row that is no JSON has no settings; it is reported as one without an address.
    return {};
  }
}
