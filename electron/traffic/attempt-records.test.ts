import { afterEach, beforeEach, expect, test } from 'vitest';
import { anthropicAnswer, errorAnswer } from '../../e2e/upstream/dialects.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { AttemptRecord } from '../../shared/domain/exchange.ts';
import { detoursOf, outcomeOf } from '../../shared/domain/outcome.ts';
import { ask, configurationFor, messagesBody, SECRETS, TOKEN, NOBODY } from '../gateway/testing.ts';
import { openRecordedWorld, providerAt, type RecordedWorld } from './testing.ts';

// What is written down of each attempt, besides how it ended.
let world: RecordedWorld;
beforeEach(async () => {
  world = await openRecordedWorld();
});
afterEach(() => world.close());

async function attemptsOf(configuration: Configuration): Promise<readonly AttemptRecord[]> {
  const { url } = await world.start(configuration);
  const headers = { 'x-switchyard-token': TOKEN };
  await ask(`${url}/v1/messages`, { headers, body: messagesBody() });
  await world.nextRow();
  return world.newest().attempts;
}

const toOne = (timeouts: object = {}): Configuration =>
  configurationFor(NOBODY, [providerAt(world.one, 'one')], {
    strategy: 'failover',
    targets: [{ provider: 'one', model: 'm', timeouts }],
  });

test('each step of an attempt has its time, in order', async () => {
  const [attempt] = await attemptsOf(toOne());
  const { startedAtMs = -1, connectedAtMs, headersAtMs, durationMs } = attempt ?? {};
  const times = [0, startedAtMs, connectedAtMs ?? -1, headersAtMs ?? -1];
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(headersAtMs).toBeLessThanOrEqual(startedAtMs + (durationMs ?? -1));
});

test('an attempt that was never answered timed out, and has no time for its headers', async () => {
  world.one.play(() => undefined);
  expect(await attemptsOf(toOne({ firstByteMs: 300 }))).toMatchObject([
    { outcome: 'failed', errorCode: 'upstream-timeout', status: null, headersAtMs: null },
  ]);
  expect(outcomeOf(world.newest().row)).toBe('timed-out');
});

test('retried: the same target answers with its second key', async () => {
  const good = anthropicAnswer([{ type: 'text', text: 'some words' }]);
  world.one.play((response, request, index) => {
    const isSpare = request.headers.authorization === `Bearer ${SECRETS['one/spare'] ?? ''}`;
    const script = isSpare ? good : errorAnswer(401, 'authentication_error', 'bad key');
    return script(response, request, index);
  });
  const provider = providerAt(world.one, 'one', 'anthropic-messages', ['main', 'spare']);
  const attempts = await attemptsOf(configurationFor(NOBODY, [provider]));
  expect(attempts.map(({ keyId, outcome }) => [keyId, outcome])).toEqual([
    ['main', 'failed'],
    ['spare', 'answered'],
  ]);
  const { row } = world.newest();
  expect([outcomeOf(row), detoursOf(row)]).toEqual(['complete', { retries: 1, failovers: 0 }]);
});
