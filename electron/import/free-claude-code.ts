import type { Condition, ModelTier, Rule, TargetSpec } from '../../shared/domain/rule.ts';
import { isThisMachine } from './address.ts';
import type { Conversion } from './conversion.ts';
import { Draft, ruleOf } from './draft.ts';
import { parseEnvText } from './env-text.ts';
import { freeVendors } from './free-claude-code-vendors.ts';
import type { FreeVendor } from './free-claude-code-vendors.ts';

type Variables = Readonly<Record<string, string>>;

const tiers = ['FABLE', 'OPUS', 'SONNET', 'HAIKU'] as const;

/** free-claude-code `.env`: a model for all and one per tier, each `provider/model`, with fallbacks behind. */
export function convertFreeClaudeCode(text: string): Conversion {
  const env = parseEnvText(text);
  const draft = new Draft('free-claude-code');
  const fallbacks = (env['MODEL_FALLBACKS'] ?? '').split(',').flatMap((name, index) => {
    const path = `MODEL_FALLBACKS[${String(index)}]`;
    return targetOf(name.trim(), path, env, draft);
  });
  const rule = (variable: string, id: string, name: string, when: Condition): Rule[] => {
    const first = targetOf(env[variable] ?? '', variable, env, draft);
    if (first.length === 0) return [];
    const others = fallbacks.filter(
      (other) => other.provider !== first[0]?.provider || other.model !== first[0].model,
    );
    return [ruleOf(id, name, when, [...first, ...others])];
  };
  const byTier = tiers.flatMap((tier) => {
    const name = tier.toLowerCase() as ModelTier;
    const title = `${tier.charAt(0)}${name.slice(1)}`;
    return rule(`MODEL_${tier}`, name, title, { tier: [name] });
  });
  const rules = [...byTier, ...rule('MODEL', 'rest', 'Everything else', {})];
  // Keys without a rule are wanted too: `provider/model` from the client may name any of them.
  for (const [id, vendor] of Object.entries(freeVendors)) {
    if (vendor.key !== null && (env[vendor.key] ?? '') !== '') addVendor(id, vendor, env, draft);
  }
  reportRest(env, draft);
  draft.addProfile('free-claude-code', rules);
  return draft.finish();
}

function targetOf(text: string, path: string, env: Variables, draft: Draft): readonly TargetSpec[] {
  if (text === '') return [];
  const at = text.indexOf('/');
  const name = at === -1 ? text : text.slice(0, at);
  const model = at === -1 ? '' : text.slice(at + 1);
  const vendor = Object.hasOwn(freeVendors, name) ? freeVendors[name] : undefined;
  const provider = vendor === undefined ? null : addVendor(name, vendor, env, draft);
  if (provider === null || model === '') {
    draft.lose(path, 'unknown-target', name);
    return [];
  }
  return [{ provider, model }];
}

function addVendor(name: string, vendor: FreeVendor, env: Variables, draft: Draft): string | null {
  const known = draft.providerNamed(name);
  if (known !== undefined) return known;
  const variable = vendor.addressIn;
  const given = variable === undefined ? '' : (env[variable] ?? '');
  const key = vendor.key === null ? '' : (env[vendor.key] ?? '');
  const address = given === '' ? vendor.address : given;
  const provider = draft.addProvider({
    path: vendor.key ?? variable ?? name,
    name,
    address: vendor.wire === 'anthropic-messages' ? address.replace(/\/v1\/?$/, '') : address,
    wire: vendor.wire,
    auth: vendor.key === null && isThisMachine(address) ? 'none' : 'bearer',
    // The variable is set where free-claude-code runs from a shell; its .env may leave it to that.
    keys:
      vendor.key === null
        ? []
        : [{ path: vendor.key, value: key === '' ? `\${${vendor.key}}` : key }],
  });
  return provider;
}

const readVariables = new Set([
  'MODEL',
  'MODEL_FALLBACKS',
  ...tiers.map((tier) => `MODEL_${tier}`),
  ...Object.values(freeVendors).flatMap(({ key, addressIn }) => [key, addressIn]),
]);

/** Whatever else the file sets; an empty value sets nothing. */
function reportRest(env: Variables, draft: Draft): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === '' || readVariables.has(name)) continue;
    if (name.endsWith('_PROXY')) draft.lose(name, 'proxy');
    else if (name === 'ANTHROPIC_AUTH_TOKEN') draft.lose(name, 'own-token');
    else if (/^(?:TELEGRAM|DISCORD|MESSAGING|WHISPER|VOICE)_/.test(name)) {
      draft.lose(name, 'no-counterpart');
    } else if (/^(?:PROVIDER_RATE|PROVIDER_MAX|HTTP_|LOG_|HOST$|PORT$)/.test(name)) {
      draft.lose(name, 'own-setting');
    } else if (/^REASONING_|^ENABLE_(?:THINKING|.*_THINKING)/.test(name)) {
      draft.lose(name, 'parameters');
    } else if (/(?:_API_KEY|_BASE_URL)$/.test(name)) draft.lose(name, 'vendor-unknown');
    else draft.lose(name, 'no-counterpart');
  }
}

export function isFreeClaudeCode(text: string): boolean {
  return /^\s*(?:export\s+)?MODEL(?:_OPUS|_SONNET|_HAIKU|_FABLE)?\s*=\s*["']?[a-z_]+\//m.test(text);
}
