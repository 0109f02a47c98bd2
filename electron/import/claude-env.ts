import { AS_ASKED } from '../../shared/domain/rule.ts';
import type { Condition, Rule } from '../../shared/domain/rule.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';
import { hostOf } from '../../shared/catalog/vendor-at.ts';
import { isThisMachine, presetAt } from './address.ts';
import { ruleOf } from './draft.ts';
import type { Draft, KeySpec } from './draft.ts';
import { keySource } from './key-source.ts';
import { fieldsOf, firstText, textOf } from './reading.ts';
import type { Fields } from './reading.ts';

export interface ClaudeEnv {
  readonly name: string;
  readonly path: string;
  readonly env: Fields;
  /** cc-switch translates for some providers; Claude Code alone speaks Messages to all. */
  readonly wire?: WireFormat;
}

const tiers = ['fable', 'opus', 'sonnet', 'haiku'] as const;
/** Ports that routers choose for themselves. */
const routerPorts = new Set(['3456', '8787', '8082', '18081', '15721', '8317']);
const clouds = ['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'];

/** The variables of Claude Code's settings; a `model` beside them says what `ANTHROPIC_MODEL` would. */
export function envOfSettings(settings: Fields): Fields {
  const model = textOf(settings['model']);
  return { ...(model === '' ? {} : { ANTHROPIC_MODEL: model }), ...fieldsOf(settings['env']) };
}

/**
 * The `env` that leads Claude Code to a vendor: its provider, and rules that do what the model variables did. Null
 * where it leads to none of its own: the native login, a cloud's login, another router (the last two are reported).
 */
export function rulesOfClaudeEnv(given: ClaudeEnv, draft: Draft): readonly Rule[] | null {
  const { env, path, name } = given;
  const cloud = clouds.find((variable) => textOf(env[variable]) !== '');
  if (cloud !== undefined) {
    draft.lose(`${path}.${cloud}`, 'cloud-login');
    return null;
  }
  const address = textOf(env['ANTHROPIC_BASE_URL']);
  const keys = keysOf(env, path);
  if (pointsAtRouter(address, keys)) {
    draft.lose(`${path}.ANTHROPIC_BASE_URL`, 'points-at-router');
    return null;
  }
  if (address === '' && keys.length === 0) return null;
  if (
    keys.length > 0 &&
    textOf(env['ANTHROPIC_AUTH_TOKEN']) !== '' &&
    textOf(env['ANTHROPIC_API_KEY']) !== ''
  ) {
    draft.lose(`${path}.ANTHROPIC_API_KEY`, 'second-key');
  }
  const provider = draft.addProvider({
    path,
    name,
    address: addressFor(address, given.wire),
    wire: given.wire ?? 'anthropic-messages',
    auth: schemeFor(env, given.wire),
    keys,
    models: [...new Set([...tiers.map((tier) => tierModel(env, tier)), mainModel(env)])]
      .filter((id) => id !== '')
      .map((id) => ({ id })),
    headers: headersOf(textOf(env['ANTHROPIC_CUSTOM_HEADERS'])),
  });
  reportRest(env, path, draft);
  return provider === null ? null : modelRules(env, provider);
}

const readVariables = new Set([
  ...tiers.map((tier) => `ANTHROPIC_DEFAULT_${tier.toUpperCase()}_MODEL`),
  ...'ANTHROPIC_BASE_URL ANTHROPIC_AUTH_TOKEN ANTHROPIC_API_KEY ANTHROPIC_MODEL ANTHROPIC_SMALL_FAST_MODEL'.split(
    ' ',
  ),
  ...'ANTHROPIC_CUSTOM_HEADERS CLAUDE_CODE_SUBAGENT_MODEL'.split(' '),
]);

/** Variables that concern the requests and are not read; the others are the client's own affair. */
function reportRest(env: Fields, path: string, draft: Draft): void {
  for (const [name, value] of Object.entries(env)) {
    if (textOf(value) === '' || readVariables.has(name)) continue;
    if (/^(?:https?|all)_proxy$/i.test(name)) draft.lose(`${path}.${name}`, 'proxy');
    else if (name === 'API_TIMEOUT_MS') draft.lose(`${path}.${name}`, 'own-setting');
    else if (/^(?:ANTHROPIC|CLAUDE_CODE|MAX_THINKING)_/.test(name)) {
      draft.lose(`${path}.${name}`, 'client-setting');
    }
  }
}

function modelRules(env: Fields, provider: string): readonly Rule[] {
  const rule = (id: string, name: string, when: Condition, model: string): readonly Rule[] =>
    model === '' ? [] : [ruleOf(id, name, when, [{ provider, model }])];
  return [
    ...rule(
      'subagent',
      'Subagents',
      { kind: ['subagent'] },
      modelIn(env, 'CLAUDE_CODE_SUBAGENT_MODEL'),
    ),
    ...tiers.flatMap((tier) => {
      const model = tierModel(env, tier);
      const title = `${tier.charAt(0).toUpperCase()}${tier.slice(1)}`;
      // A client that still has these variables asks for the vendor's own names.
      return rule(tier, title, { model: [`*${tier}*`, model] }, model);
    }),
    ...rule('rest', 'Everything else', {}, mainModel(env) || AS_ASKED),
  ];
}

function tierModel(env: Fields, tier: (typeof tiers)[number]): string {
  const own = modelIn(env, `ANTHROPIC_DEFAULT_${tier.toUpperCase()}_MODEL`);
  return own === '' && tier === 'haiku' ? modelIn(env, 'ANTHROPIC_SMALL_FAST_MODEL') : own;
}

function mainModel(env: Fields): string {
  const model = modelIn(env, 'ANTHROPIC_MODEL');
  // Claude Code's short names stand for the tiers' models.
  return /^(?:default|best|fable|opus|sonnet|haiku|opusplan)$/.test(model) ? '' : model;
}

/** `[1m]` asks Claude Code for its long context; vendors do not know it. */
function modelIn(env: Fields, variable: string): string {
  return textOf(env[variable]).replace(/\[1m\]$/i, '');
}

function keysOf(env: Fields, path: string): readonly KeySpec[] {
  const variable = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'].find(
    (name) => textOf(env[name]) !== '',
  );
  return variable === undefined
    ? []
    : [{ path: `${path}.${variable}`, value: textOf(env[variable]) }];
}

function schemeFor(env: Fields, wire: WireFormat | undefined): 'bearer' | 'x-api-key' | undefined {
  if (textOf(env['ANTHROPIC_AUTH_TOKEN']) !== '') return 'bearer';
  const isMessages = wire === undefined || wire === 'anthropic-messages';
  return firstText(env, ['ANTHROPIC_API_KEY']) !== '' && isMessages ? 'x-api-key' : undefined;
}

function addressFor(address: string, wire: WireFormat | undefined): string {
  if (address === '') return 'https://api.anthropic.com';
  if (wire === undefined || wire === 'anthropic-messages') return address.replace(/\/v1\/?$/, '');
  return /\/v\d\w*(?:\/|$)/.test(address) ? address : `${address.replace(/\/+$/, '')}/v1`;
}

function pointsAtRouter(address: string, keys: readonly KeySpec[]): boolean {
  if (!isThisMachine(address) || presetAt(address) !== undefined) return false;
  const [key] = keys;
  const isOwnToken = key !== undefined && keySource(key.value).kind === 'none';
  return isOwnToken || routerPorts.has(hostOf(address)?.split(':').at(-1) ?? '');
}

function headersOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').flatMap((line) => {
    const [, name, value] = /^\s*([\w-]+)\s*:\s*(.+?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(lines);
}
