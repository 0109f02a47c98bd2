import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Block } from '../upstream/dialects.ts';
import type { ProviderStyle, Told } from '../upstream/provider-style.ts';
import { callIdOf, providerStyles, styledAnswer } from '../upstream/provider-styles.ts';
import type { Script } from '../upstream/scripted-upstream.ts';
import { bearerKey, headerKey, type AskedOfVendor } from '../upstream/vendor-rules.ts';
import { toolsRun } from './client.ts';
import { expectOwnNetwork, KEY, startWorld, textOf, type ClientWorld } from './client-world.ts';
import { answer, LAST_WORDS, toolTurns, type Asked } from './tool-loop.ts';

const THOUGHT = 'I weigh the next step — 생각 중.';
/** What the scripted plain answers say of themselves. */
const toldWhole: Told = { input: 25, cacheRead: 100, cacheWrite: 0, output: 12 };

beforeAll(expectOwnNetwork);

/** What the vendor saw, by its own account. */
interface Account {
  readonly refusals: string[];
  readonly served: Told[];
}

/** Write, then Read, then two commands at once, then words; the thought before each is told where the vendor tells any. */
function loop(style: ProviderStyle, file: string, account: Account): Script {
  const { auth } = style;
  const key = auth === 'bearer' ? [bearerKey(KEY)] : auth === 'none' ? [] : [headerKey(auth, KEY)];
  return (response, request, index) => {
    if (request.url.includes('count_tokens')) {
      response.writeHead(404).end();
      return;
    }
    const body = JSON.parse(request.body.toString()) as Asked & AskedOfVendor['body'];
    const refusal = [...key, ...style.refuses]
      .map((rule) => rule({ headers: request.headers, body }))
      .find((refused) => refused !== null);
    if (refusal) {
      account.refusals.push(refusal.words);
      response.writeHead(refusal.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ type: 'error', error: { message: refusal.words } }));
      return;
    }
    account.served.push(body['stream'] === true ? style.told : toldWhole);
    const thought: Block = { type: 'thinking', thinking: THOUGHT, signature: 'c2lnbmVk' };
    const turn = toolTurns(body);
    const blocks = [thought, ...answer(file, body, turn)];
    styledAnswer(style, blocks, turn)(response, request, index);
  };
}

/** Ids of the calls in the conversation, as the upstream got them back, and ids of the results. */
function idsIn(body: string): { readonly calls: string[]; readonly results: string[] } {
  const { messages } = JSON.parse(body) as {
    readonly messages: readonly {
      readonly content: unknown;
      readonly tool_calls?: readonly { readonly id: string }[];
      readonly tool_call_id?: string;
    }[];
  };
  const blocks = messages.flatMap(({ content }) =>
    Array.isArray(content) ? (content as Record<string, string>[]) : [],
  );
  const pick = (type: string, field: string): string[] =>
    blocks.flatMap((block) => (block['type'] === type ? [String(block[field])] : []));
  return {
    calls: [
      ...messages.flatMap(({ tool_calls: calls = [] }) => calls.map(({ id }) => id)),
      ...pick('tool_use', 'id'),
    ],
    results: [
      ...messages.flatMap(({ tool_call_id: id }) => (id === undefined ? [] : [id])),
      ...pick('tool_result', 'tool_use_id'),
    ],
  };
}

async function runLoop(style: ProviderStyle): Promise<void> {
  const account: Account = { refusals: [], served: [] };
  const { preset, wire, auth, path, model } = style;
  const known = preset === null ? {} : { preset };
  const world = await startWorld({
    script: (file) => loop(style, file, account),
    provider: { ...known, wire, auth, path, model },
  });
  try {
    const { session, file } = world;
    const result = await session.ask('Please run the tool loop.');
    expect(account.refusals).toEqual([]);
    expect(result).toMatchObject({ subtype: 'success', is_error: false, result: LAST_WORDS });
    expect(toolsRun(session.events)).toEqual(['Write', 'Read', 'Bash', 'Bash']);
    expect(await readFile(file, 'utf8')).toBe('line "one"\nline two ✓\n');
    expect(textOf(session.events, 'text')).not.toContain('weigh');
    const tellsThoughts = wire !== 'openai-chat' || style.traits.reasoning !== undefined;
    if (tellsThoughts) expect(textOf(session.events, 'thinking')).toContain(THOUGHT);
    expectIds(style, world);
    await session.close();
    expectUsage(world, account.served);
  } finally {
    await world.close();
  }
}

function expectIds(style: ProviderStyle, { upstream }: ClientWorld): void {
  const asked = upstream.requests.map(({ body }) => body.toString());
  const last = asked.findLast((body) => idsIn(body).results.length > 0) ?? '{"messages":[]}';
  const issued = [
    [0, 0, 'Write'],
    [1, 0, 'Read'],
    [2, 0, 'Bash'],
    [2, 1, 'Bash'],
  ] as const;
  const ids = issued.map(([turn, call, name]) => callIdOf(style, turn, call, name));
  const { calls, results } = idsIn(last);
  if (style.idsReturn) expect(calls).toEqual(ids);
  else expect(new Set(calls).size).toBe(ids.length);
  // Two commands run at once; the one that ends first is told first.
  expect(results.toSorted()).toEqual(calls.toSorted());
}

/** The buckets of the recorded exchanges against the vendor's own account of what it served. */
function expectUsage({ rows }: ClientWorld, served: readonly Told[]): void {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const recorded = rows.flatMap(({ usage }) => (usage === null ? [] : [usage]));
  expect({
    answers: recorded.length,
    input: sum(recorded.map(({ input }) => input)),
    cacheRead: sum(recorded.map(({ cacheRead }) => cacheRead)),
    cacheWrite: sum(recorded.map((usage) => usage.cacheWrite5m + usage.cacheWrite1h)),
    output: sum(recorded.map(({ output }) => output)),
  }).toEqual({
    answers: served.length,
    input: sum(served.map(({ input }) => input)),
    cacheRead: sum(served.map(({ cacheRead }) => cacheRead)),
    cacheWrite: sum(served.map(({ cacheWrite }) => cacheWrite)),
    output: sum(served.map(({ output }) => output)),
  });
}

/** Two at a time: a client is busy for a second or two of its five, mostly with its own start. */
describe.concurrent('the real client runs its tool loop on answers in the style of', () => {
  test.each(providerStyles.map((style) => [style.name, style] as const))(
    '%s',
    { timeout: 90_000 },
    (_, style) => runLoop(style),
  );
});
