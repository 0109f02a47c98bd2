import type { AuthScheme, ProviderKey, WireFormat } from '../../shared/domain/provider.ts';
import { AS_ASKED } from '../../shared/domain/rule.ts';
import type { Rule, Strategy, TargetSpec } from '../../shared/domain/rule.ts';
import type { LossReason } from '../../shared/domain/transfer.ts';
import type { Conversion } from './conversion.ts';
import { Draft, ruleOf } from './draft.ts';
import type { KeySpec } from './draft.ts';
import { countOf, fieldsOf, listOf, namesOf, textOf, textsOf } from './reading.ts';
import type { Fields } from './reading.ts';

interface Kind {
  readonly wire: WireFormat;
  readonly address: string;
  readonly auth?: AuthScheme;
}
const kinds: Readonly<Record<string, Kind>> = {
  anthropic: { wire: 'anthropic-messages', address: 'https://api.anthropic.com' },
  zai: { wire: 'anthropic-messages', address: 'https://api.z.ai/api/anthropic' },
  minimax: { wire: 'anthropic-messages', address: 'https://api.minimax.io/anthropic' },
  ollama: { wire: 'anthropic-messages', address: 'http://127.0.0.1:11434' },
  azure: { wire: 'foundry', address: '', auth: 'api-key' },
  bedrock: { wire: 'bedrock', address: '', auth: 'aws-sigv4' },
  vertex: { wire: 'vertex', address: '', auth: 'gcp-adc' },
};
/** Its strategies; `exact` false: the nearest of ours, which is said. */
const strategies: Readonly<
  Record<string, { readonly strategy: Strategy; readonly exact: boolean }>
> = {
  failover: { strategy: 'failover', exact: true },
  round_robin: { strategy: 'round-robin', exact: true },
  weighted_round_robin: { strategy: 'weighted', exact: true },
  least_loaded: { strategy: 'least-busy', exact: true },
  least_busy: { strategy: 'least-busy', exact: true },
  shuffle: { strategy: 'round-robin', exact: false },
  simple_shuffle: { strategy: 'round-robin', exact: false },
  weighted_failover: { strategy: 'failover', exact: false },
  cost_based: { strategy: 'cheapest', exact: false },
  latency_based: { strategy: 'fastest', exact: true },
};
const reasons: Readonly<Record<string, LossReason>> = {
  logging: 'own-setting',
  health: 'own-setting',
  cache: 'no-counterpart',
  grpc: 'no-counterpart',
  metrics: 'no-counterpart',
};

const serverFields = 'listen api_key auth max_concurrent max_body_bytes timeout_ms enable_http2';
const providerFields = 'name type enabled base_url models model_mapping keys pooling';
const keyFields = 'key rpm_limit itpm_limit otpm_limit tpm_limit priority weight';

interface Added {
  readonly id: string;
  readonly path: string;
  readonly weight: number | undefined;
  readonly priority: number;
}

/** cc-relay, YAML or TOML: one chain of providers, each with its own names for the models that clients ask for. */
export function convertCcRelay(root: unknown): Conversion {
  const config = fieldsOf(root);
  const draft = new Draft('cc-relay');
  const added = listOf(config['providers']).flatMap((entry, index) =>
    addProvider(fieldsOf(entry), `providers[${String(index)}]`, draft),
  );
  draft.addProfile('cc-relay', rulesOf(fieldsOf(config['routing']), added, draft));
  const server = fieldsOf(config['server']);
  draft.loseFields(config, reasons);
  draft.loseFields(server, { api_key: 'own-token', auth: 'own-token' }, 'server.');
  draft.loseFields(
    server,
    {
      max_concurrent: 'own-setting',
      max_body_bytes: 'own-setting',
      timeout_ms: 'own-setting',
      enable_http2: 'own-setting',
    },
    'server.',
  );
  draft.loseUnknown(server, serverFields, 'server.');
  draft.loseUnknown(config, `server routing providers ${Object.keys(reasons).join(' ')}`);
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(textOf(server['listen'])) ?? [];
  if (!['', '127.0.0.1', 'localhost', '[::1]'].includes(host)) {
    draft.lose('server.listen', 'loopback-only');
  }
  const number = countOf(port);
  const known = number !== undefined && number <= 65_535;
  return draft.finish(known ? { listen: { host: '127.0.0.1', port: number } } : {});
}

function addProvider(entry: Fields, path: string, draft: Draft): readonly Added[] {
  const name = textOf(entry['name']);
  const type = textOf(entry['type']);
  const kind = kinds[type];
  if (entry['enabled'] === false) {
    draft.lose(path, 'switched-off', name);
    return [];
  }
  const given = textOf(entry['base_url']);
  if (kind === undefined || (kind.address === '' && given === '')) {
    draft.lose(path, 'cloud-login', name);
    return [];
  }
  const keyEntries = listOf(entry['keys']).map(fieldsOf);
  const priorities = keyEntries.map((key) => countOf(key['priority']) ?? 0);
  const highest = Math.max(0, ...priorities);
  const keys = keyEntries.map((key, index): KeySpec => {
    const place = `${path}.keys[${String(index)}]`;
    draft.loseUnknown(key, keyFields, `${place}.`);
    // Its weights are the provider's here, and only the first key's counts there.
    if (index > 0 && key['weight'] !== undefined) draft.lose(`${place}.weight`, 'own-setting');
    // Higher comes first there, lower here.
    const limits = keyLimits(key, highest - (priorities[index] ?? 0));
    return { path: place, value: textOf(key['key']), limits };
  });
  const id = draft.addProvider({
    path,
    name,
    address: given === '' ? kind.address : given,
    wire: kind.wire,
    auth: kind.auth,
    keys,
    models: textsOf(entry['models']).map((model) => ({ id: model })),
    modelMapping: namesOf(entry['model_mapping']),
  });
  if (fieldsOf(entry['pooling'])['strategy'] !== undefined) {
    draft.lose(`${path}.pooling`, 'own-setting');
  }
  draft.loseUnknown(entry, providerFields, `${path}.`);
  if (id === null) return [];
  const [first] = keyEntries;
  return [{ id, path, weight: countOf(first?.['weight']), priority: priorities[0] ?? 0 }];
}

function keyLimits(key: Fields, priority: number): NonNullable<KeySpec['limits']> {
  const parts = [countOf(key['itpm_limit']), countOf(key['otpm_limit'])];
  const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0);
  const tokensPerMinute = sum > 0 ? sum : countOf(key['tpm_limit']);
  const requestsPerMinute = countOf(key['rpm_limit']);
  const limits: Partial<ProviderKey> = {
    ...(priority === 0 ? {} : { priority }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
  };
  return limits;
}

function rulesOf(routing: Fields, added: readonly Added[], draft: Draft): readonly Rule[] {
  const name = textOf(routing['strategy']).replaceAll('-', '_') || 'failover';
  const isByModel = name === 'model_based';
  draft.loseFields(routing, { failover_timeout: 'own-setting', debug: 'own-setting' }, 'routing.');
  // These two mean something to its strategy by model alone.
  const known = isByModel ? ' model_mapping default_provider' : '';
  draft.loseUnknown(routing, `strategy failover_timeout debug${known}`, 'routing.');
  if (isByModel) return modelRules(routing, added, draft);
  if (added.length === 0) return [];
  const nearest = strategies[name] ?? { strategy: 'failover', exact: false };
  if (!nearest.exact) draft.lose('routing.strategy', 'strategy', nearest.strategy);
  // It tries the highest priority first, and among equals the order of the file.
  const ordered = [...added].sort((a, b) => b.priority - a.priority);
  const targets = ordered.map(({ id, weight }): TargetSpec => {
    const isWeighted = nearest.strategy === 'weighted' && weight !== undefined;
    return { provider: id, model: AS_ASKED, ...(isWeighted ? { weight } : {}) };
  });
  return [ruleOf('all', 'Everything', {}, targets, nearest.strategy)];
}

/** Prefix of the asked model to provider, the longest first. */
function modelRules(routing: Fields, added: readonly Added[], draft: Draft): readonly Rule[] {
  const mapping = Object.entries(namesOf(routing['model_mapping']));
  const rules = mapping
    .sort(([a], [b]) => b.length - a.length)
    .flatMap(([prefix, name], index): Rule[] => {
      const provider = draft.providerNamed(name);
      if (provider === undefined) {
        draft.lose(`routing.model_mapping[${JSON.stringify(prefix)}]`, 'unknown-target', name);
        return [];
      }
      const targets = [{ provider, model: AS_ASKED }];
      return [ruleOf(`model-${String(index + 1)}`, prefix, { model: [`${prefix}*`] }, targets)];
    });
  const standard = draft.providerNamed(textOf(routing['default_provider'])) ?? added[0]?.id;
  if (standard === undefined) return rules;
  return [
    ...rules,
    ruleOf('rest', 'Everything else', {}, [{ provider: standard, model: AS_ASKED }]),
  ];
}

export function isCcRelay(root: Fields): boolean {
  const [first] = listOf(root['providers']);
  return 'type' in fieldsOf(first) && ('server' in root || 'routing' in root);
}
