import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { localOnly } from '../../electron/base/network-reach.ts';
import { createLabRunner } from '../../electron/endpoint-tests/lab-runner.ts';
import { fetchModels, testProvider } from '../../electron/endpoint-tests/provider-test.ts';
import { ask, messagesBody, TOKEN } from '../../electron/gateway/testing.ts';
import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import { errorAnswer } from '../upstream/dialects.ts';
import {
  expectLocal,
  isPermitted,
  login,
  own,
  providerAt,
  PUBLIC,
  useLockedWorld,
} from './locked-world.ts';

const world = useLockedWorld();
const proxies = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
];
afterEach(() => {
  for (const name of [...proxies, 'NODE_USE_ENV_PROXY']) Reflect.deleteProperty(process.env, name);
});

describe.skipIf(!isPermitted)(
  'the lock "local only", with an internet that listens: ways round',
  () => {
    describe('a local server leads out', () => {
      test.each([301, 302, 303, 307, 308])(
        'a %i to a public address is not followed',
        async (status) => {
          world.local.play((response) => {
            response
              .writeHead(status, { location: `http://${PUBLIC}:${world.port}/v1/messages` })
              .end();
          });
          await world.start([providerAt(world.local.url)]);
          const answer = await world.send();
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expect(answer.headers.location).toBeUndefined();
          await world.expectNothingLeft();
        },
      );

      test('a Host of the provider’s choice changes no address', async () => {
        await world.start([providerAt(world.local.url, { headers: { host: PUBLIC } })]);
        expectLocal(await world.send());
        expect(world.local.requests.at(-1)?.headers.host).toBe(PUBLIC);
        await world.expectNothingLeft();
      });

      test('proxy variables are not honoured', async () => {
        for (const name of proxies) process.env[name] = `http://${PUBLIC}:${world.port}`;
        process.env['NODE_USE_ENV_PROXY'] = '1';
        await world.start([providerAt(world.local.url)]);
        expectLocal(await world.send());
        await world.expectNothingLeft();
      });
    });

    describe('another way round the rules', () => {
      const outside = (): Provider =>
        providerAt(`http://${PUBLIC}:${world.port}`, { id: 'outside' });

      test('a connection that stood before the lock is not used again', async () => {
        await world.start([outside()], { isLocked: false });
        await world.send();
        const asked = world.internet.asked.length;
        world.lock('local-only');
        await world.send();
        // Saying goodbye to the old connection takes packets of its own; nothing is asked over it.
        await world.internet.settle();
        expect(world.internet.asked).toHaveLength(asked);
        await world.expectBlocked(await world.send());
      });

      test('a lock that falls while the request is still being sent holds for it', async () => {
        const started = await world.start([], { isLocked: false, then: { native: true } });
        for (const path of ['/v1/messages', '/api/event_logging']) {
          const body = messagesBody();
          const head = [
            `POST ${path} HTTP/1.1`,
            `host: 127.0.0.1:${String(started.address.port)}`,
            `x-switchyard-token: ${TOKEN}`,
            `authorization: ${login.authorization}`,
            'connection: close',
            `content-length: ${String(body.length)}`,
          ];
          const socket = connect(started.address.port, '127.0.0.1');
          const chunks: Buffer[] = [];
          socket.on('data', (chunk: Buffer) => chunks.push(chunk));
          socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
          const isUnderWay = new Promise<void>((resolve) => {
            const look = (): void => {
              if (started.gateway.inFlight > 0) resolve();
              else setImmediate(look);
            };
            look();
          });
          await isUnderWay;
          world.lock('local-only');
          socket.write(body.slice(10));
          await new Promise((resolve) => socket.once('close', resolve));
          expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 40[34] /);
          await world.expectNothingLeft();
          started.configure((current) => ({
            ...current,
            profiles: current.profiles.map((profile) => ({ ...profile, lock: null })),
          }));
        }
      });

      test('a failover target outside is passed over, and the local failure is what the client hears', async () => {
        world.local.play(errorAnswer(500, 'api_error', 'the local model broke'));
        await world.start([providerAt(world.local.url), outside()]);
        const answer = await world.send();
        expect(answer.status).toBe(502);
        expect(answer.body.toString()).toContain('the local model broke');
        expect(world.under.watched.attemptEnds.map(({ error }) => error?.code)).toContain(
          'blocked-by-lock',
        );
        await world.expectNothingLeft();
      });

      test('a first target outside is passed over for the local one', async () => {
        await world.start([outside(), providerAt(world.local.url)]);
        expectLocal(await world.send());
        expect(world.under.watched.attempts.map(({ provider }) => provider)).toEqual([
          'outside',
          'one',
        ]);
        await world.expectNothingLeft();
      });

      test('count_tokens is estimated here', async () => {
        await world.start([outside()]);
        const answer = await world.send({}, '/v1/messages/count_tokens');
        expect(answer.status).toBe(200);
        expect(answer.headers['x-switchyard-estimated']).toBe('true');
        await world.expectNothingLeft();
      });

      test('the model list is ours', async () => {
        await world.start([outside()]);
        const url = `${world.under.url}/v1/models`;
        expect((await ask(url, { method: 'GET', headers: own })).status).toBe(200);
        await world.expectNothingLeft();
      });

      test('a model named with its provider, and a subagent tag, are locked like any other', async () => {
        await world.start([providerAt(world.local.url), outside()]);
        await world.expectBlocked(await world.send({ model: 'outside,any-model' }));
        const tag = '<CCR-SUBAGENT-MODEL>outside,any-model</CCR-SUBAGENT-MODEL>';
        await world.expectBlocked(await world.send({ system: [{ type: 'text', text: tag }] }));
      });

      test('a replay goes no further than the lock, with routing on or off', async () => {
        const of = { id: 'side', of: null };
        const target = (provider: string): TargetSpec => ({ provider, model: 'any' });
        const providers = [providerAt(world.local.url), outside()];
        await world.start(providers, { replay: { ...of, target: target('outside') } });
        for (const routing of [true, false]) {
          world.under.configure((current) => ({ ...current, routing }));
          await world.expectBlocked(await world.send());
        }
      });

      test('a replay to a local model passes', async () => {
        const replay = { id: 'side', of: null, target: { provider: 'one', model: 'any' } };
        await world.start([providerAt(world.local.url), outside()], { replay });
        expectLocal(await world.send());
        await world.expectNothingLeft();
      });

      test('native pass-through, and every other route, ends here', async () => {
        await world.start([], { then: { native: true } });
        await world.expectBlocked(await world.send());
        await world.expectBlocked(await world.send({}, '/v1/messages/count_tokens'));
        for (const path of ['/api/event_logging', '/v1/files', '/v1/messages/batches', '//x']) {
          await world.expectBlocked(await world.send({}, path), 404);
        }
      });

      test('the client’s own login does not open it', async () => {
        const target: TargetSpec = { provider: 'outside', model: '*' };
        await world.start([{ ...outside(), auth: 'native' }]);
        world.under.configure((current) => ({
          ...current,
          profiles: current.profiles.map((profile) => ({
            ...profile,
            rules: [
              {
                id: 'all',
                enabled: true,
                when: {},
                then: { strategy: 'failover', targets: [target] },
              },
            ],
          })),
        }));
        await world.expectBlocked(await world.send());
      });
    });

    test('the Lab, one-token tests and model lists keep within the lock', async () => {
      await world.internet.settle();
      world.nameTable({ 'api.vendor.test': { addresses: [PUBLIC] } });
      const reach = localOnly([]);
      const common = {
        secret: null,
        signal: new AbortController().signal,
        clock: systemClock,
        reach,
      };
      for (const origin of [`http://${PUBLIC}`, 'http://api.vendor.test']) {
        const provider = resolveDraft(providerAt(`${origin}:${world.port}`));
        const tested = await testProvider({ ...common, provider, model: 'any' });
        expect(tested).toMatchObject({ verdict: 'unreachable' });
        expect(tested.detail).toContain('neither this machine nor in a private network');
        expect((await fetchModels({ ...common, provider })).ok).toBe(false);
        const runner = createLabRunner({
          clock: systemClock,
          providerFor: () => null,
          secretFor: () => Promise.resolve(null),
          onProgress: () => undefined,
          onFault: () => undefined,
          labDirectory: null,
          reach: () => reach,
        });
        const runId = runner.start({
          baseUrl: `${origin}:${world.port}`,
          wire: 'auto',
          model: null,
          providerId: null,
          maxConcurrency: 1,
          outputTokens: 8,
        });
        expect((await runner.finished(runId))?.state).toBe('failed');
        runner.dispose();
      }
      await world.expectNothingLeft();
    });
  },
);
