import { AS_ASKED } from '../../shared/domain/rule.ts';
import type { Rule, TargetSpec } from '../../shared/domain/rule.ts';
import type { AuthScheme, WireFormat } from '../../shared/domain/provider.ts';
import { hostOf } from '../../shared/catalog/vendor-at.ts';
import type { Conversion } from './conversion.ts';
import { Draft, ruleOf } from './draft.ts';
import { countOf, fieldsOf, listOf, namesOf, textOf } from './reading.ts';
import type { Fields } from './reading.ts';

/** claude-code-model-router and summon: routes by a part of the model's name, everything else to Anthropic. */
export function convertModelRouter(root: unknown): Conversion {
  const config = fieldsOf(root);
  const draft = new Draft('model-router');
  const rules = listOf(config['routes']).flatMap((entry, index) =>
    routeRule(fieldsOf(entry), index, draft),
  );
  const native = textOf(fieldsOf(config['default'])['url']);
  if (native !== '' && hostOf(native) !== 'api.anthropic.com') {
    draft.lose('default.url', 'no-counterpart');
  }
  const rest: Rule = {
    id: 'rest',
    name: 'Everything else',
    enabled: true,
    when: {},
    then: { native: true },
  };
  draft.addProfile('Model router', [...rules, rest]);
  const server = fieldsOf(config['server']);
  const host = textOf(server['host']);
  if (!['', '127.0.0.1', 'localhost', '::1'].includes(host)) {
    draft.lose('server.host', 'loopback-only');
  }
  draft.loseUnknown(config, 'server default routes');
  draft.loseUnknown(server, 'host port', 'server.');
  const port = countOf(server['port']);
  const known = port !== undefined && port <= 65_535;
  return draft.finish(known ? { listen: { host: '127.0.0.1', port } } : {});
}

function routeRule(route: Fields, index: number, draft: Draft): readonly Rule[] {
  const path = `routes[${String(index)}]`;
  const match = textOf(route['match']);
  // Its documents show the fields in both places.
  const upstream = { ...route, ...fieldsOf(route['upstream']) };
  const { wire, address } = dialectOf(upstream, path, draft);
  const auth = fieldsOf(upstream['auth']);
  const pool = listOf(auth['pool']).map((entry) =>
    typeof entry === 'string' ? entry : textOf(fieldsOf(entry)['value'] ?? fieldsOf(entry)['key']),
  );
  const values = [textOf(auth['value']), ...pool].filter((value) => value !== '');
  if (textOf(auth['type']) === 'oauth') draft.lose(`${path}.upstream.auth`, 'cloud-login');
  const mapping = upstream['model_map'];
  const provider = draft.addProvider({
    path,
    name: providerName(match, address),
    address,
    wire,
    auth: values.length === 0 ? undefined : schemeOf(textOf(auth['header'])),
    keys: values.map((value, key) => ({ path: `${path}.upstream.auth[${String(key)}]`, value })),
    modelMapping: namesOf(mapping),
  });
  draft.loseFields(
    upstream,
    { concurrency: 'no-counterpart', account_concurrency: 'no-counterpart' },
    `${path}.upstream.`,
  );
  draft.loseUnknown(
    upstream,
    'match upstream url auth transformer model_map fallback concurrency account_concurrency',
    `${path}.upstream.`,
  );
  draft.loseUnknown(auth, 'type header value pool', `${path}.upstream.auth.`);
  const header = textOf(auth['header']);
  if (values.length > 0 && header !== '' && schemeOf(header) === undefined) {
    draft.lose(`${path}.upstream.auth.header`, 'header', header);
  }
  if (provider === null) return [];
  const targets: readonly TargetSpec[] = [
    { provider, model: textOf(mapping) || AS_ASKED },
    ...paidFallback(upstream['fallback'], path, draft),
  ];
  const when = match === '' ? {} : { model: [`*${match}*`] };
  return [ruleOf(`route-${String(index + 1)}`, match, when, targets)];
}

/** Its fallback to Anthropic is on unless it is switched off; only who wrote it down can be taken to want it. */
function paidFallback(value: unknown, path: string, draft: Draft): readonly TargetSpec[] {
  if (value === true || textOf(value) === 'true') {
    return [{ provider: draft.addNative(), model: AS_ASKED }];
  }
  if (value === undefined) draft.lose(`${path}.fallback`, 'paid-fallback');
  const model = textOf(value);
  if (model === '' || model === 'false') return [];
  return [{ provider: draft.addNative(), model }];
}

function dialectOf(
  upstream: Fields,
  path: string,
  draft: Draft,
): { readonly wire: WireFormat; readonly address: string } {
  const url = textOf(upstream['url']).replace(/\/+$/, '');
  const transformer = textOf(upstream['transformer']);
  if (transformer === 'openai') {
    // It adds /v1/chat/completions to whatever stands there; an address with its version needs no second.
    return { wire: 'openai-chat', address: /\/v\d\w*(?:\/|$)/.test(url) ? url : `${url}/v1` };
  }
  if (transformer === 'gemini') {
    const host = hostOf(url);
    if (host !== 'generativelanguage.googleapis.com') return { wire: 'gemini', address: url };
    draft.lose(path, 'other-address');
    return { wire: 'openai-chat', address: `https://${host}/v1beta/openai` };
  }
  return { wire: 'anthropic-messages', address: url.replace(/\/v1$/, '') };
}

function schemeOf(header: string): AuthScheme | undefined {
  const schemes: Readonly<Record<string, AuthScheme>> = {
    authorization: 'bearer',
    'x-api-key': 'x-api-key',
    'api-key': 'api-key',
  };
  return schemes[header.toLowerCase()];
}

/** Routes have no names; the vendor's host says more than "route 1". */
function providerName(match: string, address: string): string {
  const name = match.replace(/^[^a-z0-9]+|[^a-z0-9]+$/gi, '');
  return name === '' ? (hostOf(address) ?? '') : name;
}

export function isModelRouter(root: Fields): boolean {
  return Array.isArray(root['routes']) && 'match' in fieldsOf(listOf(root['routes'])[0]);
}
