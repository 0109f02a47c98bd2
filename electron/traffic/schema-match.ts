type Fields = Readonly<Record<string, unknown>>;

/** Deeper than any tool's arguments; a schema that refers to itself ends here. */
const MAX_DEPTH = 32;

/**
 * Whether a value is what a JSON schema asks for, as far as models get it wrong: types, required members, enums, members
 * that are not allowed. What is not understood (references, patterns, combinations) holds.
 */
export function matchesSchema(value: unknown, schema: unknown, depth = 0): boolean {
  if (!isFields(schema) || depth > MAX_DEPTH) return true;
  if (!hasType(value, schema['type'])) return false;
  if (Array.isArray(schema['enum']) && !isOneOf(value, schema['enum'])) return false;
  if (Array.isArray(value)) {
    return value.every((item) => matchesSchema(item, schema['items'], depth + 1));
  }
  return !isFields(value) || membersMatch(value, schema, depth);
}

function membersMatch(value: Fields, schema: Fields, depth: number): boolean {
  const properties = isFields(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  if (required.some((name) => typeof name === 'string' && !(name in value))) return false;
  return Object.entries(value).every(([name, member]) => {
    if (Object.hasOwn(properties, name)) return matchesSchema(member, properties[name], depth + 1);
    return schema['additionalProperties'] !== false;
  });
}

function hasType(value: unknown, type: unknown): boolean {
  if (Array.isArray(type)) return type.some((each) => hasType(value, each));
  switch (type) {
    case 'object':
      return isFields(value) && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return true;
  }
}

function isOneOf(value: unknown, allowed: readonly unknown[]): boolean {
  return allowed.some((each) => each === value || JSON.stringify(each) === JSON.stringify(value));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
