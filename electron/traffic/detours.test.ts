import { afterEach, beforeEach, expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames, errorAnswer } from '../../e2e/upstream/dialects.ts';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { detoursOf, outcomeOf } from '../../shared/domain/outcome.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from '../gateway/testing.ts';
import {
  endingOf,
  openRecordedWorld,
  providerAt,
  streamOf,
  type RecordedWorld,
} from './testing.ts';

// What an answer took, and what was never asked: the row, each attempt, the breakers and the client tell the same.
let world: RecordedWorld;
beforeEach(async () => {
  world = await openRecordedWorld();
});
afterEach(() => world.close());

const frames = anthropicFrames([{ type: 'text', text: 'some words' }]);
const errorEvent =
  'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n';
const good = anthropicAnswer([{ type: 'text', text: 'some words' }]);
const busy = errorAnswer(529, 'overloaded_error', 'busy');
const firstOnly =
  (first: Script): Script =>
  (response, request, index) =>
    (index === 0 ? first : good)(response, request, index);

/** The row, each attempt, what is held against each target, and the client. */
async function tellAll(configuration: Configuration, retries = 0) {
  const { gateway, url } = await world.start(configuration, {
    limits: { retryBackoffMs: 1, sameTargetRetries: retries },
  });
  const headers = { 'x-switchyard-token': TOKEN };
  const answer = await ask(`${url}/v1/messages`, { headers, body: messagesBody() });
  const row = await world.nextRow();
  const attempts = world.recorder.detail(row.id)?.attempts ?? [];
  return {
    row: [outcomeOf(row), row.errorCode, row.status],
    detours: detoursOf(row),
    attempts: attempts.map((each) => [each.provider, each.outcome, each.errorCode, each.status]),
    failures: gateway.health().targets.map((each) => [each.provider, each.recentFailures]),
    client: endingOf(answer),
  };
}
const done = { row: ['complete', null, 200], client: '200 … message_stop' };
const both = (): Configuration =>
  configurationFor(NOBODY, [providerAt(world.one, 'one'), providerAt(world.two, 'two')]);
const alone = (): Configuration => configurationFor(NOBODY, [providerAt(world.one, 'one')]);

test.each<[string, Script, unknown[]]>([
  ['an overload', busy, ['one', 'failed', 'upstream-overloaded', 529]],
  [
    'an end before content',
    streamOf(frames.slice(0, 2), 'end'),
    ['one', 'failed', 'truncated', 200],
  ],
  ['an error event', streamOf([errorEvent], 'end'), ['one', 'failed', 'upstream-overloaded', 200]],
  ['an empty 200', (response) => response.end(), ['one', 'failed', 'upstream-garbled', 200]],
])('%s, and the next target answers', async (_, script, first) => {
  world.one.play(script);
  world.two.play(good);
  expect(await tellAll(both())).toEqual({
    ...done,
    detours: { retries: 0, failovers: 1 },
    attempts: [first, ['two', 'answered', null, 200]],
    failures: [
      ['one', 1],
      ['two', 0],
    ],
  });
});

test('a failure, and the same target answers when it is asked once more', async () => {
  world.one.play(firstOnly(busy));
  expect(await tellAll(alone(), 1)).toEqual({
    ...done,
    detours: { retries: 1, failovers: 0 },
    attempts: [
      ['one', 'failed', 'upstream-overloaded', 529],
      ['one', 'answered', null, 200],
    ],
    failures: [['one', 0]],
  });
});

test('a cut in mid-answer is never asked for again', async () => {
  world.one.play(streamOf(frames.slice(0, 4), 'end'));
  world.two.play(good);
  expect(await tellAll(both(), 1)).toMatchObject({
    row: ['cut', 'truncated', 200],
    attempts: [['one', 'failed', 'truncated', 200]],
    client: '200 … error api_error',
  });
});

test('a rule refuses', async () => {
  const refusing = configurationFor(NOBODY, [providerAt(world.one, 'one')], { refuse: 'no' });
  expect(await tellAll(refusing)).toEqual({
    row: ['refused', 'refused-by-rule', 403],
    detours: { retries: 0, failovers: 0 },
    attempts: [],
    failures: [],
    client: '403 permission_error',
  });
});

test('a lock forbids', async () => {
  const away = { ...providerAt(world.one, 'one'), baseUrl: 'http://192.0.2.7:9' };
  const open = configurationFor(NOBODY, [away]);
  const profiles = open.profiles.map((each) => ({ ...each, lock: 'local-only' as const }));
  expect(await tellAll({ ...open, profiles })).toEqual({
    row: ['blocked', 'blocked-by-lock', 403],
    detours: { retries: 0, failovers: 0 },
    attempts: [['one', 'blocked', 'blocked-by-lock', null]],
    failures: [],
    client: '403 permission_error',
  });
});
