import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { err, ok } from '../../shared/base/result.ts';
import type { Result } from '../../shared/base/result.ts';
import { presets } from '../../shared/catalog/index.ts';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { providerSchema } from '../../shared/domain/provider.ts';
import { resolveProvider } from '../../shared/domain/resolve-provider.ts';
import { findingsOf } from './configuration-problems.ts';
import type { Finding } from './configuration-problems.ts';
import { parseBySyntax } from './configuration-syntax.ts';
import type { ParsedText, PathPart } from './configuration-syntax.ts';

/** One thing that is wrong with a configuration file. */
export interface Problem {
  /** As in `profiles[0].rules[1].then`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** What may stand there; empty when the message says it. */
  readonly allowed: string;
  /** From 1; absent where the format does not tell. */
  readonly line?: number;
  readonly column?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A policy is some kilobytes; what is larger is another file by mistake. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * Reads and checks a configuration file (config.md 1): syntax, `${NAME}` from `env`, schema, then every provider
 * against its preset. Never throws for what the user wrote; no problem repeats a value that came from `env`.
 */
export async function readConfiguration(
  file: string,
  env: Environment,
): Promise<Result<Configuration, Problem[]>> {
  const text = await readText(file);
  if (!text.ok) return err([{ path: '', message: text.error, allowed: '' }]);
  return parseConfiguration(file, text.value, env);
}

/** The same for text at hand; `file` only tells the format. */
export function parseConfiguration(
  file: string,
  text: string,
  env: Environment,
): Result<Configuration, Problem[]> {
  const parsed = parseBySyntax(file, text);
  if (!parsed.ok) {
    const { message, place } = parsed.error;
    return err([{ path: '', message, allowed: '', ...place }]);
  }
  const { value, findings } = substitute(withoutSchemaNote(parsed.value.value), env);
  const checked = configurationSchema.safeParse(value);
  const schemaFindings = checked.success ? [] : findingsOf(checked.error);
  const rest = [...schemaFindings, ...unresolvedProviders(value)];
  const all = [...findings, ...withoutRepeats(rest, findings)];
  return checked.success && all.length === 0 ? ok(checked.data) : err(located(all, parsed.value));
}

/** What is wrong with a value whose variable is not set is that variable, and nothing else. */
function withoutRepeats(found: readonly Finding[], said: readonly Finding[]): readonly Finding[] {
  const places = new Set(said.map(({ path }) => pathText(path)));
  return found.filter(({ path }) => !places.has(pathText(path)));
}

/** Presets and gaps of each provider that is well formed by itself, whatever is wrong elsewhere. */
function unresolvedProviders(value: unknown): readonly Finding[] {
  const list = z.object({ providers: z.array(z.unknown()) }).safeParse(value);
  if (!list.success) return [];
  return list.data.providers.flatMap((candidate, index): Finding[] => {
    const provider = providerSchema.safeParse(candidate);
    const resolved = provider.success ? resolveProvider(provider.data, presets) : null;
    if (resolved === null || resolved.ok) return [];
    const { field, message, allowed } = resolved.error;
    return [{ path: ['providers', index, field], message, allowed }];
  });
}

/** One line per problem: place, path, what is wrong, what is allowed. */
export function problemLine(file: string, problem: Problem): string {
  const { path, message, allowed, line, column } = problem;
  const place = line === undefined ? '' : `:${line}:${column ?? 1}`;
  const where = path === '' ? `${file}${place}` : `${path} (${file}${place})`;
  return `${where}: ${message}${allowed === '' ? '' : `; allowed: ${allowed}`}`;
}

export function pathText(path: readonly PathPart[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w$]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

async function readText(file: string): Promise<Result<string, string>> {
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) return err('larger than 4 MiB; this is no configuration file');
    return ok(await readFile(file, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const words: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'this is a folder, not a file',
      EACCES: 'no permission to read it',
    };
    return err(words[code] ?? `cannot be read (${code})`);
  }
}

/** Editors look for `$schema`; it is no setting. */
function withoutSchemaNote(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$schema' in value)) return value;
  const { $schema: _note, ...rest } = value;
  return rest;
}

interface Substituted {
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

/** `${NAME}` in any string, `$${` for a literal `${`. Every unset name is found, not only the first. */
function substitute(root: unknown, env: Environment): Substituted {
  const findings: Finding[] = [];
  const inString = (text: string, path: readonly PathPart[]): string =>
    text.replace(/\$\$\{|\$\{([^}]*)\}/g, (whole, name: string | undefined) => {
      if (name === undefined) return '${';
      const value = Object.hasOwn(env, name) ? env[name] : undefined;
      if (value !== undefined) return value;
      const message = `the environment variable ${name === '' ? '(no name)' : name} is not set`;
      findings.push({ path, message, allowed: 'set it, or write $${ for a literal ${' });
      return whole;
    });
  const visit = (value: unknown, path: readonly PathPart[]): unknown => {
    if (typeof value === 'string') return inString(value, path);
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    // TOML has dates; they are no plain objects and fail in the schema, as they should.
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]),
    );
  };
  return { value: visit(root, []), findings };
}

/** The same configuration for a file: a `${` that is plain text here would be read as a variable there. */
export function forFile<T>(configuration: T): T {
  return JSON.parse(JSON.stringify(configuration).replaceAll('${', '$$${')) as T;
}

function located(findings: readonly Finding[], parsed: ParsedText): Problem[] {
  return findings.map(({ path, message, allowed }) => {
    const place = parsed.place(path);
    return { path: pathText(path), message, allowed, ...place };
  });
}
