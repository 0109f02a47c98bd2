import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer, type Server } from 'node:http';
import {
  expectLocal,
  good,
  isPermitted,
  providerAt,
  PUBLIC,
  useLockedWorld,
} from './locked-world.ts';
import type { NameEntry } from './name-server.ts';
import { addAddress } from './world.ts';

const world = useLockedWorld();
/** Each request on a connection of its own. */
const goodOnce: typeof good = (response, request, index) => {
  response.setHeader('connection', 'close');
  return good(response, request, index);
};

describe.skipIf(!isPermitted)(
  'the lock "local only", with an internet that listens: addresses',
  () => {
    describe('without the lock the internet hears it, by the same capture', () => {
      test.each([
        ['an IPv4 address', () => `http://${PUBLIC}:${world.port}`, `::ffff:${PUBLIC}`],
        ['an IPv6 address', () => `http://[2001:db8::9]:${world.port}`, '2001:db8::9'],
        ['a name', () => `http://api.vendor.test:${world.port}`, `::ffff:${PUBLIC}`],
        [
          'the metadata address',
          () => `http://169.254.169.254:${world.port}`,
          '::ffff:169.254.169.254',
        ],
        ['NAT64', () => `http://[64:ff9b::cb00:7109]:${world.port}`, '64:ff9b::cb00:7109'],
      ])('%s', async (_, baseUrl, to) => {
        world.nameTable({ 'api.vendor.test': { addresses: [PUBLIC] } });
        await world.start([providerAt(baseUrl())], { isLocked: false });
        await world.send();
        expect(world.internet.asked.at(-1)).toMatchObject({ asked: 'POST /v1/messages', to });
        expect(await world.internet.packets()).toBeGreaterThan(3);
      });
    });

    describe('an address is not what it seems', () => {
      test.each([
        ['plain', `http://${PUBLIC}`],
        ['decimal', 'http://3405803785'],
        ['hexadecimal', 'http://0xcb.0x0.0x71.0x9'],
        ['octal', 'http://0313.0.0161.011'],
        ['two parts', 'http://203.29449'],
        ['trailing dot', `http://${PUBLIC}.`],
        ['userinfo that looks local', `http://127.0.0.1@${PUBLIC}`],
        ['userinfo with a password', `http://localhost:80@${PUBLIC}`],
        ['IPv6', 'http://[2001:db8::9]'],
        ['IPv4 mapped into IPv6', `http://[::ffff:${PUBLIC}]`],
        ['NAT64 of a public one', 'http://[64:ff9b::cb00:7109]'],
        ['NAT64 of loopback', 'http://[64:ff9b::7f00:1]'],
        ['6to4 of loopback', 'http://[2002:7f00:1::1]'],
        ['metadata', 'http://169.254.169.254'],
        ['IPv6 link-local', 'http://[fe80::1]'],
        ['a unique local one that is not listed', 'http://[fd66:dead::1]'],
        ['nowhere', 'http://0.0.0.0'],
        ['nowhere, IPv6', 'http://[::]'],
      ])('%s', async (_, origin) => {
        await world.start([providerAt(`${origin}:${world.port}`)], { ranges: ['fd77::/16'] });
        const before = world.local.requests.length;
        await world.expectBlocked(await world.send());
        expect(world.local.requests).toHaveLength(before);
      });
    });

    describe('a name leads out', () => {
      const table: Readonly<Record<string, NameEntry>> = {
        'api.vendor.test': { addresses: [PUBLIC] },
        'six.vendor.test': { addresses: ['2001:db8::9'] },
        'nat64.vendor.test': { addresses: ['64:ff9b::cb00:7109'] },
        'meta.vendor.test': { addresses: ['169.254.169.254'] },
        'home.test': { alias: 'api.vendor.test', addresses: [PUBLIC] },
        'localhost.vendor.test': { addresses: [PUBLIC] },
      };
      test.each([...Object.keys(table), 'api.vendor.test.', 'LOCALHOST.vendor.test'])(
        '%s',
        async (name) => {
          world.nameTable(table);
          await world.start([providerAt(`http://${name}:${world.port}`)]);
          await world.expectBlocked(await world.send());
        },
      );

      test.each([
        ['public first', [PUBLIC, '127.0.0.1']],
        ['local first', ['127.0.0.1', PUBLIC]],
        ['public by IPv6, local by IPv4', ['2001:db8::9', '127.0.0.1']],
      ])('to both, %s: only the local address is asked', async (_, addresses) => {
        world.nameTable({ 'both.test': { addresses } });
        await world.start([providerAt(`http://both.test:${world.port}`)]);
        expectLocal(await world.send());
        await world.expectNothingLeft();
      });

      test('that changes between the check and the connection: what was checked is what is asked', async () => {
        world.names.answer((_, count) => ({ addresses: [count === 0 ? '127.0.0.1' : PUBLIC] }));
        world.local.play(goodOnce);
        await world.start([providerAt(`http://flip.test:${world.port}`)]);
        const before = world.names.asked.length;
        expectLocal(await world.send());
        expect(
          world.names.asked.slice(before).filter((line) => line.startsWith('A ')),
        ).toHaveLength(1);
        await world.expectNothingLeft();
        await world.expectBlocked(await world.send());
      });

      test('localhost is this machine, whatever a name server says', async () => {
        world.nameTable({
          localhost: { addresses: [PUBLIC] },
          'api.localhost': { addresses: [PUBLIC] },
        });
        const before = world.names.asked.length;
        for (const name of ['localhost', 'api.localhost', 'LocalHost.']) {
          await world.start([providerAt(`http://${name}:${world.port}`)]);
          expectLocal(await world.send());
          await world.expectNothingLeft();
          await world.under.gateway.stop(0);
        }
        expect(world.names.asked).toHaveLength(before);
      });
    });

    describe('private networks', () => {
      let servers: readonly { readonly url: string; readonly server: Server }[] = [];
      let asked = 0;
      beforeAll(async () => {
        addAddress('192.168.77.5/32');
        addAddress('fd77::5/128');
        servers = await Promise.all(
          ['192.168.77.5', 'fd77::5'].map(async (host) => {
            const server = createServer((request, response) => {
              asked += 1;
              request.resume();
              response.writeHead(404).end();
            });
            await new Promise<void>((resolve) => server.listen(0, host, resolve));
            const { port: own } = server.address() as { port: number };
            return {
              url: `http://${host.includes(':') ? `[${host}]` : host}:${String(own)}`,
              server,
            };
          }),
        );
      });
      afterAll(() => {
        for (const { server } of servers) server.close();
      });

      test.each([
        [0, ['192.168.77.0/24'], true],
        [0, ['192.168.0.0/16'], true],
        [0, ['192.168.77.5/32'], true],
        [0, [], false],
        [0, ['192.168.77.6/32', '10.0.0.0/8', 'fd77::/16'], false],
        [1, ['fd77::/16'], true],
        [1, ['fd77::5/128'], true],
        [1, ['fd77::6/128', '192.168.0.0/16'], false],
      ])('server %i, listed %j: asked %s', async (index, ranges, isAsked) => {
        const { url } = servers[index] ?? { url: '' };
        await world.start([providerAt(url)], { ranges });
        const before = asked;
        const answer = await world.send();
        expect(asked - before).toBe(isAsked ? 1 : 0);
        if (isAsked) expect(answer.status).toBe(404);
        else await world.expectBlocked(answer);
        await world.expectNothingLeft();
      });

      test('by name, and no longer once the range is taken off the list', async () => {
        const { url } = servers[0] ?? { url: '' };
        world.nameTable({ 'nas.home.test': { addresses: [PUBLIC, '192.168.77.5'] } });
        const started = await world.start(
          [providerAt(url.replace('192.168.77.5', 'nas.home.test'))],
          {
            ranges: ['192.168.77.0/24'],
          },
        );
        const before = asked;
        expect((await world.send()).status).toBe(404);
        expect(asked - before).toBe(1);
        await world.expectNothingLeft();
        started.configure((current) => ({ ...current, privateRanges: [] }));
        await world.expectBlocked(await world.send());
        expect(asked - before).toBe(1);
      });
    });
  },
);
