import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anthropicAnswer } from '../../e2e/upstream/dialects.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { countBody } from '../tokens/count-body.ts';
import { estimatePrompt } from '../tokens/estimate-prompt.ts';
import { createPromptCounter, type PromptCounter } from '../tokens/prompt-counter.ts';
import {
  bundleCountWorker,
  type CountWorkerBundle,
} from '../tokens/testing/count-worker-bundle.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

/** The rule that takes a request whose size lies near its limit, decided by a count in the real thread. */
let bundle: CountWorkerBundle;
const { upstream } = useUpstreams({
  upstream: anthropicAnswer([{ type: 'text', text: 'fine' }]),
});
const under = useGateway();
let counter: PromptCounter;
let counts = 0;

beforeAll(async () => {
  // A text that sampling misjudges, and by less than it may: else the tests below would hold without a count.
  expect(Math.abs(whole - estimate)).toBeGreaterThan(10);
  expect(Math.abs(whole - estimate) / whole).toBeLessThan(0.1);
  bundle = await bundleCountWorker();
}, 60_000);
afterAll(() => {
  bundle.remove();
});

/** Sampling sees more of the dense part than there is of it. */
const text =
  `${'A plain sentence of the kind that people write. '.repeat(60)}{"a":[1,22,"x"]} `.repeat(12);
const body = messagesBody({ messages: [{ role: 'user', content: text }] });
/** The model of these requests has the factor 1, so ours are its tokens. */
const whole = countBody(Buffer.from(body)) ?? 0;
const estimate = estimatePrompt(JSON.parse(body) as MessagesRequest).inputTokens;
const between = Math.round((whole + estimate) / 2);

type When = Rule['when'];

function configuration(when: When, extra: Partial<Rule> = {}): Configuration {
  const provider = {
    id: 'one',
    wire: 'anthropic-messages' as const,
    baseUrl: upstream.url,
    auth: 'bearer' as const,
    keys: [{ id: 'main', keychain: true }],
  };
  const base = configurationFor(NOBODY, [provider]);
  const [profile] = base.profiles;
  const [all] = profile!.rules;
  const sized: Rule = { ...all!, id: 'sized', when, ...extra };
  return { ...base, profiles: [{ ...profile!, rules: [sized, all!] }] };
}

async function start(current: Configuration, script = bundle.script): Promise<void> {
  counter = createPromptCounter(script);
  counts = 0;
  const promptCounter: PromptCounter = {
    count: (bytes) => {
      counts += 1;
      return counter.count(bytes);
    },
    close: () => counter.close(),
  };
  await under.start(current, { limits: { wholeCountMs: 5_000 } }, { promptCounter });
}

/** Which rule took it, and what the trace says besides rules. */
async function sent(extra: object = {}): Promise<{ rule: unknown; notes: readonly string[] }> {
  const headers = { 'x-switchyard-token': TOKEN, 'x-api-key': 'the client-s own' };
  const request = { ...(JSON.parse(body) as object), ...extra };
  const { status, headers: told } = await ask(`${under.url}/v1/messages`, {
    headers,
    body: JSON.stringify(request),
  });
  expect(status).toBe(200);
  const { plan } = under.watched.routed.at(-1)!;
  const notes = plan.trace.filter(({ rule }) => rule === 'prompt size');
  return { rule: told['x-switchyard-rule'], notes: notes.map(({ because }) => because) };
}

const grouped = (count: number): string => count.toLocaleString('en');

describe('near a limit the whole prompt is counted', () => {
  const isMore = whole > estimate;
  test.each<[string, When, string]>([
    ['min', { inputTokens: { min: between } }, isMore ? 'sized' : 'all'],
    ['max', { inputTokens: { max: between } }, isMore ? 'all' : 'sized'],
    ['excluded', { not: { inputTokens: { min: between } } }, isMore ? 'all' : 'sized'],
    ['the very count', { inputTokens: { min: whole, max: whole } }, 'sized'],
  ])('%s', async (_, when, rule) => {
    await start(configuration(when));
    const note = `counted in full: ${grouped(whole)} tokens, since the estimate of ${grouped(estimate)} lies near a rule's limit`;
    expect(await sent()).toEqual({ rule, notes: [note] });
    expect(counts).toBe(1);
    expect(under.watched.routed.at(-1)!.facts.inputTokens).toBe(whole);
  });

  test('what counts as long context is such a limit', async () => {
    const length = Math.ceil((60_000 / whole) * text.length);
    const long = text.repeat(Math.ceil(length / text.length)).slice(0, length);
    await start(configuration({ kind: ['long-context'] }));
    await sent({ messages: [{ role: 'user', content: long }] });
    expect(counts).toBe(1);
  });
});

describe('nothing is counted where it could not change who answers', () => {
  test.each<[string, When, Partial<Rule>?, object?]>([
    ['a limit far above', { inputTokens: { min: Math.ceil(estimate * 1.2) } }],
    ['a limit far below', { inputTokens: { min: Math.floor(estimate / 1.2) } }],
    ['no limit at all', { tier: ['sonnet'] }],
    ['another condition fails', { inputTokens: { min: between }, kind: ['subagent'] }],
    ['a rule that is switched off', { inputTokens: { min: between } }, { enabled: false }],
    ['a model asked for by name', { inputTokens: { min: between } }, {}, { model: 'one,model-x' }],
  ])('%s', async (_, when, extra = {}, request = {}) => {
    await start(configuration(when, extra));
    expect((await sent(request)).notes).toEqual([]);
    expect(counts).toBe(0);
  });

  test('routing is off', async () => {
    await start({
      ...configuration({ inputTokens: { min: between } }),
      routing: false,
      native: { baseUrl: upstream.url },
    });
    await sent();
    expect(counts).toBe(0);
  });
});

test('a count that does not come in time leaves the estimate, and the trace says so', async () => {
  const hang = pathToFileURL(join(bundle.folder, 'hang.mjs'));
  writeFileSync(hang, 'setInterval(() => {}, 1000)');
  counter = createPromptCounter(hang);
  await under.start(
    configuration({ inputTokens: { min: between } }),
    { limits: { wholeCountMs: 50 } },
    { promptCounter: counter },
  );
  expect(await sent()).toEqual({
    rule: estimate >= between ? 'sized' : 'all',
    notes: [
      `the estimate of ${grouped(estimate)} tokens stands: it lies near a rule's limit, but the full count did not come in time`,
    ],
  });
});
