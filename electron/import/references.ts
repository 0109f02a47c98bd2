import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ShareWarning } from '../../shared/domain/share.ts';
import { hostOf } from '../../shared/catalog/vendor-at.ts';
import { parseConfiguration } from '../base/configuration-file.ts';
import { ImportError, type Conversion } from './conversion.ts';

/**
 * The import with every `${NAME}` and `$${` in it as plain text. A file from elsewhere must not have what this machine's
 * variables hold sent to an address of its own choosing; only a key's `env` names one, and a key is shown. Throws
 * `ImportError` where what is left is no configuration.
 */
export function withoutReferences(conversion: Conversion): Conversion {
  // A share with a reference in it was refused as a whole.
  if (conversion.warnings !== undefined) return conversion;
  const text = JSON.stringify(conversion.configuration).replace(/\$?\$\{/g, '$$$${');
  const parsed = parseConfiguration('import.json', text, {});
  if (parsed.ok) return { ...conversion, configuration: parsed.value };
  const [problem] = parsed.error;
  throw new ImportError(`${problem?.path ?? ''}: ${problem?.message ?? 'invalid'}`);
}

/** One for each variable that a provider's fields ask for. */
export function referenceWarnings({ providers }: Configuration): readonly ShareWarning[] {
  return providers.flatMap((provider) => {
    const { baseUrl = '' } = provider;
    const matches = JSON.stringify(provider).matchAll(/\$\{(\w+)[^}]*\}/g);
    const names = new Set([...matches].map(([, name = '']) => name));
    const host = hostOf(baseUrl) ?? '';
    return [...names].map((about): ShareWarning => ({
      provider: provider.id,
      why: 'variable',
      about,
      host,
    }));
  });
}
