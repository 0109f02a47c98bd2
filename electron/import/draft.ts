import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { idOfName } from '../../shared/domain/ids.ts';
import type {
  AuthScheme,
  Provider,
  ProviderKey,
  ProviderModel,
  Timeouts,
  WireFormat,
} from '../../shared/domain/provider.ts';
import type { Condition, Profile, Rule, TargetSpec } from '../../shared/domain/rule.ts';
import type { ImportSource, LossReason, NotCarried } from '../../shared/domain/transfer.ts';
import { wires } from '../wire/index.ts';
import { presetAt, readAddress } from './address.ts';
import { ImportError } from './conversion.ts';
import type { Conversion, ImportedKey } from './conversion.ts';
import { keySource } from './key-source.ts';

export interface KeySpec {
  readonly path: string;
  readonly value: string;
  readonly limits?: Pick<ProviderKey, 'priority' | 'requestsPerMinute' | 'tokensPerMinute'>;
}
export interface ProviderSpec {
  readonly path: string;
  readonly name: string;
  readonly address: string;
  readonly wire: WireFormat;
  /** Left out: as the vendor's catalogue entry says, or what is usual for the wire. */
  readonly auth?: AuthScheme | undefined;
  readonly keys: readonly KeySpec[];
  readonly models?: readonly ProviderModel[];
  readonly modelMapping?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeouts?: Timeouts;
}

/** Header names that carry a credential. */
const secretHeader = /auth|key|token|cookie|secret|password/i;

/** Collects what a converter finds; the one place where ids are made and keys are taken out of the text. */
export class Draft {
  readonly #source: ImportSource;
  readonly #providers: Provider[] = [];
  readonly #ids = new Map<string, string>();
  readonly #profiles: Profile[] = [];
  readonly #keys: ImportedKey[] = [];
  readonly #notCarried: NotCarried[] = [];

  constructor(source: ImportSource) {
    this.#source = source;
  }

  lose(path: string, why: LossReason, detail = ''): void {
    this.#notCarried.push({ path, why, detail });
  }

  /** Each of these fields that is there is reported with its reason. */
  loseFields(
    fields: Readonly<Record<string, unknown>>,
    reasons: Readonly<Record<string, LossReason>>,
    prefix = '',
  ): void {
    for (const [name, why] of Object.entries(reasons)) {
      if (isSaid(fields[name])) this.lose(`${prefix}${name}`, why);
    }
  }

  /** Each field that is there and that nobody here reads is reported: a newer version may mean something by it. */
  loseUnknown(fields: Readonly<Record<string, unknown>>, known: string, prefix = ''): void {
    const names = new Set(known.split(' '));
    for (const [name, value] of Object.entries(fields)) {
      if (!names.has(name) && isSaid(value)) this.lose(`${prefix}${name}`, 'no-counterpart');
    }
  }

  /** The id under which the provider can be aimed at; null where it has no usable address (reported). */
  addProvider(spec: ProviderSpec): string | null {
    const address = readAddress(spec.address);
    if (address === null) {
      this.lose(spec.path, 'no-address', spec.name);
      return null;
    }
    const { baseUrl, hadSecret } = address;
    if (hadSecret) this.lose(`${spec.path} (address)`, 'may-be-secret');
    if (spec.wire !== 'anthropic-messages' && wires[spec.wire] === undefined) {
      this.lose(spec.path, 'wire-later', spec.wire);
    }
    const id = this.#newId(spec);
    const keys = spec.keys.flatMap((key, index) => this.#takeKey(id, key, index));
    const preset = presetAt(baseUrl);
    const headers = this.#safeHeaders(spec);
    this.#providers.push({
      id,
      ...(preset === undefined ? {} : { preset: preset.id }),
      name: spec.name === '' ? id : spec.name,
      wire: spec.wire,
      baseUrl,
      auth: authOf(spec, preset, keys.length > 0),
      ...(keys.length === 0 ? {} : { keys }),
      ...filled('models', [...(spec.models ?? [])]),
      ...filled('modelMapping', { ...spec.modelMapping }),
      ...filled('headers', headers),
      ...filled('timeouts', { ...spec.timeouts }),
    });
    return id;
  }

  /** Anthropic with the client's own login. */
  addNative(): string {
    const id = 'anthropic';
    if (!this.#providers.some((provider) => provider.id === id)) {
      this.#providers.push({ id, preset: 'anthropic-oauth' });
      this.#ids.set(id, id);
    }
    return id;
  }

  /** By the name that the file gives it; case does not matter. */
  providerNamed(name: string): string | undefined {
    return this.#ids.get(name.trim().toLowerCase());
  }

  /** How much was reported so far. */
  get lost(): number {
    return this.#notCarried.length;
  }

  addProfile(name: string, rules: readonly Rule[], idWish = idOfName(name)): string {
    const wish = idWish === '' ? 'imported' : idWish;
    const id = unused(wish, (taken) => this.#profiles.some((profile) => profile.id === taken));
    this.#profiles.push({ id, name, lock: null, rules: [...rules] });
    return id;
  }

  /** Throws `ImportError` when there is nothing in it; what it returns has passed the schema. */
  finish(rest: Partial<Pick<Configuration, 'activeProfile' | 'listen'>> = {}): Conversion {
    const [first] = this.#profiles;
    if (first === undefined || this.#providers.length + first.rules.length === 0) {
      throw new ImportError('there is no provider in it that could be taken over');
    }
    const checked = configurationSchema.safeParse({
      version: 1,
      activeProfile: first.id,
      ...rest,
      providers: this.#providers,
      profiles: this.#profiles,
    });
    if (!checked.success) {
      const [problem] = checked.error.issues;
      throw new ImportError(`${problem?.path.join('.') ?? ''}: ${problem?.message ?? 'invalid'}`);
    }
    return {
      source: this.#source,
      configuration: checked.data,
      keys: this.#keys,
      notCarried: this.#notCarried,
    };
  }

  #newId({ name, path }: ProviderSpec): string {
    const wish = idOfName(name);
    const id = unused(wish === '' ? 'provider' : wish, (taken) =>
      this.#providers.some((provider) => provider.id === taken),
    );
    // `provider,model` finds a provider by the id that its name makes; only then is it called otherwise.
    if (id !== wish) this.lose(path, 'renamed', id);
    const known = name.trim().toLowerCase();
    if (!this.#ids.has(known)) this.#ids.set(known, id);
    return id;
  }

  #takeKey(providerId: string, spec: KeySpec, index: number): ProviderKey[] {
    const source = keySource(spec.value);
    if (source.kind === 'none') return [];
    const keyId = index === 0 ? 'main' : `key-${String(index + 1)}`;
    const key: ProviderKey = { id: keyId, ...spec.limits };
    if (source.kind === 'env') return [{ ...key, env: source.name }];
    if (source.kind === 'secret') this.#keys.push({ providerId, keyId, secret: source.secret });
    else this.lose(spec.path, 'key-missing');
    return [{ ...key, keychain: true }];
  }

  #safeHeaders({ headers = {}, path }: ProviderSpec): Record<string, string> {
    const entries = Object.entries(headers).filter(([name, value]) => {
      const isReference = /^\$\{\w+\}$/.test(value);
      if (!secretHeader.test(name) || isReference) return true;
      this.lose(`${path} (header ${name})`, 'may-be-secret');
      return false;
    });
    return Object.fromEntries(entries);
  }
}

/** A rule that is on. */
export function ruleOf(
  id: string,
  name: string,
  when: Condition,
  targets: readonly TargetSpec[],
  strategy:
    'failover' | 'round-robin' | 'weighted' | 'least-busy' | 'cheapest' | 'fastest' = 'failover',
): Rule {
  return { id, name, enabled: true, when, then: { strategy, targets: [...targets] } };
}

function authOf(
  { auth, wire }: ProviderSpec,
  preset: ReturnType<typeof presetAt>,
  hasKeys: boolean,
): AuthScheme {
  if (auth !== undefined) return auth;
  if (preset !== undefined && preset.auth !== 'none' && preset.wire === wire) return preset.auth;
  if (!hasKeys && (preset === undefined || preset.auth === 'none')) return 'none';
  return 'bearer';
}

function unused(wish: string, isTaken: (id: string) => boolean): string {
  if (!isTaken(wish)) return wish;
  for (let number = 2; ; number += 1) {
    const id = `${wish}-${String(number)}`;
    if (!isTaken(id)) return id;
  }
}

function filled<Name extends string, T extends object>(
  name: Name,
  value: T,
): Partial<Record<Name, T>> {
  return Object.keys(value).length === 0 ? {} : ({ [name]: value } as Record<Name, T>);
}

function isSaid(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
