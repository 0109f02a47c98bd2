import { findPreset, presets } from '../../shared/catalog/index.ts';
import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import { hostOf, vendorAt } from '../../shared/catalog/vendor-at.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { Profile } from '../../shared/domain/rule.ts';
import {
  shareSchema,
  type ShareDocument,
  type SharedProvider,
  type ShareWarning,
} from '../../shared/domain/share.ts';
import { readAddress } from './address.ts';
import { ImportError, type Conversion } from './conversion.ts';
import { fieldsOf } from './reading.ts';

const MAX_DEPTH = 24;
const MAX_VALUES = 20_000;
const MAX_TEXT = 2_000;
const MAX_RULES = 300;
const reserved = new Set(['__proto__', 'constructor', 'prototype']);
/** Control characters, and those that turn the direction of text or are not seen: they hide what a line says. */
const hidden = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
/** Ways to pay that send what this machine holds without a key of its own. */
const ambient: readonly string[] = ['native', 'aws-sigv4', 'gcp-adc'];

/** A profile with every provider that its rules name. Throws `ImportError` where there is no such profile. */
export function shareOfProfile(configuration: Configuration, profileId: string): ShareDocument {
  const profile = configuration.profiles.find(({ id }) => id === profileId);
  if (profile === undefined) throw new ImportError('there is no such profile');
  const named = new Set(targetsOf(profile).map(({ provider }) => provider));
  const needed = configuration.providers.filter(({ id }) => named.has(id));
  return { switchyard: 'share', version: 1, profile, providers: needed.map(sharedProvider) };
}

export function shareOfProvider(configuration: Configuration, providerId: string): ShareDocument {
  const provider = configuration.providers.find(({ id }) => id === providerId);
  if (provider === undefined) throw new ImportError('there is no such provider');
  return { switchyard: 'share', version: 1, providers: [sharedProvider(provider)] };
}

/** Without keys and headers; an address loses its login and query, which may be a key too. */
function sharedProvider(provider: Provider): SharedProvider {
  const { id, preset, name, wire, baseUrl, auth, timeouts, models } = resolveDraft(provider);
  return {
    id,
    ...(preset === null ? {} : { preset }),
    name,
    wire,
    baseUrl: readAddress(baseUrl)?.baseUrl ?? '',
    auth,
    ...(models.length === 0 ? {} : { models: [...models] }),
    ...(provider.modelMapping === undefined ? {} : { modelMapping: provider.modelMapping }),
    ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
  };
}

export function isShare(root: unknown): boolean {
  return fieldsOf(root)['switchyard'] === 'share';
}

/** Somebody else's share as providers and a profile of ours. It brings no key and reads no variable. */
export function convertShare(root: unknown): Conversion {
  refuseHostile(root);
  if (fieldsOf(root)['version'] !== 1) throw new ImportError('it was made by a newer Switchyard');
  const parsed = shareSchema.safeParse(root);
  if (!parsed.success) {
    const [problem] = parsed.error.issues;
    throw new ImportError(`${problem?.path.join('.') ?? ''}: ${problem?.message ?? 'invalid'}`);
  }
  const { profile, providers } = parsed.data;
  refuseGaps(profile, providers);
  return {
    source: 'switchyard',
    configuration: {
      version: 1,
      listen: { host: '127.0.0.1', port: 0 },
      routing: true,
      activeProfile: profile?.id ?? '',
      baseline: { provider: 'anthropic', model: 'claude-sonnet-4-6' },
      native: { baseUrl: 'https://api.anthropic.com' },
      privateRanges: [],
      providers: providers.map(takenProvider),
      profiles: profile === undefined ? [] : [profile],
    },
    keys: [],
    notCarried: [],
    warnings: providers.flatMap(warningsOf),
  };
}

/** Depth, size, reserved names and hidden characters of the whole tree, before anything is done with it. */
function refuseHostile(root: unknown): void {
  let left = MAX_VALUES;
  const checkText = (text: string): void => {
    if (text.length > MAX_TEXT) throw new ImportError('a text in it is too long');
    if (hidden.test(text)) throw new ImportError('it has characters that cannot be seen');
    if (text.includes('${')) throw new ImportError('it asks for variables of this machine');
  };
  const visit = (value: unknown, depth: number): void => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) throw new ImportError('it holds too much');
    if (typeof value === 'string') checkText(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (reserved.has(key)) throw new ImportError('it has a name in it that is not allowed');
      checkText(key);
      visit(inner, depth + 1);
    }
  };
  visit(root, 0);
}

function refuseGaps(profile: Profile | undefined, providers: readonly SharedProvider[]): void {
  if (profile === undefined && providers.length === 0)
    throw new ImportError('there is nothing in it');
  const ids = providers.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new ImportError('two providers in it have one name');
  if (profile === undefined) return;
  if (profile.rules.length > MAX_RULES) throw new ImportError('it has too many rules');
  const rules = profile.rules.map(({ id }) => id);
  if (new Set(rules).size < rules.length) throw new ImportError('two rules in it have one name');
  const missing = targetsOf(profile).find(({ provider }) => !ids.includes(provider));
  if (missing !== undefined) throw new ImportError(`its provider "${missing.provider}" is missing`);
}

/** Asks for a key of the person's own; a login that this machine holds goes to its own vendor only. */
function takenProvider(shared: SharedProvider): Provider {
  const { baseUrl, hadSecret } = readAddress(shared.baseUrl) ?? {};
  if (baseUrl === undefined || hostOf(baseUrl) === null)
    throw new ImportError(`the provider "${shared.id}" has no address that could be used`);
  if (hadSecret === true)
    throw new ImportError(`the address of "${shared.id}" has a name, a password or a query in it`);
  const { preset: presetId, ...rest } = shared;
  const preset = presetId === undefined ? null : findPreset(presetId);
  const isOwnAddress = preset !== null && vendorAt(baseUrl, ({ id }) => id === preset.id) !== null;
  if (ambient.includes(shared.auth) && !(isOwnAddress && preset.auth === shared.auth)) {
    const host = hostOf(baseUrl) ?? '';
    throw new ImportError(`"${shared.id}" would have your own login sent to ${host}`);
  }
  const needsKey = ['bearer', 'x-api-key', 'api-key'].includes(shared.auth);
  return {
    ...rest,
    // A preset's habits and prices are its vendor's; at another address they would be a false name.
    ...(isOwnAddress ? { preset: preset.id } : {}),
    baseUrl,
    ...(needsKey ? { keys: [{ id: 'main', keychain: true }] } : {}),
  };
}

function warningsOf({ id, name, preset, baseUrl }: SharedProvider): readonly ShareWarning[] {
  const host = hostOf(baseUrl) ?? '';
  const found: ShareWarning[] = [];
  const called = [preset ?? '', id, name].map(plainName);
  const vendor = presets.find(
    (known) =>
      !isPrivateHost(hostOf(known.baseUrl) ?? '') &&
      [plainName(known.id), plainName(known.name)].some((own) =>
        called.some((word) => own.length > 2 && word.includes(own)),
      ),
  );
  const isTheirs = vendor !== undefined && vendorAt(baseUrl, (each) => each.id === vendor.id);
  if (vendor !== undefined && isTheirs === null && vendorAt(baseUrl) === null)
    found.push({ provider: id, why: 'strange-host', about: vendor.name, host });
  if (/(^|\.)xn--/.test(host)) found.push({ provider: id, why: 'odd-host', about: '', host });
  if (isPrivateHost(host)) found.push({ provider: id, why: 'private-address', about: '', host });
  else if (baseUrl.startsWith('http:'))
    found.push({ provider: id, why: 'plain-http', about: '', host });
  return found;
}

/** `Z.AI`, `z-ai` and a full-width `ＺＡＩ` are one name. */
function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function isPrivateHost(host: string): boolean {
  return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[|[^.]+(:\d+)?$|.*\.(local|internal|lan|home)(:\d+)?$)/.test(
    host,
  );
}

function targetsOf(profile: Profile): readonly { readonly provider: string }[] {
  return profile.rules.flatMap(({ then }) => ('targets' in then ? then.targets : []));
}
