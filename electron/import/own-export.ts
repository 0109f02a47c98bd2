import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Conversion } from './conversion.ts';
import { ImportError } from './conversion.ts';
import type { Fields } from './reading.ts';

/** Our own export. Where a provider's own headers might carry a credential they stay: the file was ours. */
export function convertOwnExport(root: unknown): Conversion {
  const parsed = configurationSchema.safeParse(root);
  if (!parsed.success) {
    const [problem] = parsed.error.issues;
    throw new ImportError(`${problem?.path.join('.') ?? ''}: ${problem?.message ?? 'invalid'}`);
  }
  const configuration: Configuration = parsed.data;
  return { source: 'switchyard', configuration, keys: [], notCarried: [] };
}

export function isOwnExport(root: Fields): boolean {
  return root['version'] === 1 && 'activeProfile' in root && Array.isArray(root['profiles']);
}
