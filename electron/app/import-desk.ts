import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { err, ok, type Result } from '../../shared/base/result.ts';
import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { ImportPreview, ImportResult, NotCarried } from '../../shared/domain/transfer.ts';
import { parseConfiguration } from '../base/configuration-file.ts';
import type { Clock } from '../base/clock.ts';
import type { Conversion, ImportedKey } from '../import/conversion.ts';
import { besideExisting } from '../import/beside-existing.ts';
import { readImport } from '../import/read-import.ts';
import type { SecretVault } from './secret-vault.ts';
import type { SettingsStore } from './settings-store.ts';

/** A preview that nobody confirms holds keys in memory: not for long, and not many. */
const KEPT_MS = 10 * 60_000;
const MAX_PREVIEWS = 4;

export interface ImportDeskDependencies {
  readonly settings: SettingsStore;
  readonly vault: SecretVault;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Waiting {
  readonly file: string;
  readonly conversion: Conversion;
  readonly until: number;
}

/** Imports between preview and confirmation. The window gets a preview's id; the keys stay here. */
export class ImportDesk {
  readonly #dependencies: ImportDeskDependencies;
  readonly #waiting = new Map<string, Waiting>();

  constructor(dependencies: ImportDeskDependencies) {
    this.#dependencies = dependencies;
  }

  async preview(file: string): Promise<Result<ImportPreview, string>> {
    const read = await readImport(file);
    if (!read.ok) return read;
    const filled = withEnvironment(read.value, this.#dependencies.environment);
    if (!filled.ok) return filled;
    const previewId = randomUUID();
    const now = this.#dependencies.clock.monotonic();
    this.#forgetOld(now);
    const surplus = this.#waiting.size - MAX_PREVIEWS + 1;
    for (const id of [...this.#waiting.keys()].slice(0, Math.max(0, surplus))) {
      this.#waiting.delete(id);
    }
    this.#waiting.set(previewId, { file, conversion: filled.value, until: now + KEPT_MS });
    return ok(this.#describe(previewId, file, this.#fitted(filled.value)));
  }

  /** Adds providers, profiles and keys. Nothing that is there changes, and the active profile stays. */
  async apply(previewId: string): Promise<Result<ImportResult, string>> {
    this.#forgetOld(this.#dependencies.clock.monotonic());
    const waiting = this.#waiting.get(previewId);
    if (waiting === undefined) return err('This preview is too old; choose the file again');
    const { settings, vault } = this.#dependencies;
    const { configuration, keys } = this.#fitted(waiting.conversion);
    const result = settings.updateConfiguration((current) => ({
      ...current,
      providers: [...current.providers, ...configuration.providers],
      profiles: [...current.profiles, ...configuration.profiles],
    }));
    if (!result.ok) return result;
    this.#waiting.delete(previewId);
    const places = new Set<'keychain' | 'session'>();
    for (const { secret, ...ref } of keys) places.add(await vault.store(ref, secret));
    return ok({
      providers: configuration.providers.map(({ id }) => id),
      profiles: configuration.profiles.map(({ id }) => id),
      keysKept: places.has('session') ? 'session' : places.has('keychain') ? 'keychain' : 'none',
    });
  }

  discard(previewId: string): void {
    this.#waiting.delete(previewId);
  }

  #fitted(conversion: Conversion): Conversion {
    return besideExisting(conversion, this.#dependencies.settings.configuration);
  }

  #forgetOld(now: number): void {
    for (const [id, { until }] of this.#waiting) if (until <= now) this.#waiting.delete(id);
  }

  #describe(previewId: string, file: string, conversion: Conversion): ImportPreview {
    const { source, configuration, keys, notCarried } = conversion;
    return {
      previewId,
      source,
      fileName: basename(file),
      providers: configuration.providers.map((provider) => this.#providerRow(provider, keys)),
      profiles: configuration.profiles.map(({ id, name, rules }) => ({
        id,
        name: name ?? id,
        rules: rules.map((rule) => ({
          id: rule.id,
          name: rule.name ?? rule.id,
          targets:
            'targets' in rule.then
              ? rule.then.targets.map((target) => `${target.provider} ${target.model}`)
              : [],
        })),
      })),
      notCarried: notCarried satisfies readonly NotCarried[],
    };
  }

  #providerRow(
    provider: Provider,
    keys: readonly ImportedKey[],
  ): ImportPreview['providers'][number] {
    const resolved = resolveDraft(provider);
    const { environment } = this.#dependencies;
    return {
      id: provider.id,
      name: resolved.name,
      wire: resolved.wire,
      baseUrl: resolved.baseUrl,
      keys: resolved.keys.map(({ id, env }) => ({
        id,
        env: env ?? null,
        present:
          env === undefined
            ? keys.some((key) => key.providerId === provider.id && key.keyId === id)
            : (environment[env] ?? '') !== '',
      })),
    };
  }
}

/** References in addresses and headers are filled in now: the app keeps no file that a shell would expand. */
function withEnvironment(
  conversion: Conversion,
  environment: ImportDeskDependencies['environment'],
): Result<Conversion, string> {
  const text = JSON.stringify(conversion.configuration satisfies Configuration);
  const parsed = parseConfiguration('import.json', text, environment);
  if (parsed.ok) return ok({ ...conversion, configuration: parsed.value });
  const [problem] = parsed.error;
  return err(problem === undefined ? 'invalid' : `${problem.path}: ${problem.message}`);
}
