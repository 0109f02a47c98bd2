import type { ProviderPreset } from '../../../shared/catalog/preset.ts';
import type { DiscoveredEndpoint } from '../../../shared/domain/provider-view.ts';
import type {
  AuthScheme,
  Provider,
  ResolvedProvider,
  WireFormat,
} from '../../../shared/domain/provider.ts';

/** What the form holds while a provider is added or edited. Never a secret: the key field keeps that to itself. */
export interface ProviderDraft {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly wire: WireFormat;
  readonly auth: AuthScheme;
}

export interface DraftProblems {
  readonly id: 'rule' | 'taken' | null;
  readonly baseUrl: boolean;
}

/** Dialects that have an adapter. */
export const wireChoices: readonly WireFormat[] = ['anthropic-messages', 'openai-chat'];
export const authChoices: readonly AuthScheme[] = [
  'bearer',
  'x-api-key',
  'api-key',
  'none',
  'native',
];

export function draftFromPreset(
  preset: ProviderPreset,
  found: DiscoveredEndpoint | null,
  taken: ReadonlySet<string>,
): ProviderDraft {
  return {
    id: freeId(preset.id, taken),
    name: preset.name,
    baseUrl: found?.baseUrl ?? preset.baseUrl,
    wire: found?.wire ?? preset.wire,
    auth: preset.auth,
  };
}

export function draftFromProvider(provider: ResolvedProvider): ProviderDraft {
  const { id, name, baseUrl, wire, auth } = provider;
  return { id, name, baseUrl, wire, auth };
}

/**
 * Another dialect of the same vendor takes the vendor's address for it, and its way with the key, unless the person
 * wrote an own one.
 */
export function withWire(
  draft: ProviderDraft,
  wire: WireFormat,
  preset: ProviderPreset | null,
): ProviderDraft {
  const isVendors = addressesOf(preset).some((known) => known.baseUrl === draft.baseUrl);
  const vendors = vendorsOwn(preset, wire);
  if (!isVendors || vendors === null) return { ...draft, wire };
  const isVendorsAuth = draft.auth === vendorsOwn(preset, draft.wire)?.auth;
  return {
    ...draft,
    wire,
    baseUrl: vendors.baseUrl,
    auth: isVendorsAuth ? vendors.auth : draft.auth,
  };
}

export function problemsOf(draft: ProviderDraft, taken: ReadonlySet<string>): DraftProblems {
  return {
    id: !/^[a-z0-9][a-z0-9-]*$/.test(draft.id) ? 'rule' : taken.has(draft.id) ? 'taken' : null,
    baseUrl: !/^https?:\/\/[^\s/]+/.test(draft.baseUrl),
  };
}

/** What is saved: what differs from the preset, so that the catalogue's corrections still arrive. */
export function providerOf(
  draft: ProviderDraft,
  preset: ProviderPreset | null,
  before: Provider | null,
): Provider {
  const kept = before ?? { id: draft.id, ...(preset === null ? {} : { preset: preset.id }) };
  const { name: _name, baseUrl: _baseUrl, wire: _wire, auth: _auth, ...rest } = kept;
  const vendors = vendorsOwn(preset, draft.wire);
  const start = {
    name: preset?.name ?? '',
    wire: preset?.wire,
    baseUrl: vendors?.baseUrl,
    auth: vendors?.auth ?? preset?.auth,
  };
  return {
    ...rest,
    ...(draft.name === start.name || draft.name.trim() === '' ? {} : { name: draft.name }),
    ...(draft.wire === start.wire ? {} : { wire: draft.wire }),
    ...(draft.baseUrl === start.baseUrl ? {} : { baseUrl: draft.baseUrl }),
    ...(draft.auth === start.auth ? {} : { auth: draft.auth }),
  };
}

function addressesOf(preset: ProviderPreset | null): readonly VendorAddress[] {
  return preset === null ? [] : [preset, ...(preset.alternatives ?? [])];
}

interface VendorAddress {
  readonly wire: WireFormat;
  readonly baseUrl: string;
  readonly auth?: AuthScheme;
}

/** The vendor's address in a dialect, and how it wants the key there; null where it does not speak it. */
function vendorsOwn(
  preset: ProviderPreset | null,
  wire: WireFormat,
): { readonly baseUrl: string; readonly auth: AuthScheme } | null {
  const known = addressesOf(preset).find((each) => each.wire === wire);
  if (preset === null || known === undefined) return null;
  return { baseUrl: known.baseUrl, auth: known.auth ?? preset.auth };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let count = 2;
  while (taken.has(`${wanted}-${count}`)) count += 1;
  return `${wanted}-${count}`;
}
