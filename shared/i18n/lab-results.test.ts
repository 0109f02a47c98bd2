import { expect, test } from 'vitest';
import { languages } from '../domain/preferences.ts';
import {
  isLabResultCode,
  labResults,
  labSentence,
  labVerdictSentence,
  type LabResultCode,
} from './lab-results.ts';

const codes = Object.keys(labResults.en).filter(isLabResultCode);

function placesOf(language: 'en' | 'ko' | 'ar', code: LabResultCode): string[] {
  const text = labResults[language][code];
  const template = typeof text === 'string' ? text : text.other;
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
}

test.each(codes)('%s has the same places in every language', (code) => {
  for (const language of languages) expect(placesOf(language, code)).toEqual(placesOf('en', code));
});

test('words numbers by the unit in their name', () => {
  expect(
    labSentence('en', 'fits-haiku', {
      bestConcurrency: 16,
      perStreamTokensPerSecond: 18.24,
      ttftP95Ms: 2610,
    }),
  ).toBe(
    'Fits the haiku tier, up to 16 at once: 18.2 tok/s per stream, first token within 2.61 s for 95 of 100 requests.',
  );
});

test('chooses the plural form by count', () => {
  expect(labSentence('en', 'models-listed', { count: 1, model: 'm' })).toBe(
    'Lists 1 model. Tested: m.',
  );
});

test('a verdict has its own words where a probe has the same code', () => {
  expect(labVerdictSentence('en', 'unreachable')).toBe('It does not answer as a model server.');
});

test('an unknown code stands for itself', () => {
  expect(labSentence('ko', 'of-tomorrow')).toBe('of-tomorrow');
});
