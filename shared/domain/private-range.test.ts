import { expect, test } from 'vitest';
import { privateRangeSchema } from './private-range.ts';

test.each([
  '10.0.0.0/8',
  '10.1.2.3/32',
  '172.16.0.0/12',
  '172.31.255.0/24',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '100.127.0.1/32',
  'fc00::/7',
  'fd00:1:2::/48',
  'FD12::1/128',
])('%s is private', (range) => {
  expect(privateRangeSchema.safeParse(range).success).toBe(true);
});

test.each([
  ['0.0.0.0/0', 'is not private'],
  ['10.0.0.0/7', 'is not private'],
  ['172.0.0.0/8', 'is not private'],
  ['172.32.0.0/16', 'is not private'],
  ['192.169.0.0/16', 'is not private'],
  ['100.128.0.0/10', 'is not private'],
  ['203.0.113.0/24', 'is not private'],
  ['169.254.0.0/16', 'is not private'],
  ['::/0', 'is not private'],
  ['fc00::/6', 'is not private'],
  ['fe80::/10', 'is not private'],
  ['2001:db8::/32', 'is not private'],
  ['::ffff:10.0.0.0/104', 'is not private'],
  ['192.168.1.1', 'use a network like'],
  ['192.168.1.0/33', 'use a network like'],
  ['192.168.1/24', 'use a network like'],
  ['010.0.0.0/8', 'use a network like'],
  ['fd00::/129', 'use a network like'],
  ['my-nas.local', 'use a network like'],
  ['', 'use a network like'],
])('%j is refused: %s', (range, words) => {
  const parsed = privateRangeSchema.safeParse(range);
  expect(parsed.success ? '' : parsed.error.issues[0]?.message).toContain(words);
});
