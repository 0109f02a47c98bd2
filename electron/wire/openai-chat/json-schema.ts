type Fields = Readonly<Record<string, unknown>>;

/** `mfjs`: Moonshot; `closed`: strict tools at Cerebras; `subset`: Gemini's OpenAPI subset and llama.cpp's grammars. */
export type SchemaForm = 'plain' | 'mfjs' | 'closed' | 'subset';

export interface EncodedSchema {
  readonly schema: Fields;
  /** Keywords that constrained something and are gone, each once. */
  readonly lost: readonly string[];
}

/** A schema that grows beyond this by its references is cut: MCP servers write them, and not all mean well. */
const MAX_NODES = 5000;

const mapsOfSchemas = ['properties', '$defs', 'definitions', 'patternProperties'];
const listsOfSchemas = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const singleSchemas = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames'];

/**
 * A JSON schema of a tool as an object schema that the vendor takes. `$schema` is refused by several vendors, and so is
 * anything but an object at the root; what else goes depends on the form, and is named in `lost`.
 */
export function encodeSchema(schema: unknown, form: SchemaForm = 'plain'): EncodedSchema {
  const { $schema: _dialect, ...given } = asFields(schema) ?? {};
  const lost = new Set<string>();
  switch (form) {
    case 'plain':
      return { schema: asObject(given), lost: [] };
    case 'mfjs':
      return { schema: mapSchema(rootOf(given, lost), toMfjs), lost: [...lost] };
    case 'closed':
      return {
        schema: mapSchema(rootOf(given, lost), (node) => close(node, lost)),
        lost: [...lost],
      };
    case 'subset': {
      const definitions = { ...asFields(given['definitions']), ...asFields(given['$defs']) };
      const reduction = { definitions, lost, chain: [], nodes: { left: MAX_NODES } };
      return { schema: reduce(rootOf(given, lost), reduction), lost: [...lost] };
    }
  }
}

function asObject(schema: Fields): Fields {
  const isObject = schema['type'] === 'object' || schema['type'] === undefined;
  return isObject ? { ...schema, type: 'object', properties: schema['properties'] ?? {} } : schema;
}

/** An object with properties, whatever stood at the root: alternatives are merged, all of theirs optional. */
function rootOf(schema: Fields, lost: Set<string>): Fields {
  const { anyOf, oneOf, allOf, ...rest } = schema;
  const branches = [anyOf, oneOf, allOf].flatMap((list) =>
    Array.isArray(list) ? (list as readonly unknown[]) : [],
  );
  for (const key of ['anyOf', 'oneOf', 'allOf']) if (schema[key] !== undefined) lost.add(key);
  const isObject = schema['type'] === 'object' || schema['type'] === undefined;
  if (!isObject) lost.add('type');
  const properties = branches.map((branch) => asFields(asFields(branch)?.['properties']) ?? {});
  return {
    ...(isObject ? rest : {}),
    type: 'object',
    properties: Object.assign({}, ...properties, asFields(schema['properties']) ?? {}) as Fields,
  };
}

/** Rewrites a schema from its leaves up. */
function mapSchema(schema: Fields, change: (node: Fields) => Fields): Fields {
  const inner = (value: unknown): unknown => {
    const node = asFields(value);
    return node === null ? value : mapSchema(node, change);
  };
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    const map = asFields(value);
    if (mapsOfSchemas.includes(key) && map !== null) {
      return [
        key,
        Object.fromEntries(Object.entries(map).map(([name, sub]) => [name, inner(sub)])),
      ];
    }
    if (Array.isArray(value) && (listsOfSchemas.includes(key) || key === 'items')) {
      return [key, value.map(inner)];
    }
    return [key, singleSchemas.includes(key) ? inner(value) : value];
  });
  return change(Object.fromEntries(entries));
}

/** Moonshot: tuples are `prefixItems`, and beside `anyOf` there is no `type`: the branches have it. */
function toMfjs(node: Fields): Fields {
  const { items, ...rest } = node;
  const tupled = Array.isArray(items) ? { ...rest, prefixItems: items } : node;
  if (!Array.isArray(tupled['anyOf']) || tupled['type'] === undefined) return tupled;
  const { type, anyOf, ...others } = tupled;
  const branches = (anyOf as readonly unknown[]).map((branch) => {
    const fields = asFields(branch);
    return fields === null || fields['type'] !== undefined ? branch : { type, ...fields };
  });
  return { ...others, anyOf: branches };
}

/** Cerebras: a strict tool has closed objects only, and no formats. */
function close(node: Fields, lost: Set<string>): Fields {
  const { format, pattern, ...rest } = node;
  if (typeof format === 'string') lost.add('format');
  if (typeof pattern === 'string') lost.add('pattern');
  const kept = {
    ...rest,
    ...(typeof format === 'string' || format === undefined ? {} : { format }),
    ...(typeof pattern === 'string' || pattern === undefined ? {} : { pattern }),
  };
  return node['type'] === 'object' || asFields(node['properties']) !== null
    ? { ...kept, additionalProperties: false }
    : kept;
}

/** Gone without changing what the model is told to write. */
const idle = ['$schema', '$id', '$comment', 'title', 'examples', 'default', '$defs', 'definitions'];
const kept = [
  'type',
  'description',
  'nullable',
  'enum',
  'properties',
  'required',
  'items',
  'anyOf',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
];

interface Reduction {
  readonly definitions: Fields;
  readonly lost: Set<string>;
  /** Names of the definitions we are inside of: meeting one again would never end. */
  readonly chain: readonly string[];
  readonly nodes: { left: number };
}

/** The subset of OpenAPI 3.0 that Gemini takes: references inlined, one type each, alternatives as `anyOf`. */
function reduce(schema: Fields, reduction: Reduction): Fields {
  const { lost } = reduction;
  const { node, chain } = resolve(schema, reduction);
  const deeper = { ...reduction, chain };
  const inner = (value: unknown): Fields => reduce(asFields(value) ?? {}, deeper);
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties') {
      const entries = Object.entries(asFields(value) ?? {});
      result['properties'] = Object.fromEntries(entries.map(([name, sub]) => [name, inner(sub)]));
    } else if (key === 'items') result['items'] = itemsOf(value, inner);
    else if (key === 'anyOf' || key === 'oneOf') {
      result['anyOf'] = Array.isArray(value) ? value.map(inner) : [];
    } else if (key === 'const') result['enum'] = [value];
    else if (key === 'format' && isKnownFormat(value)) result['format'] = value;
    else if (kept.includes(key)) result[key] = value;
    else if (!idle.includes(key) && !(key === 'additionalProperties' && value === false)) {
      lost.add(key);
    }
  }
  return withOneType(result, lost);
}

function itemsOf(value: unknown, inner: (value: unknown) => Fields): Fields {
  return Array.isArray(value) ? { anyOf: value.map(inner) } : inner(value);
}

function isKnownFormat(value: unknown): boolean {
  return value === 'enum' || value === 'date-time';
}

/** Which keywords say something of values of a type. */
const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  string: ['enum', 'format', 'minLength', 'maxLength'],
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  array: ['items', 'minItems', 'maxItems'],
  object: ['properties', 'required'],
};

/** `type: [a, null]` becomes a nullable type, further types alternatives, and only strings are enumerated. */
function withOneType(node: Record<string, unknown>, lost: Set<string>): Fields {
  const { type, enum: values, ...rest } = node;
  const types = Array.isArray(type) ? (type as readonly unknown[]) : [type];
  const named = types.filter((name) => name !== 'null' && name !== undefined);
  const nullable = types.includes('null') && Array.isArray(type) ? { nullable: true } : {};
  const isText = Array.isArray(values) && values.every((value) => typeof value === 'string');
  if (values !== undefined && !isText) lost.add('enum');
  if (named.length > 1) {
    const all = isText ? { ...rest, enum: values } : rest;
    return { ...nullable, ...alternatives(named.map(String), all, lost) };
  }
  return {
    ...(named.length === 1 ? { type: named[0] } : isText ? { type: 'string' } : {}),
    ...nullable,
    ...(isText ? { enum: values } : {}),
    ...rest,
  };
}

/** One branch a type, each with the keywords that are about it; what is about all of them stays outside. */
function alternatives(types: readonly string[], all: Fields, lost: Set<string>): Fields {
  const { description, nullable, anyOf, ...keywords } = all;
  if (anyOf !== undefined) lost.add('anyOf');
  const branches = types.map((type) => ({
    type,
    ...Object.fromEntries(
      Object.entries(keywords).filter(([keyword]) => keywordsOf[type]?.includes(keyword)),
    ),
  }));
  return {
    ...(nullable === undefined ? {} : { nullable }),
    ...(description === undefined ? {} : { description }),
    anyOf: branches,
  };
}

function resolve(
  schema: Fields,
  { definitions, lost, chain, nodes }: Reduction,
): { readonly node: Fields; readonly chain: readonly string[] } {
  nodes.left -= 1;
  let node = schema;
  let names = chain;
  while (typeof node['$ref'] === 'string') {
    const { $ref: reference, ...beside } = node;
    const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(reference)?.[1] ?? '';
    const target = asFields(definitions[name]);
    if (target === null || names.includes(name) || nodes.left < 0) {
      lost.add('$ref');
      return { node: { type: 'object', ...beside }, chain: names };
    }
    names = [...names, name];
    node = { ...target, ...beside };
  }
  return { node, chain: names };
}

function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}
