import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type {
  AuthScheme,
  Billing,
  Provider,
  ProviderModel,
  ResolvedProvider,
  WireFormat,
} from './provider.ts';
import type { Quirk } from './quirk.ts';

/** What of a catalogue entry fills a provider's gaps. */
export interface PresetDefaults {
  readonly id: string;
  readonly name: string;
  readonly wire: WireFormat;
  /** Empty: the user gives it. */
  readonly baseUrl: string;
  readonly alternatives?: readonly {
    readonly wire: WireFormat;
    readonly baseUrl: string;
    readonly auth?: AuthScheme;
  }[];
  readonly auth: AuthScheme;
  readonly env?: string | null;
  readonly models: readonly ProviderModel[];
  readonly billing: Billing;
  readonly quirks: readonly Quirk[];
}

export interface ProviderProblem {
  readonly field: 'preset' | 'wire' | 'baseUrl';
  readonly message: string;
  readonly allowed: string;
}

/**
 * Fills what a provider leaves out from its preset, so that nothing downstream sees a gap. The user's word always wins;
 * another wire than the preset's takes that vendor's address for it. Fails where wire or address are nowhere given.
 */
export function resolveProvider(
  provider: Provider,
  presets: readonly PresetDefaults[],
): Result<ResolvedProvider, ProviderProblem> {
  const preset = presets.find(({ id }) => id === provider.preset);
  if (provider.preset !== undefined && preset === undefined) {
    const message = `the catalogue has no preset "${provider.preset}"`;
    return err({ field: 'preset', message, allowed: presets.map(({ id }) => id).join(', ') });
  }
  const wire = provider.wire ?? preset?.wire;
  if (wire === undefined) return err(missing('wire', 'name its wire format, or a preset'));
  const baseUrl = provider.baseUrl ?? presetAddress(preset, wire);
  if (!isHttpAddress(baseUrl)) {
    const allowed = 'an absolute http:// or https:// address';
    if (baseUrl === '') return err(missing('baseUrl', allowed));
    // The value is not repeated: it may hold a name and password.
    return err({ field: 'baseUrl', message: 'this is not an address', allowed });
  }
  return ok({
    ...(preset === undefined
      ? bareDefaults
      : presetFields(preset, provider.auth ?? presetAuth(preset, wire))),
    name: provider.name ?? preset?.name ?? provider.id,
    ...given(provider),
    id: provider.id,
    wire,
    baseUrl,
  });
}

type Fillable = Omit<ResolvedProvider, 'id' | 'name' | 'wire' | 'baseUrl'>;

const bareDefaults: Fillable = {
  preset: null,
  auth: 'none',
  keys: [],
  models: [],
  modelMapping: {},
  headers: {},
  timeouts: {},
  billing: { kind: 'per-token' },
  quirks: [],
};

function presetFields(preset: PresetDefaults, auth: AuthScheme): Fillable {
  const { id, models, billing, quirks } = preset;
  const keys = defaultKeys(preset, auth);
  return { ...bareDefaults, preset: id, auth, keys, models, billing, quirks };
}

/** What the user wrote, without the gaps: a spread must not overwrite a default by `undefined`. */
function given({ preset: _preset, ...provider }: Provider): Partial<Fillable> {
  const present = Object.entries(provider).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present);
}

function missing(field: 'wire' | 'baseUrl', allowed: string): ProviderProblem {
  return { field, message: `the provider has no ${field}, and no preset gives it`, allowed };
}

function presetAddress(preset: PresetDefaults | undefined, wire: WireFormat): string {
  if (preset === undefined) return '';
  if (preset.wire === wire) return preset.baseUrl;
  return preset.alternatives?.find((other) => other.wire === wire)?.baseUrl ?? '';
}

function presetAuth(preset: PresetDefaults, wire: WireFormat): AuthScheme {
  if (preset.wire === wire) return preset.auth;
  return preset.alternatives?.find((other) => other.wire === wire)?.auth ?? preset.auth;
}

/** A preset's customary variable stands in where the user names no keys at all. */
function defaultKeys(preset: PresetDefaults, auth: AuthScheme): ResolvedProvider['keys'] {
  if (auth === 'none' || auth === 'native' || typeof preset.env !== 'string') return [];
  return [{ id: 'main', env: preset.env }];
}

function isHttpAddress(address: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
