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
