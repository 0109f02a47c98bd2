import { expect, test } from 'vitest';
import { anthropicAnswer, errorAnswer } from '../../../e2e/upstream/dialects.ts';
import type { Script } from '../../../e2e/upstream/scripted-upstream.ts';
import type { KeyHealth } from '../../../shared/domain/gateway-health.ts';
import type { Provider, ProviderKey } from '../../../shared/domain/provider.ts';
import { configurationFor, SECRETS, NOBODY } from '../testing.ts';
import { useGateway, useUpstreams } from '../testing/hooks.ts';

/** What the window shows of targets and keys, read after real exchanges. */
const good = anthropicAnswer([{ type: 'text', text: 'fine' }]);
const { upstream } = useUpstreams({ upstream: good });
const under = useGateway();

async function start(keys: readonly ProviderKey[]): Promise<void> {
  const provider: Provider = {
    id: 'one',
    wire: 'anthropic-messages',
    baseUrl: upstream.url,
    auth: 'bearer',
    keys: [...keys],
  };
  const limits = { breakerFailures: 2, retryBackoffMs: 5, retryWaitMs: 100 };
  await under.start(configurationFor(NOBODY, [provider]), {
    limits,
    random: () => 0,
  });
}
async function send(script: Script): Promise<number> {
  upstream.play(script);
  return (await under.send()).status;
}
const keyRow = (keyId: string, model: string | null = null): KeyHealth | undefined =>
  under.gateway.health().keys.find((row) => row.keyId === keyId && row.model === model);
const main = { id: 'main', keychain: true };
const spare = { id: 'spare', keychain: true, priority: 1 };

test.each([
  [401, 'authentication_error', 'invalid x-api-key', 'revoked', null],
  [402, 'billing_error', 'Your credit balance is too low', 'no-credit', null],
  [403, 'permission_error', 'no access to this model', 'forbidden', 'model-of-one'],
  [403, 'permission_error', 'not available in your country', 'wrong-region', 'model-of-one'],
] as const)(
  'a key refused with %i %s "%s" is dead: %s',
  async (status, type, words, why, model) => {
    await start([main, spare]);
    const refusing = errorAnswer(status, type, words);
    await send((response, request, index) => {
      const isMain = request.headers.authorization === `Bearer ${SECRETS['one/main']!}`;
      return (isMain ? refusing : good)(response, request, index);
    });
    expect(keyRow('main', model)).toMatchObject({ obstacle: 'key-refused', refusal: why });
    expect(keyRow('spare')).toMatchObject({ obstacle: null, refusal: null, requestsLastMinute: 1 });
  },
);

test('what a vendor says of its limits is told with its whole, until its time is over', async () => {
  await start([main]);
  await send((response, request, index) => {
    response.setHeader('anthropic-ratelimit-requests-limit', '50');
    response.setHeader('anthropic-ratelimit-requests-remaining', '49');
    response.setHeader('anthropic-ratelimit-requests-reset', '40s');
    response.setHeader('x-ratelimit-remaining-tokens', '9000');
    response.setHeader('x-ratelimit-reset-tokens', '0s');
    return good(response, request, index);
  });
  const learned = keyRow('main', 'model-of-one')?.learned ?? [];
  expect(learned).toMatchObject([{ kind: 'requests', limit: 50, remaining: 49 }]);
  const aheadMs = (learned[0]?.resetsAt ?? 0) - Date.now();
  expect(aheadMs).toBeGreaterThan(20_000);
  expect(aheadMs).toBeLessThanOrEqual(40_000);
});

test('one key is reset alone; its provider with all of them, circuits too', async () => {
  await start([main, spare]);
  const dead = errorAnswer(401, 'authentication_error', 'invalid key');
  expect(await send(dead)).toBe(401);
  expect([keyRow('main')?.obstacle, keyRow('spare')?.obstacle]).toEqual([
    'key-refused',
    'key-refused',
  ]);
  under.gateway.resetKey('one', 'main');
  expect([keyRow('main')?.obstacle ?? null, keyRow('spare')?.obstacle]).toEqual([
    null,
    'key-refused',
  ]);
  const broken = errorAnswer(500, 'api_error', 'broken');
  await send(broken);
  await send(broken);
  const target = (): unknown => under.gateway.health().targets[0];
  expect(target()).toMatchObject({ circuit: 'open', lastFailure: 'upstream-failed' });
  under.gateway.resetKey('one', 'main');
  expect(target()).toMatchObject({ circuit: 'open' });
  under.gateway.resetHealth('one');
  expect(target()).toBeUndefined();
  expect(keyRow('spare')?.obstacle ?? null).toBeNull();
  expect(await send(good)).toBe(200);
});
