import type { AuthScheme, Billing, ProviderModel, WireFormat } from '../domain/provider.ts';
import type { Quirk } from '../domain/quirk.ts';

/** One entry of the catalogue: facts only. A provider starts as a copy of it (house 2.6). */
export interface ProviderPreset {
  readonly id: string;
  readonly name: string;
  /** Two letters that stand for it where there is no room for the name; unique. */
  readonly mark: string;
  readonly wire: WireFormat;
  /** What precedes the operation, as config.md 1 defines per wire. Empty: the user gives it. */
  readonly baseUrl: string;
  /** The same vendor by another wire or in another region. */
  readonly alternatives?: readonly {
    readonly wire: WireFormat;
    readonly baseUrl: string;
    readonly label?: string;
    /** Where it is another than the preset's own. */
    readonly auth?: AuthScheme;
  }[];
  readonly auth: AuthScheme;
  /** Customary name of the environment variable that holds the key. */
  readonly env: string | null;
  /** Where a person makes a key. */
  readonly keyUrl: string | null;
  readonly docs: string | null;
  /** A server on this machine: its usual port, and the path whose 200 shows that it is there. */
  readonly local?: { readonly port: number; readonly probePath: string };
  readonly models: readonly ProviderModel[];
  readonly billing: Billing;
  /** The vendor's section in the price table; null: prices are unknown or there are none. */
  readonly priceList: string | null;
  readonly quirks: readonly Quirk[];
}
