// @vitest-environment jsdom
import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { overview } from '../shared/i18n/overview.ts';
import { LanguageProvider, resolveLanguage, Rich } from './i18n.tsx';

test.each([
  ['ko', ['en-US'], 'ko'],
  ['system', ['fr-FR', 'ar-EG', 'en'], 'ar'],
  ['system', ['fr-FR'], 'en'],
  ['system', [], 'en'],
] as const)('chosen %s on a system that speaks %s gives %s', (chosen, system, expected) => {
  expect(resolveLanguage(chosen, system)).toBe(expected);
});

test.each([
  [1, '1 request today, 0 streaming'],
  [412, '412 requests today, 0 streaming'],
])('a rich sentence of %i takes its plural form and its elements', (count, expected) => {
  const { container } = render(
    <LanguageProvider language="en">
      <Rich
        catalog={overview}
        id="statementStreaming"
        count={count}
        values={{ count: <b>{count}</b>, streaming: 0 }}
      />
    </LanguageProvider>,
  );
  expect(container.textContent).toBe(expected);
  expect(container.querySelector('b')?.textContent).toBe(String(count));
});
