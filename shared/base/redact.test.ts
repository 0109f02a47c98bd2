import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact, redactJson, redactKeys, REDACTED } from './redact.ts';

const characters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const run = (minLength: number, maxLength: number, extra = '') =>
  fc.string({ unit: fc.constantFrom(...characters, ...Array.from(extra)), minLength, maxLength });

/** A planted secret: how it is written, and the part that must not survive. */
const planted = fc.oneof(
  run(20, 90, '-_').map((secret) => ({ written: `sk-ant-api03-${secret}`, secret })),
  run(24, 60).map((secret) => ({ written: `sk-${secret}`, secret })),
  run(12, 60, '-._').map((secret) => ({ written: `Bearer ${secret}`, secret })),
  run(16, 60).map((secret) => ({ written: `gsk_${secret}`, secret })),
  run(20, 60, '-_').map((secret) => ({ written: `nvapi-${secret}`, secret })),
  run(30, 40, '-_').map((secret) => ({ written: `AIza${secret}`, secret })),
  run(40, 60, '-_').map((secret) => ({ written: `tgp_v1_${secret}`, secret })),
  run(12, 60, '-_').map((secret) => ({ written: `ya29.${secret}`, secret })),
  run(20, 60).map((secret) => ({ written: `ghp_${secret}`, secret })),
  run(16, 60).map((secret) => ({ written: `key-0${secret}`, secret })),
  run(10, 60).map((secret) => ({ written: `x-api-key: ${secret}`, secret })),
  run(10, 60).map((secret) => ({ written: `{"api_key":"${secret}"}`, secret })),
  run(40, 120, '-_').map((secret) => ({ written: secret, secret })),
);
/** What errors of upstreams look like around it. */
const around = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom('Incorrect API key provided: ', 'upstream said {"error":{"message":"', '"}}', ''),
);

describe('redact', () => {
  test('a planted key never survives, whatever stands around it', () => {
    fc.assert(
      fc.property(around, planted, around, (before, { written, secret }, after) => {
        // A word character right before would make the key a part of another word.
        const result = redact(`${before} ${written} ${after}`);
        const tail = secret.slice(-8);
        expect(result).not.toContain(secret);
        if (!`${before} ${after} ${REDACTED}`.includes(tail)) expect(result).not.toContain(tail);
      }),
      { numRuns: 2000 },
    );
  });

  test('doing it twice changes nothing', () => {
    fc.assert(
      fc.property(around, planted, around, (before, { written }, after) => {
        const once = redact(`${before} ${written} ${after}`);
        expect(redact(once)).toBe(once);
      }),
    );
  });

  test.each([
    'prompt is too long: 250000 tokens > 200000 maximum',
    'accounts/fireworks/models/deepseek-v4-flash-0731 was not found',
    'cannot read /home/kim/projects/a-very-long-folder-name/src/components/index.ts',
    'model "claude-sonnet-4-6" on MiniMax: rate limited until 14:30',
    '요청이 너무 많습니다. 잠시 후 다시 시도하세요.',
    'request req_011CSHoEeqs5C35K2UUqR7Fy failed',
    'max_tokens: 64000 > 32000, which is the maximum allowed number of output tokens',
  ])('leaves alone: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test.each([
    ['AKIAIOSFODNN7EXAMPLE in eu-west-1', `${REDACTED} in eu-west-1`],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY!', `${REDACTED}!`],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', REDACTED],
    ['https://host/v1?key=abcdefgh12345&alt=sse', `https://host/v1?${REDACTED}&alt=sse`],
  ])('blanks %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    'a task-management-system, on a disk-encryption-tool',
    'api-version-of-the-server must be 2024-10-21',
    'the key-value-store-of-2024 is full',
  ])('takes no word for a key: %s', (text) => {
    expect(redactKeys(text)).toBe(text);
  });

  test.each([
    ['behind an escape of raw JSON', String.raw`{"text":"use\nsk-live-0123456789abcdef`],
    ['behind a percent-encoded quote', 'https://host/?q=%22sk-live-0123456789abcdef%22'],
    ['shown in part', 'bad key sk-ab12********************wxyz'],
  ])('blanks a key %s', (_where, text) => {
    expect(redactKeys(text)).not.toMatch(/0123456789|wxyz/);
  });

  test('exactly the secret that was used goes, however it looks and also percent-encoded', () => {
    const secret = 'a b/c?';
    expect(redact(`no ${secret} and no ${encodeURIComponent(secret)}`, secret)).toBe(
      `no ${REDACTED} and no ${REDACTED}`,
    );
    expect(redact('no abc', 'abc')).toBe('no abc');
    expect(redact('x\ud800long', '\ud800long')).toBe(`x${REDACTED}`);
  });

  test('a JSON text stays JSON, whichever look it gets', () => {
    const text = JSON.stringify({ token: 'abcdefgh', note: 'k'.repeat(50), n: 1 });
    expect(JSON.parse(redactJson(text, redact) ?? '')).toEqual({
      token: REDACTED,
      note: REDACTED,
      n: 1,
    });
    expect(JSON.parse(redactJson(text) ?? '')).toMatchObject({ note: 'k'.repeat(50) });
    expect(redactJson('{"a":')).toBeNull();
  });

  test('a signature is left whole where only key shapes count', () => {
    const signature = 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds='.repeat(3);
    expect(redactKeys(signature)).toBe(signature);
  });

  // Going back over the text again and again would not end within the limit of a test.
  test.each(['key', 'key_a', 'sk-', 'a', 'Bearer ', 'eyJa.', '/', 'token=', '%2'])(
    'ends on hostile text of "%s"',
    (piece) => {
      const text = piece.repeat(400_000 / piece.length);
      expect(redact(text).length).toBeLessThanOrEqual(text.length);
    },
  );
});

test('a named key is blanked after a word that announces another', () => {
  expect(redactKeys('Bearer x-api-key: planted-value-1234')).not.toContain('planted-value');
});
