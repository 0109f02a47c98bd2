import type { Configuration } from '../../shared/domain/configuration.ts';
import type { KeyRef } from '../../shared/domain/ids.ts';
import type { ShareWarning } from '../../shared/domain/share.ts';
import type { ImportSource, NotCarried } from '../../shared/domain/transfer.ts';

/** A key that stood in the file in plain text; it goes to the keychain and nowhere else. */
export interface ImportedKey extends KeyRef {
  readonly secret: string;
}

/** Another tool's configuration as one of ours. `configuration` passes the schema and holds no secret. */
export interface Conversion {
  readonly source: ImportSource;
  readonly configuration: Configuration;
  readonly keys: readonly ImportedKey[];
  readonly notCarried: readonly NotCarried[];
  /** Of somebody else's share, and only of that: no variable of this machine is read for it. */
  readonly warnings?: readonly ShareWarning[];
}

/** Ends a conversion with a sentence for the user; `readImport` makes it a value. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
