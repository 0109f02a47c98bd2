import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenCalibration, targetKey, type TokenFactor } from './calibration.ts';
import { familyFactor } from './family-factor.ts';

const target = targetKey('zai', 'glm-5');
const counted = (ownTokens: number, realTokens: number) => ({
  target,
  askedModel: 'claude-opus-4-6',
  ownTokens,
  realTokens,
});

describe('a factor', () => {
  test.each([
    ['claude-sonnet-4-6', 1],
    ['claude-opus-4-6', 1],
    ['claude-opus-4-20250514', 1],
    ['claude-opus-4-7', 1.25],
    ['anthropic/claude-opus-4.8', 1.25],
    ['claude-opus-5-1', 1.25],
    ['claude-sonnet-5', 1.25],
    ['claude-haiku-4-5-20251001', 1],
    ['claude-fable-5', 1.25],
    ['glm-5', 1.1],
    ['gpt-5', 1],
  ])('starts from the family: %s %d', (model, factor) => {
    expect(familyFactor(model)).toBe(factor);
    expect(new TokenCalibration().ofAsked(model)).toBe(factor);
  });

  test('is the first ratio, then a mean that follows', () => {
    const calibration = new TokenCalibration();
    calibration.learn(counted(1000, 1400));
    expect(calibration.ofTarget('zai', 'glm-5')).toBeCloseTo(1.4);
    expect(calibration.ofAsked('claude-opus-4-6')).toBeCloseTo(1.4);
    calibration.learn(counted(1000, 1200));
    expect(calibration.ofTarget('zai', 'glm-5')).toBeCloseTo(1.3);
    for (let turn = 0; turn < 60; turn += 1) calibration.learn(counted(1000, 900));
    expect(calibration.ofTarget('zai', 'glm-5')).toBeCloseTo(0.9, 1);
    expect(calibration.ofTarget('zai', 'another')).toBe(1);
  });

  test('learns nothing from small prompts and from counts that are none', () => {
    const calibration = new TokenCalibration();
    for (const [own, real] of [
      [100, 150],
      [1000, 0],
      [1000, 100],
      [1000, 9000],
      [1000, Number.NaN],
      [0, 0],
    ] as const) {
      calibration.learn(counted(own, real));
    }
    expect(calibration.ofTarget('zai', 'glm-5')).toBe(1.1);
  });

  test('stays within its bounds whatever it is fed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(), fc.double())), (samples) => {
        const calibration = new TokenCalibration();
        for (const [own, real] of samples) calibration.learn(counted(own, real));
        const factor = calibration.ofTarget('zai', 'glm-5');
        expect(factor).toBeGreaterThanOrEqual(0.3);
        expect(factor).toBeLessThanOrEqual(4);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the store', () => {
  test('gets what was learned and gives it to the next start', () => {
    let kept: readonly TokenFactor[] = [];
    const store = {
      load: () => kept,
      save: (factors: readonly TokenFactor[]) => {
        kept = factors;
      },
    };
    new TokenCalibration(store).learn(counted(1000, 1300));
    expect(kept).toEqual([
      { key: 'zai/glm-5', factor: 1.3, samples: 1 },
      { key: 'claude-opus-4-6', factor: 1.3, samples: 1 },
    ]);
    expect(new TokenCalibration(store).ofTarget('zai', 'glm-5')).toBe(1.3);
  });

  test('is bounded, the longest unused goes first, and nonsense in it is not believed', () => {
    let kept: readonly TokenFactor[] = [{ key: 'zai/glm-5', factor: 900, samples: 3 }];
    const calibration = new TokenCalibration({
      load: () => kept,
      save: (factors) => {
        kept = factors;
      },
    });
    expect(calibration.ofTarget('zai', 'glm-5')).toBe(1.1);
    for (let index = 0; index < 600; index += 1) {
      calibration.learn({ ...counted(1000, 1300), target: `p/${String(index)}` });
    }
    expect(kept).toHaveLength(500);
    expect(kept.at(-1)?.key).toBe('claude-opus-4-6');
    expect(kept[0]?.key).toBe('p/101');
  });
});
