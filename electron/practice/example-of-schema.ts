interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly anyOf?: readonly unknown[];
}

/** Deeper than this a schema is taken for endless. */
const MAX_DEPTH = 8;

/** A value that a JSON schema accepts, as far as the usual keywords go. Strings say what they are. */
export function exampleOf(schema: unknown, name = '', depth = 0): unknown {
  if (typeof schema !== 'object' || schema === null || depth > MAX_DEPTH) return null;
  const { type, enum: choices, const: only, properties, items, anyOf } = schema as Schema;
  if (only !== undefined) return only;
  if (choices !== undefined) return choices[0] ?? null;
  if (anyOf !== undefined) return exampleOf(anyOf[0], name, depth + 1);
  const kind = [type].flat()[0] ?? 'object';
  if (kind === 'array') return [exampleOf(items, name, depth + 1)];
  return kind === 'object' ? exampleOfObject(properties ?? {}, depth) : exampleOfScalar(kind, name);
}

function exampleOfObject(properties: Readonly<Record<string, unknown>>, depth: number): object {
  const fields = Object.entries(properties);
  return Object.fromEntries(fields.map(([key, value]) => [key, exampleOf(value, key, depth + 1)]));
}

function exampleOfScalar(kind: string, name: string): unknown {
  switch (kind) {
    case 'string':
      return name === 'title' ? 'Practice session' : 'practice';
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    default:
      return null;
  }
}
