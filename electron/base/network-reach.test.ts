import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { anywhere, isLoopbackHost, localOnly } from './network-reach.ts';

const home = localOnly(['192.168.1.0/24', 'fd00:1::/32']);

describe('an address in numbers, as a URL writes it', () => {
  test.each([
    'http://127.0.0.1',
    'http://127.9.9.9',
    'http://2130706433',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.0.0.1.',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://192.168.1.77',
    'http://[::ffff:192.168.1.77]',
    'http://[fd00:1::5]',
  ])('%s is within reach', (url) => {
    expect(home.refusal(new URL(url).hostname)).toBeNull();
  });

  test.each([
    'http://0.0.0.0',
    'http://[::]',
    'http://192.168.2.1',
    'http://10.0.0.1',
    'http://169.254.169.254',
    'http://3405803785',
    'http://0xcb.0x0.0x71.0x9',
    'http://0313.0.0161.011',
    'http://127.0.0.1@203.0.113.9',
    'http://[::ffff:203.0.113.9]',
    'http://[::127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://[2002:7f00:1::]',
    'http://[fe80::1]',
    'http://[fd00:2::5]',
    'http://[2001:db8::9]',
  ])('%s is not, and the words say what it is', (url) => {
    const { hostname } = new URL(url);
    expect(home.refusal(hostname)).toContain(hostname.replace(/[[\]]/g, ''));
    expect(anywhere.refusal(hostname)).toBeNull();
  });
});

describe.each([
  ['anywhere', anywhere],
  ['local only', localOnly([])],
])('%s: localhost is this machine without a resolver', (_, { lookup }) => {
  const all = promisify<string, object, unknown>((name, options, done) => {
    lookup(name, options, done as never);
  });

  test.each(['localhost', 'LOCALHOST', 'localhost.', 'api.localhost', 'any.thing.localhost.'])(
    '%s',
    async (name) => {
      expect(await all(name, { all: true })).toEqual([
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ]);
      expect(await all(name, {})).toBe('127.0.0.1');
      expect(await all(name, { family: 6 })).toBe('::1');
      expect(isLoopbackHost(name)).toBe(true);
    },
  );

  test.each(['localhost.example', 'notlocalhost', 'localhos'])('%s is another name', (name) => {
    expect(isLoopbackHost(name)).toBe(false);
  });
});

test('a reach is named by what it allows', () => {
  expect(localOnly(['10.0.0.0/8']).name).toBe(localOnly(['10.0.0.0/8']).name);
  expect(localOnly(['10.0.0.0/8']).name).not.toBe(localOnly([]).name);
});
