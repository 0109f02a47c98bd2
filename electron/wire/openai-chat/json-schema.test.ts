import { describe, expect, test } from 'vitest';
import { encodeSchema, type SchemaForm } from './json-schema.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('encodeSchema', () => {
  test.each<[string, SchemaForm, unknown, object, string[]]>([
    ['plain: $schema goes', 'plain', { $schema: 'x', ...object({}) }, object({}), []],
    ['plain: nothing is an empty object', 'plain', undefined, object({}), []],
    [
      'plain: the rest stays',
      'plain',
      object({ a: { format: 'uri', title: 't' } }),
      object({ a: { format: 'uri', title: 't' } }),
      [],
    ],
    [
      'mfjs: tuples are prefixItems, at any depth',
      'mfjs',
      object({ a: { type: 'array', items: [{ type: 'array', items: [{ type: 'string' }] }] } }),
      object({
        a: { type: 'array', prefixItems: [{ type: 'array', prefixItems: [{ type: 'string' }] }] },
      }),
      [],
    ],
    [
      'mfjs: plain items stay',
      'mfjs',
      object({ a: { type: 'array', items: { type: 'string' } } }),
      object({ a: { type: 'array', items: { type: 'string' } } }),
      [],
    ],
    [
      'mfjs: a type beside anyOf goes into the branches that have none',
      'mfjs',
      object({
        a: { description: 'd', type: 'string', anyOf: [{ enum: ['x'] }, { type: 'null' }] },
      }),
      object({
        a: { description: 'd', anyOf: [{ type: 'string', enum: ['x'] }, { type: 'null' }] },
      }),
      [],
    ],
    ['mfjs: the root is an object', 'mfjs', { type: 'string' }, object({}), ['type']],
    [
      'mfjs: alternatives at the root are merged',
      'mfjs',
      { anyOf: [object({ a: {} }, { required: ['a'] }), object({ b: {} })] },
      object({ a: {}, b: {} }),
      ['anyOf'],
    ],
    [
      'closed: every object, and neither format nor pattern',
      'closed',
      object({
        a: object(
          { b: { type: 'string', format: 'uri', pattern: '^x$' } },
          { additionalProperties: true },
        ),
        list: { type: 'array', items: object({}) },
      }),
      object(
        {
          a: object({ b: { type: 'string' } }, { additionalProperties: false }),
          list: { type: 'array', items: object({}, { additionalProperties: false }) },
        },
        { additionalProperties: false },
      ),
      ['format', 'pattern'],
    ],
    [
      'closed: a property may be called format',
      'closed',
      object({ format: { type: 'string' }, pattern: { type: 'string' } }),
      object(
        { format: { type: 'string' }, pattern: { type: 'string' } },
        { additionalProperties: false },
      ),
      [],
    ],
    [
      'subset: what does not constrain goes silently',
      'subset',
      object(
        { a: { type: 'string', title: 't', default: 'x', examples: ['y'] } },
        { additionalProperties: false },
      ),
      object({ a: { type: 'string' } }),
      [],
    ],
    [
      'subset: what constrains is named',
      'subset',
      object(
        {
          a: { type: 'string', pattern: '^x', format: 'uri' },
          b: { type: 'integer', exclusiveMinimum: 0, minimum: 1 },
        },
        { propertyNames: {} },
      ),
      object({ a: { type: 'string' }, b: { type: 'integer', minimum: 1 } }),
      ['pattern', 'format', 'exclusiveMinimum', 'propertyNames'],
    ],
    [
      'subset: const, oneOf, date-time and null',
      'subset',
      object({
        a: { const: 'x' },
        b: { oneOf: [{ type: 'string', format: 'date-time' }, { type: ['integer', 'null'] }] },
        c: { type: ['string', 'number'], description: 'd' },
        d: { enum: [1, 2], type: 'integer' },
        e: { type: 'array', items: [{ type: 'string' }, { type: 'number' }] },
      }),
      object({
        a: { type: 'string', enum: ['x'] },
        b: {
          anyOf: [
            { type: 'string', format: 'date-time' },
            { type: 'integer', nullable: true },
          ],
        },
        c: { description: 'd', anyOf: [{ type: 'string' }, { type: 'number' }] },
        d: { type: 'integer' },
        e: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
      }),
      ['enum'],
    ],
    [
      'subset: references are inlined, also through one another',
      'subset',
      {
        ...object({ a: { $ref: '#/$defs/A', description: 'own' } }),
        $defs: { A: { $ref: '#/definitions/B' } },
        definitions: { B: { type: 'string', description: 'theirs' } },
      },
      object({ a: { type: 'string', description: 'own' } }),
      [],
    ],
    [
      'subset: a reference to itself ends',
      'subset',
      {
        ...object({ a: { $ref: '#/$defs/A' } }),
        $defs: { A: object({ a: { $ref: '#/$defs/A' } }) },
      },
      object({ a: object({ a: { type: 'object' } }) }),
      ['$ref'],
    ],
    [
      'subset: a reference to nowhere',
      'subset',
      object({ a: { $ref: 'https://x.test/schema' } }),
      object({ a: { type: 'object' } }),
      ['$ref'],
    ],
  ])('%s', (_name, form, schema, expected, lost) => {
    expect(encodeSchema(schema, form)).toEqual({ schema: expected, lost });
  });

  test.each<[string, SchemaForm, unknown, object, string[]]>([
    ['plain: a root of another type stays', 'plain', { type: 'array' }, { type: 'array' }, []],
    ['plain: properties are added', 'plain', { type: 'object' }, object({}), []],
    ['plain: no schema at all', 'plain', 'text', object({}), []],
    [
      'mfjs: alternatives of all kinds, own properties last',
      'mfjs',
      {
        oneOf: [null, { properties: { a: { const: 1 } } }, { properties: 7 }],
        allOf: [object({ b: {} })],
        properties: { a: { const: 2 } },
        description: 'd',
      },
      object({ a: { const: 2 }, b: {} }, { description: 'd' }),
      ['oneOf', 'allOf'],
    ],
    [
      'mfjs: tuples wherever a schema may stand',
      'mfjs',
      object({
        a: { anyOf: [{ items: [] }], oneOf: [{ items: [] }], allOf: [{ items: [] }] },
        b: { prefixItems: [{ items: [] }], contains: { items: [] }, not: { items: [] } },
        c: { additionalProperties: { items: [] }, propertyNames: { items: [] } },
        d: { items: { items: [] }, patternProperties: { x: { items: [] } } },
        e: { $defs: { x: { items: [] } }, definitions: { x: { items: [] } } },
        f: { enum: [{ items: [] }], default: { items: [] } },
      }),
      object({
        a: {
          anyOf: [{ prefixItems: [] }],
          oneOf: [{ prefixItems: [] }],
          allOf: [{ prefixItems: [] }],
        },
        b: {
          prefixItems: [{ prefixItems: [] }],
          contains: { prefixItems: [] },
          not: { prefixItems: [] },
        },
        c: { additionalProperties: { prefixItems: [] }, propertyNames: { prefixItems: [] } },
        d: { items: { prefixItems: [] }, patternProperties: { x: { prefixItems: [] } } },
        e: { $defs: { x: { prefixItems: [] } }, definitions: { x: { prefixItems: [] } } },
        f: { enum: [{ items: [] }], default: { items: [] } },
      }),
      [],
    ],
    [
      'mfjs: anyOf without a type beside it, and branches that are no schemas',
      'mfjs',
      object({ a: { anyOf: [{ enum: ['x'] }] }, b: { type: 'string', anyOf: [true, null] } }),
      object({ a: { anyOf: [{ enum: ['x'] }] }, b: { anyOf: [true, null] } }),
      [],
    ],
    ['mfjs: properties that are no map', 'mfjs', { properties: 7 }, object({}), []],
    [
      'closed: also objects that do not say so, and nothing else',
      'closed',
      object({ a: { properties: {} }, b: { type: 'object' }, c: { type: 'string', enum: ['x'] } }),
      object(
        {
          a: { properties: {}, additionalProperties: false },
          b: { type: 'object', additionalProperties: false },
          c: { type: 'string', enum: ['x'] },
        },
        { additionalProperties: false },
      ),
      [],
    ],
    [
      'subset: all that stays',
      'subset',
      object(
        {
          s: {
            type: 'string',
            minLength: 1,
            maxLength: 2,
            nullable: true,
            enum: ['x'],
            format: 'enum',
          },
          n: { type: 'number', minimum: 1, maximum: 2 },
          l: { type: 'array', items: {}, minItems: 1, maxItems: 2 },
        },
        { required: ['s'], description: 'd', $id: 'i', $comment: 'c' },
      ),
      object(
        {
          s: {
            type: 'string',
            minLength: 1,
            maxLength: 2,
            nullable: true,
            enum: ['x'],
            format: 'enum',
          },
          n: { type: 'number', minimum: 1, maximum: 2 },
          l: { type: 'array', items: {}, minItems: 1, maxItems: 2 },
        },
        { required: ['s'], description: 'd' },
      ),
      [],
    ],
    [
      'subset: objects that are not closed, and false that is no closing, are named',
      'subset',
      object({ a: { additionalProperties: { type: 'string' } }, b: { uniqueItems: false } }),
      object({ a: {}, b: {} }),
      ['additionalProperties', 'uniqueItems'],
    ],
    [
      'subset: of several types each gets what is said of it',
      'subset',
      object({
        a: {
          type: ['string', 'integer', 'array', 'object', 'boolean', 'null'],
          description: 'd',
          enum: ['x'],
          maxLength: 3,
          minimum: 1,
          items: { type: 'string' },
          properties: { k: {} },
          required: ['k'],
        },
        b: { type: ['string', 'number'], enum: ['x', 1], anyOf: [{}] },
      }),
      object({
        a: {
          nullable: true,
          description: 'd',
          anyOf: [
            { type: 'string', maxLength: 3, enum: ['x'] },
            { type: 'integer', minimum: 1 },
            { type: 'array', items: { type: 'string' } },
            { type: 'object', properties: { k: {} }, required: ['k'] },
            { type: 'boolean' },
          ],
        },
        b: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      }),
      ['enum', 'anyOf'],
    ],
    [
      'subset: null alone, an enumeration that is half text, a list that is none',
      'subset',
      object({ a: { type: 'null' }, b: { enum: ['x', 1] }, c: { anyOf: 7 }, d: { items: 7 } }),
      object({ a: {}, b: {}, c: { anyOf: [] }, d: { items: {} } }),
      ['enum'],
    ],
    [
      'subset: a reference must be exactly one of ours',
      'subset',
      {
        ...object({
          a: { $ref: 'x#/$defs/A' },
          b: { $ref: '#/$defs/A/more' },
          c: { $ref: '#/$defs/Long', nullable: true },
        }),
        $defs: { A: { type: 'string' }, Long: { type: 'number' } },
      },
      object({
        a: { type: 'object' },
        b: { type: 'object' },
        c: { type: 'number', nullable: true },
      }),
      ['$ref'],
    ],
  ])('%s', (_name, form, schema, expected, lost) => {
    expect(encodeSchema(schema, form)).toEqual({ schema: expected, lost });
  });

  test('references that multiply without end are cut', () => {
    const names = Array.from({ length: 40 }, (_, index) => `D${index}`);
    const $defs = Object.fromEntries(
      names.map((name, index) => {
        const next = { $ref: `#/$defs/D${index + 1}` };
        return [name, object({ a: next, b: next })];
      }),
    );
    const { schema, lost } = encodeSchema(
      { ...object({ a: { $ref: '#/$defs/D0' } }), $defs },
      'subset',
    );
    expect(JSON.stringify(schema).length).toBeLessThan(2_000_000);
    expect(lost).toEqual(['$ref']);
  });

  test('the given schema is not touched', () => {
    const schema = object({ a: { type: 'array', items: [{ format: 'x' }] } });
    const before = JSON.stringify(schema);
    for (const form of ['plain', 'mfjs', 'closed', 'subset'] as const) encodeSchema(schema, form);
    expect(JSON.stringify(schema)).toBe(before);
  });
});
