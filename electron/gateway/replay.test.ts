import { expect, test } from 'vitest';
import { anthropicAnswer, errorAnswer, openaiAnswer } from '../../e2e/upstream/dialects.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { ReplayGrant } from './gateway.ts';
import { configurationFor, TOKEN, type GatewayUnderTest } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const REPLAY = 'replay-token-0123456789';
const { one, two } = useUpstreams({
  one: anthropicAnswer([{ type: 'text', text: 'A' }]),
  two: openaiAnswer([{ type: 'text', text: 'B' }]),
});
const under = useGateway();

const to = (provider: string): ReplayGrant => ({
  id: 'side',
  of: 'swy_original',
  target: { provider, model: 'chosen' },
});

async function start(
  replay: ReplayGrant,
  change: (configuration: Configuration) => Configuration = (same) => same,
): Promise<GatewayUnderTest> {
  const providers: Provider[] = [
    { id: 'one', wire: 'anthropic-messages', baseUrl: one.url, auth: 'none' },
    { id: 'two', wire: 'openai-chat', baseUrl: two.url, auth: 'none' },
  ];
  await under.start(
    change(configurationFor(one.url, providers)),
    {},
    {
      authorize: (token) => {
        if (token === REPLAY) return { project: null, replay };
        return token === TOKEN ? { project: null } : null;
      },
    },
  );
  return under;
}

const send = (token: string, extra: object = {}) =>
  under.send(extra, { 'x-switchyard-token': token, authorization: 'Bearer of-the-client' });

const lock = (configuration: Configuration): Configuration => ({
  ...configuration,
  profiles: configuration.profiles.map((profile) => ({ ...profile, lock: 'local-only' as const })),
});

test('goes to the named target in its own dialect, past every rule', async () => {
  const { watched } = await start(to('two'));
  const answer = await send(REPLAY);
  expect(answer.body.toString()).toContain('"text":"B"');
  expect(one.requests).toHaveLength(0);
  expect(watched.attempts).toMatchObject([{ provider: 'two', model: 'chosen' }]);
  expect(watched.routed[0]?.plan).toMatchObject({ rule: null, trace: [{ rule: 'replay' }] });
});

test('is sent while routing is off, which holds for everybody else', async () => {
  await start(to('two'), (configuration) => ({ ...configuration, routing: false }));
  expect((await send(REPLAY)).body.toString()).toContain('"text":"B"');
  expect((await send(TOKEN)).body.toString()).toContain('"text":"A"');
});

test('a failure is the answer: nobody else is asked, and it is not tried again', async () => {
  one.play(errorAnswer(529, 'overloaded_error', 'no'));
  const { watched } = await start(to('one'));
  expect((await send(REPLAY)).status).toBe(529);
  expect(one.requests).toHaveLength(1);
  expect(two.requests).toHaveLength(0);
  expect(watched.ends).toMatchObject([{ state: 'failed' }]);
});

test.each([true, false])('obeys the lock of the profile, routing %s', async (routing) => {
  const { watched } = await start(to('two'), (configuration) => ({
    ...lock(configuration),
    routing,
    providers: configuration.providers.map((each) => ({ ...each, baseUrl: 'http://192.0.2.7/v1' })),
  }));
  expect((await send(REPLAY)).status).toBe(403);
  expect(watched.attemptEnds).toMatchObject([{ error: { code: 'blocked-by-lock' } }]);
});

test('leaves the conversation where it is', async () => {
  const { watched } = await start(to('two'), (configuration) => configuration);
  const session = { metadata: { user_id: JSON.stringify({ session_id: 'of-the-test' }) } };
  await send(TOKEN, session);
  await send(REPLAY, session);
  await send(TOKEN, session);
  expect(watched.attempts.map(({ provider }) => provider)).toEqual(['one', 'two', 'one']);
  expect(watched.routed.map(({ facts }) => facts.sessionId)).toEqual([
    'of-the-test',
    null,
    'of-the-test',
  ]);
});
