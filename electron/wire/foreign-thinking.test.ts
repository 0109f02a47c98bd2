import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBase64Url } from './base64-url.ts';
import {
  decodeForeignThinking,
  encodeForeignThinking,
  FOREIGN_SIGNATURE_PREFIX,
  reasoningFields,
} from './foreign-thinking.ts';

test('what a signature carries comes back', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          provider: fc.string({ unit: 'grapheme' }),
          field: fc.constantFrom(...reasoningFields),
          details: fc.array(fc.jsonValue()),
        },
        { requiredKeys: ['provider', 'field'] },
      ),
      (state) => {
        const signature = encodeForeignThinking(state);
        expect(signature).toMatch(/^switchyard\.v1\.[A-Za-z0-9_-]+$/);
        expect(decodeForeignThinking(signature)).toEqual(JSON.parse(JSON.stringify(state)));
      },
    ),
    { numRuns: 1000 },
  );
});

const signed = (json: string): string => FOREIGN_SIGNATURE_PREFIX + encodeBase64Url(json);

test.each<[string, unknown]>([
  ['of Anthropic', 'EqQBCkYIBxgC'],
  ['that is empty', ''],
  ['that is none', 7],
  ['without ours in front', encodeBase64Url('{"field":"reasoning"}')],
  ['with ours further back', ` ${signed('{"field":"reasoning"}')}`],
  ['that was cut', signed('{"field":"reasoning"}').slice(0, -3)],
  ['of other characters', `${FOREIGN_SIGNATURE_PREFIX}?`],
  ['of null', signed('null')],
  ['of an unknown field', signed('{"field":"later"}')],
])('a signature %s is not ours', (_name, signature) => {
  expect(decodeForeignThinking(signature)).toBeNull();
});

test('what is missing is filled, what is wrong is left out', () => {
  expect(decodeForeignThinking(signed('{"field":"reasoning","details":7}'))).toEqual({
    provider: '',
    field: 'reasoning',
  });
});
