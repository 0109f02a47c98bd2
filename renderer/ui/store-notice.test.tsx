// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { storeWorking, type StoreState } from '../../shared/domain/status.ts';
import { LanguageProvider } from '../i18n.tsx';
import { StoreNotice } from './StoreNotice.tsx';

afterEach(cleanup);

function shown(state: Partial<StoreState>): string | null {
  render(
    <LanguageProvider language="en">
      <StoreNotice state={{ ...storeWorking, ...state }} />
    </LanguageProvider>,
  );
  return screen.queryByRole('status')?.textContent ?? null;
}

test.each<[Partial<StoreState>, string | null]>([
  [{}, null],
  [{ droppedBodies: 1 }, 'Some bodies were not kept The bodies of 1 request could not be written.'],
  [
    { dropped: 2, droppedBodies: 3 },
    'Some requests were not kept 2 requests are not in the history. The bodies of 3 requests could not be written.',
  ],
])('%j', (state, words) => {
  expect(shown(state)).toBe(words);
});

test('what is wrong with the disk comes first, what is missing stands behind it', () => {
  expect(shown({ condition: 'full', droppedBodies: 2 })).toMatch(
    /^The disk is full .* The bodies of 2 requests could not be written\.$/,
  );
});
