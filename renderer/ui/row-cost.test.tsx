// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { LanguageProvider } from '../i18n.tsx';
import { RowCost } from './RowCost.tsx';

afterEach(cleanup);

function shown(changes: Partial<ExchangeRow>, kind: 'beside' | 'bare' = 'beside'): string {
  const row = exchangeRow({ id: 'a', state: 'complete', ...changes });
  render(
    <LanguageProvider language="en">
      <p data-testid="cost">
        <RowCost row={row} kind={kind} />
      </p>
    </LanguageProvider>,
  );
  const text = screen.getByTestId('cost').textContent;
  cleanup();
  return text;
}

test('who pays stands beside nothing', () => {
  const paid = (priceBasis: ExchangeRow['priceBasis']): string =>
    shown({ priceBasis, costNanoUsd: 0 });
  expect([paid('free'), paid('hardware'), paid('subscription')]).toEqual([
    'free $0.00',
    'own machine $0.00',
    'plan $0.00',
  ]);
  expect(shown({ priceBasis: 'free', costNanoUsd: 0 }, 'bare')).toBe('0.00 free');
});

test('an unknown price is a word, an unfinished request a dash, a token price four decimals', () => {
  expect(shown({ priceBasis: 'unpriced', costNanoUsd: null })).toBe('unpriced');
  expect(shown({ priceBasis: 'free', costNanoUsd: null, state: 'streaming' })).toBe('—');
  expect(shown({ priceBasis: 'priced', costNanoUsd: 5_300_000 })).toBe('$0.0053');
  expect(shown({ priceBasis: 'priced', costNanoUsd: 5_300_000 }, 'bare')).toBe('0.0053');
});

test('an estimate says so and why', () => {
  expect(shown({ priceBasis: 'priced', costNanoUsd: 5_300_000, isEstimated: true })).toBe(
    '≈$0.0053 estimated: the provider reported no usage',
  );
});
