import { expect, test } from 'vitest';
import type { MatchReason } from '../domain/match-reason.ts';
import { describeReason } from '../domain/match-reason.ts';
import { languages } from '../domain/preferences.ts';
import { reasonOf, reasons, wordReason } from './reasons.ts';

const bare = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '');

const samples: readonly MatchReason[] = [
  { code: 'kind', values: { is: ['main', 'thinking'], wants: ['background', 'plan'] } },
  { code: 'model', values: { is: 'claude-opus-5-5', wants: ['claude-haiku-*'] } },
  { code: 'tier', values: { is: 'opus', wants: ['haiku'] } },
  { code: 'tokens', values: { is: 1840, min: 60_000, max: null } },
  { code: 'tokens', values: { is: 1840, min: null, max: 1000 } },
  { code: 'tokens', values: { is: 1840, min: 2000, max: 9000 } },
  { code: 'thinking', values: { is: true, wants: false } },
  { code: 'effort', values: { is: null, wants: ['high'] } },
  { code: 'tools-missing', values: { wants: ['WebFetch', 'mcp__*'] } },
  { code: 'tools-offered', values: { wants: ['Bash'] } },
  { code: 'tool-count', values: { is: 2 } },
  { code: 'tool-range', values: { is: 2, min: 3, max: null } },
  { code: 'images', values: { is: false, wants: true } },
  { code: 'stream', values: { is: true, wants: false } },
  { code: 'project', values: { is: null, wants: ['~/work/**'] } },
  { code: 'client', values: { is: 'claude-code', wants: ['codex'] } },
  { code: 'time', values: { is: '23:00', from: '07:00', to: '22:00' } },
  { code: 'tag', values: { is: false, wants: true } },
  { code: 'not', values: { excluded: true, inner: { code: 'off', values: {} } } },
  {
    code: 'all',
    values: {
      of: [
        { code: 'tier', values: { is: 'opus', wants: ['opus'] } },
        { code: 'always', values: {} },
      ],
    },
  },
  { code: 'explicit-model', values: { provider: 'zai', model: 'glm-5.2' } },
  { code: 'replayed', values: { provider: 'zai', model: 'glm-5.2' } },
  { code: 'tagged', values: { provider: 'zai', model: 'glm-5.2' } },
  { code: 'tagged-unknown', values: { provider: 'zai' } },
  { code: 'tokens-counted', values: { estimate: 59_600, counted: 60_400 } },
  { code: 'tokens-not-counted', values: { estimate: 59_600 } },
  { code: 'target-skipped', values: { target: 'zai/glm', why: 'rate-limited', seconds: 12 } },
  {
    code: 'target-skipped',
    values: { target: 'zai/glm', why: 'context-too-small', seconds: null },
  },
  { code: 'conversation-kept', values: { target: 'zai/glm' } },
  { code: 'conversation-moved', values: { from: 'zai/glm', to: 'kimi/k2', why: 'recovered' } },
];

test.each(samples.map((reason) => [reason.code, reason] as const))(
  '%s is worded in every language, with every place filled',
  (_, reason) => {
    const worded = languages.map((language) => wordReason(reason, language));
    expect(new Set(worded).size).toBe(languages.length);
    for (const text of worded) expect(text).not.toMatch(/[{}]/);
  },
);

test('English reads as the command line says it', () => {
  const [kind, , tier, atLeast] = samples;
  for (const reason of [kind!, tier!, atLeast!])
    expect(bare(wordReason(reason, 'en'))).toBe(describeReason(reason));
});

test('Korean and Arabic name the values', () => {
  expect(bare(wordReason(samples[3]!, 'ko'))).toBe('1,840 토큰, 조건: 60,000 이상');
  expect(bare(wordReason(samples[10]!, 'ar'))).toBe('يعرض أداتين');
  expect(bare(wordReason(samples[0]!, 'ko'))).toBe('종류: 메인, 사고, 조건: 백그라운드 또는 계획');
});

test('a row without its reason keeps its sentence', () => {
  const old = { rule: 'long', matched: false, because: '1,840 tokens, wants 60,000 or more' };
  expect(reasonOf(old, 'ko')).toBe(old.because);
  expect(reasonOf({ ...old, reason: { code: 'off', values: {} } }, 'en')).toBe(
    reasons.en.off as string,
  );
});
