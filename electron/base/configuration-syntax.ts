import { extname } from 'node:path';
import { TomlError, parse as parseToml } from 'smol-toml';
import { LineCounter, isNode, parseDocument } from 'yaml';
import { err, ok } from '../../shared/base/result.ts';
import type { Result } from '../../shared/base/result.ts';

export type PathPart = string | number;
export interface Place {
  readonly line: number;
  readonly column: number;
}
export interface SyntaxFault {
  readonly message: string;
  readonly place: Place | null;
}
export interface ParsedText {
  readonly value: unknown;
  /** Where a value stands, or its nearest ancestor; null where the format does not tell (TOML). */
  readonly place: (path: readonly PathPart[]) => Place | null;
}

export const configurationExtensions = ['.json', '.jsonc', '.yaml', '.yml', '.toml'] as const;

/** Reads JSON (comments and trailing commas allowed), YAML or TOML, chosen by the file's extension. */
export function parseBySyntax(file: string, text: string): Result<ParsedText, SyntaxFault> {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  switch (extname(file).toLowerCase()) {
    case '.json':
    case '.jsonc':
      return parseJson(source);
    case '.yaml':
    case '.yml':
      return parseYaml(source);
    case '.toml':
      return parseTomlText(source);
    default: {
      const message = `the format is told by the extension; use ${configurationExtensions.join(', ')}`;
      return err({ message, place: null });
    }
  }
}

function parseJson(text: string): Result<ParsedText, SyntaxFault> {
  const plain = blankComments(text);
  try {
    const value: unknown = JSON.parse(plain);
    // JSON is YAML too; a second reading gives places and finds keys written twice, which JSON.parse hides.
    const again = parseYaml(plain.replaceAll('\t', ' '));
    if (!again.ok && again.error.message.includes('must be unique')) return again;
    return ok({ value, place: again.ok ? again.value.place : () => null });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(message)?.[1];
    return err({
      message: `not valid JSON: ${message}`,
      place: at === undefined ? null : placeAt(plain, Number(at)),
    });
  }
}

function parseYaml(text: string): Result<ParsedText, SyntaxFault> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [fault] = document.errors;
  if (fault !== undefined) {
    return err({ message: `not valid YAML: ${fault.message}`, place: placeOf(fault.pos[0]) });
  }
  // Aliases are bounded by the parser (maxAliasCount), so a small file cannot unfold into a huge one.
  const value: unknown = document.toJS();
  return ok({
    value,
    place: (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return placeOf(node.range[0]);
      }
      return null;
    },
  });
}

function parseTomlText(text: string): Result<ParsedText, SyntaxFault> {
  try {
    return ok({ value: parseToml(text), place: () => null });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message] = error.message.split('\n');
    return err({
      message: `not valid TOML: ${message ?? ''}`,
      place: { line: error.line, column: error.column },
    });
  }
}

/** Comments and trailing commas become spaces: what remains is JSON, and every character keeps its place. */
function blankComments(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const withoutComments = text.replace(/"(?:[^"\\]|\\[^])*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (part) =>
    part.startsWith('"') ? part : blank(part),
  );
  return withoutComments.replace(/"(?:[^"\\]|\\[^])*"|,(?=\s*[}\]])/g, (part) =>
    part === ',' ? ' ' : part,
  );
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
