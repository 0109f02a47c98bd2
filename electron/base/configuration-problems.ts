import { z } from 'zod';
import { nearest } from '../../shared/base/nearest.ts';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { PathPart } from './configuration-syntax.ts';

export interface Finding {
  readonly path: readonly PathPart[];
  readonly message: string;
  /** Empty when the message says it already. */
  readonly allowed: string;
}

/** Schema faults in a user's words: one finding per fault, unknown keys each for itself. */
export function findingsOf(error: z.ZodError): readonly Finding[] {
  return error.issues.flatMap((issue) => fromIssue(issue, []));
}

type Issue = z.core.$ZodIssue;

function fromIssue(issue: Issue, parent: readonly PathPart[]): readonly Finding[] {
  const path = [
    ...parent,
    ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key));
    case 'invalid_union':
      return (
        bestBranch(issue.errors)?.flatMap((inner) => fromIssue(inner, path)) ?? [
          { path, message: issue.message, allowed: '' },
        ]
      );
    case 'invalid_value':
      return [
        { path, message: 'not an allowed value', allowed: issue.values.map(String).join(', ') },
      ];
    case 'invalid_type':
      return [
        issue.message.includes('received undefined')
          ? { path, message: 'missing', allowed: `a value of type ${issue.expected}` }
          : { path, message: 'wrong type', allowed: `a value of type ${issue.expected}` },
      ];
    default:
      return [split(path, issue.message)];
  }
}

/** The branch that the writer most likely meant: the one with the fewest faults, if there is just one such. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const weighed = branches
    .map((issues) => ({ issues, faults: countFaults(issues) }))
    .sort((left, right) => left.faults - right.faults);
  const [first, second] = weighed;
  if (first === undefined || first.faults === second?.faults) return undefined;
  return first.issues;
}

function countFaults(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1),
    0,
  );
}

function unknownKey(path: readonly PathPart[], key: string): Finding {
  const known = knownKeys(path);
  const close = nearest(key, known);
  return {
    path: [...path, key],
    message: close === null ? 'unknown key' : `unknown key; did you mean "${close}"?`,
    allowed: known.join(', '),
  };
}

/** The schema's own sentences carry what is allowed after "; known: ". */
function split(path: readonly PathPart[], message: string): Finding {
  const [what, known] = message.split('; known: ');
  return { path, message: what ?? message, allowed: known ?? '' };
}

interface SchemaNode {
  readonly $ref?: string;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

/** Names that the schema knows at a path; alternatives are put together. */
function knownKeys(path: readonly PathPart[]): readonly string[] {
  const root = z.toJSONSchema(configurationSchema, { io: 'input' }) as SchemaNode;
  const open = (node: SchemaNode): readonly SchemaNode[] => {
    if (node.$ref !== undefined) {
      const target = root.$defs?.[node.$ref.replace('#/$defs/', '')];
      return target === undefined ? [] : open(target);
    }
    const alternatives = node.anyOf ?? node.oneOf;
    return alternatives === undefined ? [node] : alternatives.flatMap(open);
  };
  const step = (node: SchemaNode, part: PathPart): readonly SchemaNode[] => {
    const child = typeof part === 'number' ? node.items : node.properties?.[part];
    return child === undefined ? [] : open(child);
  };
  let nodes = open(root);
  for (const part of path) nodes = nodes.flatMap((node) => step(node, part));
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}
