import { basename, extname } from 'node:path';
import type { ImportSource } from '../../shared/domain/transfer.ts';
import { parseBySyntax } from '../base/configuration-syntax.ts';
import { convertCcRelay, isCcRelay } from './cc-relay.ts';
import {
  convertCcSwitch,
  isCcSwitchFile,
  switchProvidersOfFile,
  switchProvidersOfRows,
} from './cc-switch.ts';
import { convertCcr, isCcr } from './ccr.ts';
import { convertClaudeSettings, isClaudeSettings } from './claude-settings.ts';
import { ImportError } from './conversion.ts';
import type { Conversion } from './conversion.ts';
import { convertFreeClaudeCode, isFreeClaudeCode } from './free-claude-code.ts';
import { convertModelRouter, isModelRouter } from './model-router.ts';
import { convertOwnExport, isOwnExport } from './own-export.ts';
import { fieldsOf } from './reading.ts';
import type { Fields } from './reading.ts';
import { convertShare, isShare } from './share.ts';
import { providerRows } from './sql-dump.ts';

/** The tools whose files are trees (JSON, YAML, TOML), the most telling shape first. */
const trees: readonly {
  readonly source: ImportSource;
  readonly fits: (root: Fields) => boolean;
  readonly convert: (root: unknown) => Conversion;
}[] = [
  { source: 'switchyard', fits: isShare, convert: convertShare },
  { source: 'switchyard', fits: isOwnExport, convert: convertOwnExport },
  {
    source: 'cc-switch',
    fits: isCcSwitchFile,
    convert: (root) => convertCcSwitch(switchProvidersOfFile(fieldsOf(root))),
  },
  { source: 'cc-relay', fits: isCcRelay, convert: convertCcRelay },
  { source: 'model-router', fits: isModelRouter, convert: convertModelRouter },
  { source: 'ccr', fits: isCcr, convert: convertCcr },
  { source: 'claude-settings', fits: isClaudeSettings, convert: convertClaudeSettings },
];

/**
 * One of the other tools' files as a configuration of ours; `name` helps to tell the format, `from` says whose it is
 * where the shape does not. Throws `ImportError`; no message repeats a part of the text, which may hold keys.
 */
export function convertText(name: string, text: string, from: ImportSource | null): Conversion {
  const extension = extname(name).toLowerCase();
  const isEnv = basename(name).startsWith('.env') || extension === '.env';
  if (from === 'free-claude-code' || (from === null && isEnv && isFreeClaudeCode(text))) {
    return convertFreeClaudeCode(text);
  }
  if (extension === '.sql' || (from === 'cc-switch' && /\bINSERT\s/i.test(text))) {
    return convertCcSwitch(switchProvidersOfRows(providerRows(text)));
  }
  const root = treeOf(extension, text);
  const asked = trees.filter(({ source }) => from === null || source === from);
  const fitting =
    asked.find(({ fits }) => fits(fieldsOf(root))) ?? (from === null ? undefined : asked.at(-1));
  if (fitting !== undefined) return fitting.convert(root);
  if (isFreeClaudeCode(text)) return convertFreeClaudeCode(text);
  throw new ImportError('this is the configuration of no tool that Switchyard can read');
}

function treeOf(extension: string, text: string): unknown {
  const isKnown = ['.json', '.jsonc', '.yaml', '.yml', '.toml'].includes(extension);
  // What claude-code-router calls JSON may be JSON5, whose quotes and bare names YAML reads as well.
  const tries = ['.json', '.jsonc'].includes(extension)
    ? ['.json', '.yaml']
    : isKnown
      ? [extension]
      : ['.json', '.toml', '.yaml'];
  let place = '';
  for (const attempt of tries) {
    const parsed = parseBySyntax(`file${attempt}`, text);
    if (parsed.ok && typeof parsed.value.value === 'object') return parsed.value.value;
    if (!parsed.ok && parsed.error.place !== null && place === '') {
      place = ` (line ${String(parsed.error.place.line)})`;
    }
  }
  if (!isKnown) return {};
  throw new ImportError(`it cannot be read as ${extension.slice(1).toUpperCase()}${place}`);
}
