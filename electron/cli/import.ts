import { randomBytes } from 'node:crypto';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify as tomlText } from 'smol-toml';
import { stringify as yamlText } from 'yaml';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { keyAccount } from '../../shared/domain/ids.ts';
import { importSources } from '../../shared/domain/transfer.ts';
import type { ImportSource, NotCarried } from '../../shared/domain/transfer.ts';
import { translate } from '../../shared/i18n/messages.ts';
import { transfer } from '../../shared/i18n/transfer.ts';
import { forFile } from '../base/configuration-file.ts';
import { KeytarStore } from '../base/keytar-store.ts';
import { KeychainError } from '../base/secret-store.ts';
import type { SecretStore } from '../base/secret-store.ts';
import { ImportError, type Conversion, type ImportedKey } from '../import/conversion.ts';
import { readImport } from '../import/read-import.ts';
import { referenceWarnings, withoutReferences } from '../import/references.ts';
import { CommandError, FAILED, OK, WRONG_USAGE } from './command.ts';
import type { CommandIo } from './command.ts';

export const importHelp = `Usage: switchyard import FILE [--from TOOL] [--out FILE] [--force]

Converts another tool's configuration into one of Switchyard's, and prints it.

  --from TOOL  ${importSources.slice(0, 4).join(' | ')} |
               ${importSources.slice(4).join(' | ')}; told by the file's shape unless given
  --out FILE   write it there (.json, .yaml or .toml) instead of the standard output
  --force      replace FILE, and keys of the same name in the keychain

Keys in the file go to the keychain and never to the output; a key that is read from a variable stays so. Any other
reference to a variable becomes plain text (written as $\${NAME}) and is listed: the file may come from anybody.
What could not be carried over is listed on the standard error.
`;

interface Options {
  readonly file: string;
  readonly from: ImportSource | null;
  readonly out: string | null;
  readonly force: boolean;
}

export async function importCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { file, from, out, force } = readArguments(args, io.folder);
  const read = await readImport(resolve(io.folder, file), from);
  if (!read.ok) throw new CommandError(`${file}: ${read.error}`, FAILED);
  const { source, configuration, keys, notCarried, warnings = [] } = plainly(file, read.value);
  if (configuration.profiles.length === 0) {
    throw new CommandError(`${file}: it holds providers only; import it in the app`, FAILED);
  }
  const text = textFor(out, forFile(configuration));
  if (out !== null && !force) await refuseExisting(out);
  const takeBack = await storeKeys(keys, new KeytarStore(), force);
  try {
    if (out === null) io.stdout(text);
    else await replaceFile(out, text, force);
  } catch (error) {
    await takeBack();
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new CommandError(`${out ?? 'The output'} cannot be written ${code}`.trim(), FAILED);
  }
  const { providers, profiles } = configuration;
  const rules = profiles.reduce((sum, profile) => sum + profile.rules.length, 0);
  const tool = translate(transfer, 'en', `source-${source}`);
  io.stderr(
    `${file}: ${tool}; providers: ${providers.length}, profiles: ${profiles.length}, rules: ${rules}, ` +
      `keys put into the keychain: ${keys.length}\n`,
  );
  for (const { provider, why, about, host } of [...warnings, ...referenceWarnings(configuration)]) {
    io.stderr(
      `Look twice: ${provider}: ${translate(transfer, 'en', `warn-${why}`, { about, host })}\n`,
    );
  }
  if (notCarried.length > 0) io.stderr('Not carried over:\n');
  for (const loss of notCarried) io.stderr(`  ${lossLine(loss)}\n`);
  return OK;
}

/** With references to variables as plain text: the file may come from anybody. */
function plainly(file: string, conversion: Conversion): Conversion {
  try {
    return withoutReferences(conversion);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new CommandError(`${file}: ${error.message}`, FAILED);
  }
}

function readArguments(args: readonly string[], folder: string): Options {
  const see = 'See: switchyard import --help';
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...args],
        options: {
          from: { type: 'string' },
          out: { type: 'string' },
          force: { type: 'boolean' },
        },
        allowPositionals: true,
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new CommandError(`${message}\n${see}`, WRONG_USAGE);
    }
  })();
  const { values, positionals } = parsed;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) {
    throw new CommandError(`Name one file: switchyard import FILE\n${see}`, WRONG_USAGE);
  }
  const from = importSources.find((source) => source === values.from);
  if (values.from !== undefined && from === undefined) {
    const allowed = importSources.join(', ');
    throw new CommandError(`--from takes one of ${allowed}, not "${values.from}"`, WRONG_USAGE);
  }
  const out = values.out === undefined ? null : resolve(folder, values.out);
  return { file, from: from ?? null, out, force: values.force === true };
}

function lossLine({ path, why, detail }: NotCarried): string {
  return `${path}: ${translate(transfer, 'en', `why-${why}`, { detail })}`;
}

function textFor(out: string | null, configuration: Configuration): string {
  // TOML has no null; a lock that is left out is no lock.
  const plain = JSON.parse(
    JSON.stringify(configuration, (_key, value: unknown) => (value === null ? undefined : value)),
  ) as Configuration;
  switch (out === null ? '.json' : extname(out).toLowerCase()) {
    case '.json':
    case '.jsonc':
      return `${JSON.stringify(plain, null, 2)}\n`;
    case '.yaml':
    case '.yml':
      return yamlText(plain);
    case '.toml':
      return `${tomlText(plain)}\n`;
    default:
      throw new CommandError('--out takes a .json, .yaml or .toml file', WRONG_USAGE);
  }
}

async function refuseExisting(out: string): Promise<void> {
  const exists = await lstat(out).then(
    () => true,
    () => false,
  );
  if (exists) throw new CommandError(`${out} is already there; --force replaces it`, FAILED);
}

/** Whole or not at all: a reader never sees half of it, and without `force` no other file is lost. */
async function replaceFile(out: string, text: string, force: boolean): Promise<void> {
  if (!force) {
    await writeFile(out, text, { mode: 0o600, flag: 'wx' });
    return;
  }
  const next = `${out}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(next, text, { mode: 0o600, flag: 'wx' });
    await rename(next, out);
  } finally {
    await rm(next, { force: true });
  }
}

/** All keys or none. The answer takes them back again and restores what they replaced. */
async function storeKeys(
  keys: readonly ImportedKey[],
  keychain: SecretStore,
  force: boolean,
): Promise<() => Promise<void>> {
  const before: { readonly account: string; readonly secret: string | null }[] = [];
  const takeBack = async (): Promise<void> => {
    for (const { account, secret } of before.splice(0).reverse()) {
      await (secret === null ? keychain.delete(account) : keychain.set(account, secret));
    }
  };
  try {
    for (const key of keys) {
      const account = keyAccount(key);
      const known = await keychain.get(account);
      if (known === key.secret) continue;
      if (known !== null && !force) {
        const remedy = '--force replaces it. Nothing was changed.';
        throw new CommandError(`The keychain holds another key as ${account}; ${remedy}`, FAILED);
      }
      await keychain.set(account, key.secret);
      before.push({ account, secret: known });
    }
  } catch (error) {
    await takeBack();
    if (!(error instanceof KeychainError)) throw error;
    const remedy =
      'The file holds keys, and they are written nowhere else. Unlock the keychain, or put ${NAME} in their place.';
    throw new CommandError(`${error.message}. ${remedy}`, FAILED);
  }
  return takeBack;
}
