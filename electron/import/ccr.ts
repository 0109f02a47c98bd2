import type { ProviderModel, Timeouts } from '../../shared/domain/provider.ts';
import type { LossReason } from '../../shared/domain/transfer.ts';
import { hostOf } from '../../shared/catalog/vendor-at.ts';
import { wireOfAddress } from './address.ts';
import { ccrRules } from './ccr-rules.ts';
import type { ModelOptions } from './ccr-target.ts';
import { readTransformers } from './ccr-transformers.ts';
import type { Transformed } from './ccr-transformers.ts';
import { newerProvider } from './ccr-version-3.ts';
import type { Conversion } from './conversion.ts';
import { Draft } from './draft.ts';
import { countOf, fieldsOf, firstText, listOf, namesOf, textOf, textsOf } from './reading.ts';
import type { Fields } from './reading.ts';

const reasons: Readonly<Record<string, LossReason>> = {
  APIKEY: 'own-token',
  APIKEYS: 'own-token',
  PROXY_URL: 'proxy',
  LOG: 'own-setting',
  LOG_LEVEL: 'own-setting',
  CLAUDE_PATH: 'own-setting',
  NON_INTERACTIVE_MODE: 'own-setting',
  CUSTOM_ROUTER_PATH: 'script',
  REWRITE_SYSTEM_PROMPT: 'no-counterpart',
  forceUseImageAgent: 'image-agent',
  StatusLine: 'no-counterpart',
  transformers: 'script',
  plugins: 'script',
  profiles: 'no-counterpart',
  virtualModelProfiles: 'no-counterpart',
};

/** What is read or has a reason of its own; everything else is reported as it stands. */
const rootFields = `Providers providers Router fallback HOST PORT API_TIMEOUT_MS ${Object.keys(reasons).join(' ')}`;
const providerFields =
  'id name type api_base_url baseUrl baseurl api_key apiKey apikey models transformer extraHeaders extraBody enabled credentials account modelDisplayNames modelMetadata icon';

/** claude-code-router: `config.json` of 1.x and 2.x, and the configuration of 3.x. */
export function convertCcr(root: unknown): Conversion {
  const config = fieldsOf(root);
  const draft = new Draft('ccr');
  const options = new Map<string, Transformed>();
  const providers = config['Providers'] ?? config['providers'];
  listOf(providers).forEach((entry, index) => {
    const path = `Providers[${String(index)}]`;
    const id = addProvider(fieldsOf(entry), path, timeoutsOf(config), draft);
    if (id !== null) options.set(id.id, id.transformed);
  });
  const modelOptions: ModelOptions = (provider, model) => {
    const transformed = options.get(provider);
    const isOff = transformed?.thinkingOff.has('') === true || transformed?.thinkingOff.has(model);
    return isOff === true ? { thinking: 'off' } : {};
  };
  draft.addProfile('claude-code-router', ccrRules(config, modelOptions, draft), 'ccr');
  draft.loseFields(config, reasons);
  draft.loseUnknown(config, rootFields);
  const host = textOf(config['HOST']);
  if (host !== '' && !['127.0.0.1', 'localhost', '::1'].includes(host)) {
    draft.lose('HOST', 'loopback-only');
  }
  const port = countOf(config['PORT']);
  const listen = { host: '127.0.0.1' as const, port: port ?? 3456 };
  return draft.finish(port === undefined || port > 65_535 ? {} : { listen });
}

interface Added {
  readonly id: string;
  readonly transformed: Transformed;
}

function addProvider(entry: Fields, path: string, timeouts: Timeouts, draft: Draft): Added | null {
  const name = firstText(entry, ['name', 'id']);
  const transformed = readTransformers(entry['transformer'], `${path}.transformer`, draft);
  const newer = newerProvider(entry, path, draft);
  if (newer.isOff) {
    draft.lose(path, 'switched-off', name);
    return null;
  }
  const given = firstText(entry, ['api_base_url', 'baseUrl', 'baseurl']);
  const { address, wire } = geminiByChat(given, transformed.isGemini || newer.isGemini) ?? {
    address: given,
    wire: transformed.wire ?? newer.wire ?? wireOfAddress(given) ?? ('openai-chat' as const),
  };
  if (address !== given) draft.lose(path, 'other-address', name);
  const id = draft.addProvider({
    path,
    name,
    address,
    wire,
    auth: transformed.useBearer ? 'bearer' : undefined,
    keys: newer.keys ?? [
      { path: `${path}.api_key`, value: firstText(entry, ['api_key', 'apiKey', 'apikey']) },
    ],
    models: modelsOf(entry, transformed),
    headers: namesOf(entry['extraHeaders']),
    timeouts,
  });
  if (entry['extraBody'] !== undefined) draft.lose(`${path}.extraBody`, 'parameters');
  draft.loseUnknown(entry, providerFields, `${path}.`);
  return id === null ? null : { id, transformed };
}

function modelsOf(entry: Fields, { maxOutputTokens }: Transformed): readonly ProviderModel[] {
  const names = fieldsOf(entry['modelDisplayNames']);
  const facts = fieldsOf(entry['modelMetadata']);
  return [...new Set(textsOf(entry['models']))].map((id) => {
    const { contextWindow, maxOutputTokens: own } = fieldsOf(facts[id]);
    const cap = maxOutputTokens.get(id) ?? maxOutputTokens.get('') ?? countOf(own);
    const contextTokens = countOf(contextWindow);
    const name = textOf(names[id]);
    return {
      id,
      ...(name === '' ? {} : { name }),
      ...(contextTokens === undefined ? {} : { contextTokens }),
      ...(cap === undefined ? {} : { maxOutputTokens: cap }),
    };
  });
}

/** Google's own wire has an OpenAI-compatible twin at the same host, with the same key. */
function geminiByChat(
  address: string,
  isGemini: boolean,
): { readonly address: string; readonly wire: 'openai-chat' } | null {
  const host = hostOf(address);
  if (!isGemini || host !== 'generativelanguage.googleapis.com') return null;
  return { address: `https://${host}/v1beta/openai`, wire: 'openai-chat' };
}

function timeoutsOf(config: Fields): Timeouts {
  const firstByteMs = countOf(config['API_TIMEOUT_MS']);
  return firstByteMs === undefined ? {} : { firstByteMs };
}

export function isCcr(root: Fields): boolean {
  const providers = root['Providers'] ?? root['providers'];
  if (!Array.isArray(providers)) return false;
  const [first] = providers as unknown[];
  const hasRouter = root['Router'] !== undefined;
  return hasRouter || 'api_base_url' in fieldsOf(first) || 'Providers' in root;
}
