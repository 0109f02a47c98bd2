import type { WireFormat } from './provider.ts';
import type { ShareWarning } from './share.ts';

/** Configurations that can be read: other tools' and our own export. */
export const importSources = [
  'ccr',
  'cc-relay',
  'model-router',
  'free-claude-code',
  'cc-switch',
  'claude-settings',
  'switchyard',
] as const;
export type ImportSource = (typeof importSources)[number];

/** Why something of a file has no place here; the sentences are in `shared/i18n/transfer.ts`. */
export const lossReasons = [
  'own-token',
  'loopback-only',
  'own-setting',
  'script',
  'transformer',
  'parameters',
  'wire-later',
  'other-address',
  'condition',
  'unknown-target',
  'renamed',
  'renamed-profile',
  'may-be-secret',
  'key-missing',
  'strategy',
  'paid-fallback',
  'other-client',
  'switched-off',
  'no-address',
  'cloud-login',
  'points-at-router',
  'image-agent',
  'proxy',
  'header',
  'vendor-unknown',
  'failover-queue',
  'client-setting',
  'second-key',
  'no-counterpart',
] as const;
export type LossReason = (typeof lossReasons)[number];

/** One thing that could not be carried over. Neither `path` nor `detail` ever holds a setting's value. */
export interface NotCarried {
  readonly path: string;
  readonly why: LossReason;
  /** A name that the sentence speaks of; empty where it needs none. */
  readonly detail: string;
}

/** What an import would add. Keys are told by where they are, never by what they are. */
export interface ImportPreview {
  readonly previewId: string;
  readonly source: ImportSource;
  /** Without its folder. */
  readonly fileName: string;
  readonly providers: readonly {
    readonly id: string;
    readonly name: string;
    readonly wire: WireFormat;
    readonly baseUrl: string;
    readonly keys: readonly {
      readonly id: string;
      /** The variable it is read from; null: the keychain. */
      readonly env: string | null;
      readonly present: boolean;
    }[];
  }[];
  readonly profiles: readonly {
    readonly id: string;
    readonly name: string;
    readonly rules: readonly {
      readonly id: string;
      readonly name: string;
      /** `provider model`, in order; empty: native or refused. */
      readonly targets: readonly string[];
    }[];
  }[];
  readonly notCarried: readonly NotCarried[];
  /** Of somebody else's share. */
  readonly warnings: readonly ShareWarning[];
  /** Providers in it that are there already, at the same address: they are used instead, keys and all. */
  readonly already: readonly { readonly name: string; readonly baseUrl: string }[];
}

/** What came by a link: something to look at, or why it can't be. */
export type ImportOffer =
  | { readonly ok: true; readonly preview: ImportPreview }
  | { readonly ok: false; readonly reason: string };

export interface ImportResult {
  readonly providers: readonly string[];
  readonly profiles: readonly string[];
  /** `session`: there is no keychain, so they are gone when the app quits. */
  readonly keysKept: 'keychain' | 'session' | 'none';
}
