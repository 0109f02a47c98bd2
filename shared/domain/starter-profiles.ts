import type { DiscoveredEndpoint, ProviderView } from './provider-view.ts';
import type { Profile, Rule, TargetSpec } from './rule.ts';

export const starterKinds = ['native', 'hybrid', 'local-only'] as const;
export type StarterKind = (typeof starterKinds)[number];

/** Names of profiles and rules, in the user's language. */
export type StarterWords = Readonly<
  Record<StarterKind | 'background' | 'subagents' | 'long' | 'rest' | 'everything', string>
>;

export interface Starter {
  readonly kind: StarterKind;
  /** null: nothing that the user has can make it. */
  readonly profile: Profile | null;
}

const LONG_TOKENS = 60_000;

/**
 * Three profiles made of what the user has: providers with a key, and local servers that answer. Nothing is added or
 * used by making them. Native: no rules. Hybrid: small and side work goes elsewhere, the rest stays native. Local only:
 * locked, everything to this machine.
 */
export function starterProfiles(
  views: readonly ProviderView[],
  discovered: readonly DiscoveredEndpoint[],
  words: StarterWords,
): readonly Starter[] {
  const usable = views.filter((view) => isUsable(view, discovered));
  const local = usable.find(isLocal);
  const keyed = usable.find((view) => !isLocal(view));
  return [
    { kind: 'native', profile: profileOf('native', words, []) },
    { kind: 'hybrid', profile: hybrid(local, keyed, words) },
    {
      kind: 'local-only',
      profile:
        local === undefined
          ? null
          : {
              ...profileOf('local-only', words, [rule('everything', words, {}, targetOf(local))]),
              lock: 'local-only',
            },
    },
  ];
}

function hybrid(
  local: ProviderView | undefined,
  keyed: ProviderView | undefined,
  words: StarterWords,
): Profile | null {
  const small = local ?? keyed;
  if (small === undefined) return null;
  const rules = [
    rule('background', words, { kind: ['background', 'title'] }, targetOf(small, keyed)),
  ];
  const large = keyed === undefined ? undefined : roomiest(keyed);
  if (keyed !== undefined) {
    if (large !== undefined)
      rules.push(
        rule('long', words, { inputTokens: { min: LONG_TOKENS } }, [
          { provider: keyed.id, model: large },
        ]),
      );
    rules.push(rule('subagents', words, { kind: ['subagent'] }, targetOf(keyed)));
  }
  const rest: Rule = {
    id: 'rest',
    name: words.rest,
    enabled: true,
    when: {},
    then: { native: true },
  };
  return profileOf('hybrid', words, [...rules, rest]);
}

function profileOf(id: StarterKind, words: StarterWords, rules: Rule[]): Profile {
  return { id, name: words[id], lock: null, rules };
}

function rule(
  id: 'background' | 'subagents' | 'long' | 'everything',
  words: StarterWords,
  when: Rule['when'],
  targets: TargetSpec[],
): Rule {
  return {
    id,
    name: words[id],
    enabled: true,
    when,
    then: { strategy: 'failover', targets },
  };
}

/** The first model of each, in turn. */
function targetOf(...views: readonly (ProviderView | undefined)[]): TargetSpec[] {
  const each = views.flatMap((view) => {
    const model = view?.resolved.models[0]?.id;
    return view === undefined || model === undefined ? [] : [{ provider: view.id, model }];
  });
  return each.filter(
    ({ provider }, index) => each.findIndex((other) => other.provider === provider) === index,
  );
}

/** The model with the most room for a long context; undefined: none is known to have any to speak of. */
function roomiest({ resolved }: ProviderView): string | undefined {
  return [...resolved.models]
    .filter(({ contextTokens = 0 }) => contextTokens > 2 * LONG_TOKENS)
    .sort((a, b) => (b.contextTokens ?? 0) - (a.contextTokens ?? 0))[0]?.id;
}

const unusable: readonly string[] = ['key-missing', 'key-rejected', 'no-credit', 'unreachable'];

function isUsable(view: ProviderView, discovered: readonly DiscoveredEndpoint[]): boolean {
  const { auth, baseUrl, models, preset } = view.resolved;
  if (preset === 'practice' || auth === 'native' || models.length === 0) return false;
  const verdict = view.lastTest?.verdict;
  if (verdict === 'works') return true;
  if (verdict !== undefined && unusable.includes(verdict)) return false;
  if (auth !== 'none') return view.keys.some(({ present }) => present);
  return discovered.some((endpoint) => hostOf(endpoint.baseUrl) === hostOf(baseUrl));
}

function isLocal({ resolved }: ProviderView): boolean {
  const address = addressOf(resolved.baseUrl);
  return address !== null && isThisMachine(address.hostname);
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** `localhost` and `127.0.0.1` are one machine; the port tells the servers apart. */
function hostOf(baseUrl: string): string | null {
  const address = addressOf(baseUrl);
  if (address === null) return null;
  return isThisMachine(address.hostname) ? `this:${address.port}` : address.host;
}

function addressOf(baseUrl: string): URL | null {
  try {
    return new URL(baseUrl);
  } catch {
    // A provider that is not finished yet has no address.
    return null;
  }
}
