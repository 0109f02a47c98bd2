import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { err, ok, type Result } from '../../shared/base/result.ts';
import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { ShareText } from '../../shared/domain/share.ts';
import type {
  ImportOffer,
  ImportPreview,
  ImportResult,
  NotCarried,
} from '../../shared/domain/transfer.ts';
import type { Clock } from '../base/clock.ts';
import { ImportError, type Conversion, type ImportedKey } from '../import/conversion.ts';
import { besideExisting } from '../import/beside-existing.ts';
import { readImport } from '../import/read-import.ts';
import { referenceWarnings, withoutReferences } from '../import/references.ts';
import { onExisting } from '../import/on-existing.ts';
import { convertShare, shareOfProfile, shareOfProvider } from '../import/share.ts';
import { linkOfShare, shareOfLink } from '../import/share-link.ts';
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
  readonly conversion: Conversion;
  readonly until: number;
}

/** Imports between preview and confirmation. The window gets a preview's id; the keys stay here. */
export class ImportDesk {
  readonly #dependencies: ImportDeskDependencies;
  readonly #waiting = new Map<string, Waiting>();
  #offer: ImportOffer | null = null;

  constructor(dependencies: ImportDeskDependencies) {
    this.#dependencies = dependencies;
  }

  async preview(file: string): Promise<Result<ImportPreview, string>> {
    const read = await readImport(file);
    if (!read.ok) return read;
    try {
      return ok(this.#keep(file, withoutReferences(read.value)));
    } catch (error) {
      if (error instanceof ImportError) return err(error.message);
      throw error;
    }
  }

  /** Reads a link and keeps what it says until the window comes for it; the newest counts. */
  offerLink(link: string): void {
    if (this.#offer?.ok === true) this.discard(this.#offer.preview.previewId);
    const read = this.#previewLink(link);
    this.#offer = read.ok ? { ok: true, preview: read.value } : { ok: false, reason: read.error };
  }

  takeOffer(): ImportOffer | null {
    const offer = this.#offer;
    this.#offer = null;
    return offer;
  }

  #previewLink(link: string): Result<ImportPreview, string> {
    try {
      return ok(this.#keep('', convertShare(JSON.parse(shareOfLink(link)))));
    } catch (error) {
      if (error instanceof ImportError) return err(error.message);
      if (error instanceof SyntaxError) return err('the link is damaged');
      throw error;
    }
  }

  /** What is handed on of a profile or a provider; never a key. */
  share(kind: 'profile' | 'provider', id: string): Result<ShareText, string> {
    const { configuration } = this.#dependencies.settings;
    try {
      const make = kind === 'profile' ? shareOfProfile : shareOfProvider;
      const document = make(configuration, id);
      const link = linkOfShare(JSON.stringify(document));
      return ok({ text: `${JSON.stringify(document, null, 2)}\n`, link });
    } catch (error) {
      if (error instanceof ImportError) return err(error.message);
      throw error;
    }
  }

  #keep(file: string, conversion: Conversion): ImportPreview {
    const previewId = randomUUID();
    const now = this.#dependencies.clock.monotonic();
    this.#forgetOld(now);
    const surplus = this.#waiting.size - MAX_PREVIEWS + 1;
    for (const id of [...this.#waiting.keys()].slice(0, Math.max(0, surplus))) {
      this.#waiting.delete(id);
    }
    this.#waiting.set(previewId, { conversion, until: now + KEPT_MS });
    return this.#describe(previewId, file, conversion);
  }

  /** Adds providers, profiles and keys. Nothing that is there changes, and the active profile stays. */
  async apply(previewId: string): Promise<Result<ImportResult, string>> {
    this.#forgetOld(this.#dependencies.clock.monotonic());
    const waiting = this.#waiting.get(previewId);
    if (waiting === undefined) return err('This preview is too old; choose the file again');
    const { settings, vault } = this.#dependencies;
    const { configuration, keys } = this.#fitted(waiting.conversion).conversion;
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

  #fitted(conversion: Conversion): ReturnType<typeof onExisting> {
    const { configuration } = this.#dependencies.settings;
    return onExisting(besideExisting(conversion, configuration), configuration);
  }

  #forgetOld(now: number): void {
    for (const [id, { until }] of this.#waiting) if (until <= now) this.#waiting.delete(id);
  }

  #describe(previewId: string, file: string, raw: Conversion): ImportPreview {
    const { already, conversion } = this.#fitted(raw);
    const { source, configuration, keys, notCarried, warnings } = conversion;
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
      warnings: [...(warnings ?? []), ...referenceWarnings(configuration)],
      already,
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
