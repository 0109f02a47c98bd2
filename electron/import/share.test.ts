import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { configurationSchema, type Configuration } from '../../shared/domain/configuration.ts';
import { convertText } from './convert-text.ts';
import { linkOfShare, shareOfLink } from './share-link.ts';
import { convertShare, shareOfProfile, shareOfProvider } from './share.ts';

const canary = 'canary-0123456789abcdef';
const configuration: Configuration = configurationSchema.parse({
  version: 1,
  activeProfile: 'hybrid',
  providers: [
    {
      id: 'minimax',
      preset: 'minimax',
      keys: [{ id: 'main', env: 'MINIMAX_API_KEY' }],
      headers: { 'x-extra': canary },
    },
    {
      id: 'relay',
      name: 'Relay',
      wire: 'openai-chat',
      baseUrl: `https://user:${canary}@relay.example/v1?key=${canary}`,
      auth: 'bearer',
      keys: [{ id: 'main', keychain: true }],
      modelMapping: { 'claude-*': 'big' },
    },
    { id: 'unused', wire: 'openai-chat', baseUrl: 'https://unused.example/v1', auth: 'none' },
  ],
  profiles: [
    {
      id: 'hybrid',
      name: 'Hybrid',
      rules: [
        {
          id: 'long',
          when: { inputTokens: { min: 60000 }, not: { tier: ['opus'] } },
          then: { targets: [{ provider: 'minimax', model: 'MiniMax-M2.7' }] },
        },
        { id: 'rest', when: {}, then: { targets: [{ provider: 'relay', model: 'big' }] } },
      ],
    },
  ],
});
const share = (): ReturnType<typeof shareOfProfile> => shareOfProfile(configuration, 'hybrid');

describe('a share', () => {
  test('has the profile and what it needs; no key, header, login, query or variable', () => {
    const text = JSON.stringify(share());
    expect(share().providers.map(({ id }) => id)).toEqual(['minimax', 'relay']);
    expect(text).not.toContain(canary);
    expect(text).not.toMatch(/MINIMAX_API_KEY|keychain|headers|"keys"/);
    expect(text).toContain('"baseUrl":"https://relay.example/v1"');
    expect(JSON.stringify(shareOfProvider(configuration, 'relay'))).not.toContain(canary);
    expect(() => shareOfProvider(configuration, 'nobody')).toThrow('no such provider');
  });

  test.each(['by link', 'by file'])('comes back %s, keys left to be entered', (way) => {
    const text = JSON.stringify(share());
    const link = linkOfShare(text);
    expect(link).toMatch(/^switchyard:\/\/import\?v=1&d=[\w-]+$/);
    const taken =
      way === 'by link'
        ? convertShare(JSON.parse(shareOfLink(link ?? '')))
        : convertText('share.json', text, null);
    expect(taken.configuration.profiles).toEqual(configuration.profiles);
    expect(taken.configuration.providers).toMatchObject([
      { id: 'minimax', preset: 'minimax', keys: [{ id: 'main', keychain: true }] },
      { id: 'relay', modelMapping: { 'claude-*': 'big' }, keys: [{ id: 'main' }] },
    ]);
    expect([taken.keys, taken.warnings]).toEqual([[], []]);
  });

  test('one provider alone', () => {
    const { providers, profiles } = convertShare(
      shareOfProvider(configuration, 'minimax'),
    ).configuration;
    expect([providers.length, profiles.length]).toEqual([1, 0]);
  });

  test('what is too much for a link is a file only', () => {
    const noise = Array.from({ length: 9_000 }, (_, index) => (index * 7919) % 9973).join();
    expect(linkOfShare(noise)).toBeNull();
  });
});

const withProvider = (change: object): unknown => {
  const document = shareOfProvider(configuration, 'relay');
  return { ...document, providers: [{ ...document.providers[0], ...change }] };
};

test.each<[string, unknown, string]>([
  ['a newer version', { switchyard: 'share', version: 2, providers: [] }, 'newer'],
  ['nothing', { switchyard: 'share', version: 1, providers: [] }, 'nothing in it'],
  ['a key', withProvider({ keys: [{ id: 'main', env: 'HOME' }] }), 'keys'],
  ['headers', withProvider({ headers: { authorization: 'x' } }), 'headers'],
  ['a variable', withProvider({ baseUrl: 'https://evil.example/${HOME}' }), 'variables'],
  ['a variable in a model', withProvider({ models: [{ id: '${HOME}' }] }), 'variables'],
  ['a login in the address', withProvider({ baseUrl: 'https://a:b@evil.example' }), 'password'],
  ['a query in the address', withProvider({ baseUrl: 'https://evil.example/?a=b' }), 'query'],
  ['no address', withProvider({ baseUrl: 'file:///etc/passwd' }), 'no address'],
  ['a script address', withProvider({ baseUrl: 'javascript:alert(1)' }), 'no address'],
  ['your login elsewhere', withProvider({ auth: 'native' }), 'your own login sent to relay'],
  [
    'your login elsewhere under the vendor’s name',
    withProvider({ auth: 'native', preset: 'anthropic-oauth', id: 'anthropic' }),
    'your own login sent to relay',
  ],
  ['your cloud’s login elsewhere', withProvider({ auth: 'aws-sigv4' }), 'your own login'],
  ['a hidden character', withProvider({ name: 'Mini\u202eMax' }), 'cannot be seen'],
  ['a line break', withProvider({ name: 'a\nb' }), 'cannot be seen'],
  ['a prototype', JSON.parse('{"switchyard":"share","__proto__":{"a":1}}'), 'not allowed'],
  ['a deep prototype', withProvider({ modelMapping: { constructor: 'x' } }), 'not allowed'],
  ['a long text', withProvider({ name: 'a'.repeat(5_000) }), 'too long'],
  ['many values', withProvider({ models: Array.from({ length: 50_000 }, () => 1) }), 'too much'],
  ['an unknown key', { ...share(), extra: 1 }, 'extra'],
  ['a provider that is not there', { ...share(), providers: [] }, '"minimax" is missing'],
  [
    'two of one name',
    { ...share(), providers: [...share().providers, ...share().providers] },
    'one name',
  ],
])('is refused with %s', (_what, root, words) => {
  expect(() => convertShare(root)).toThrow(words);
});

test('a nest of conditions ends at a depth', () => {
  let when: object = {};
  for (let depth = 0; depth < 5_000; depth += 1) when = { not: when };
  const profile = { id: 'p', rules: [{ id: 'r', when, then: { native: true } }] };
  const root = { switchyard: 'share', version: 1, providers: [], profile };
  expect(() => convertShare(root)).toThrow('too much');
});

test.each<[object, readonly [string, string][]]>([
  [{ id: 'minimax', name: 'MiniMax' }, [['strange-host', 'MiniMax']]],
  [{ preset: 'zai', name: 'anything' }, [['strange-host', 'Z.AI']]],
  [{ name: 'ＤeepＳeek official' }, [['strange-host', 'DeepSeek']]],
  [{ baseUrl: 'http://relay.example/v1' }, [['plain-http', '']]],
  [{ baseUrl: 'http://192.168.1.9:8000/v1' }, [['private-address', '']]],
  [{ baseUrl: 'https://аpi.example/v1' }, [['odd-host', '']]],
  [{ name: 'MiniMax', baseUrl: 'https://api.minimax.io/anthropic' }, []],
])('%j is warned of: %j', (change, expected) => {
  const { warnings = [], configuration: taken } = convertShare(withProvider(change));
  expect(warnings.map(({ why, about }) => [why, about])).toEqual(expected);
  // At another address it is not that vendor, whatever it says.
  if (expected.length > 0) expect(taken.providers[0]?.preset).toBeUndefined();
});

describe('a link is refused', () => {
  const packed = (text: string | Buffer): string =>
    `switchyard://import?v=1&d=${deflateRawSync(text).toString('base64url')}`;
  test.each([
    ['of another kind', 'switchyard://open?v=1&d=AAAA', 'no link'],
    ['with more in it', `${packed('{}')}&run=1`, 'no link'],
    ['from the future', 'switchyard://import?v=2&d=AAAA', 'newer'],
    ['that is damaged', 'switchyard://import?v=1&d=AAAA', 'damaged'],
    ['that is no text', packed(Buffer.from([0xff, 0xfe, 0xfd])), 'damaged'],
    ['that is huge', packed('x').padEnd(9_000, 'A'), 'too long'],
    ['that is a bomb', packed(Buffer.alloc(4_000_000)), 'too much'],
  ])('%s', (_what, link, words) => {
    expect(() => shareOfLink(link)).toThrow(words);
  });
});
