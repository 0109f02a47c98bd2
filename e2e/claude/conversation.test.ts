import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { configurationSchema, type Configuration } from '../../shared/domain/configuration.ts';
import { anthropicAnswer, openaiAnswer, type Block } from '../upstream/dialects.ts';
import {
  startScriptedUpstream,
  type Script,
  type ScriptedUpstream,
} from '../upstream/scripted-upstream.ts';
import { expectOwnNetwork, launchClaude, type Launched } from './launched.ts';

const SUBSCRIPTION = 'sk-ant-oat01-not-a-real-token';
const TAG = '<CCR-SUBAGENT-MODEL>tagged,model-of-tagged</CCR-SUBAGENT-MODEL>';
/** Which dialect stands where; the client sees one. */
const wires = {
  main: 'openai-chat',
  header: 'anthropic-messages',
  tagged: 'openai-chat',
  search: 'anthropic-messages',
  long: 'openai-chat',
  compact: 'anthropic-messages',
  named: 'openai-chat',
} as const;
type Place = keyof typeof wires;
const places = Object.keys(wires) as Place[];

beforeAll(expectOwnNetwork);

let home = '';
let native: ScriptedUpstream;
let upstreams: Record<Place, ScriptedUpstream>;
let launched: Launched | null = null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'switchyard-conversation-'));
  await mkdir(join(home, 'project'));
  native = await startScriptedUpstream(anthropicAnswer([words('native')]));
  upstreams = Object.fromEntries(
    await Promise.all(
      places.map(async (place) => [
        place,
        await startScriptedUpstream(says(place, [words(place)])),
      ]),
    ),
  ) as Record<Place, ScriptedUpstream>;
});
afterEach(async () => {
  await launched?.session.close();
  await launched?.gateway.stop(0);
  launched = null;
  await Promise.all([native, ...Object.values(upstreams)].map((upstream) => upstream.close()));
  await rm(home, { recursive: true, force: true });
});

function words(place: string): Block {
  return { type: 'text', text: `<summary>This is ${place}.</summary>` };
}

let answers = 0;
function says(place: Place, blocks: readonly Block[]): Script {
  return (response, request, index) => {
    answers += 1;
    const script =
      wires[place] === 'openai-chat'
        ? openaiAnswer(blocks)
        : anthropicAnswer(blocks, `msg_${place}_${String(answers)}`);
    return script(response, request, index);
  };
}

/** The main model calls one tool, and says its words once it has the result. */
function callsFirst(name: string, input: object): void {
  const call: Block = { type: 'tool_use', id: `call_${name}_${String(answers)}`, name, input };
  const [first, then] = [says('main', [call]), says('main', [words('main')])];
  let asked = 0;
  upstreams.main.play((response, request, index) => {
    asked += 1;
    return (asked === 1 ? first : then)(response, request, index);
  });
}

function configuration(): Configuration {
  const to = (provider: Place): object => ({
    targets: [{ provider, model: `model-of-${provider}` }],
  });
  return configurationSchema.parse({
    version: 1,
    activeProfile: 'p',
    native: { baseUrl: native.url },
    providers: places.map((id) => ({
      id,
      wire: wires[id],
      baseUrl: upstreams[id].url + (wires[id] === 'openai-chat' ? '/v1' : ''),
      auth: 'bearer',
      keys: [{ id: 'main', keychain: true }],
    })),
    profiles: [
      {
        id: 'p',
        rules: [
          { id: 'compaction', when: { kind: ['compaction'] }, then: to('compact') },
          { id: 'haiku', when: { tier: ['haiku'] }, then: { native: true } },
          { id: 'subagents', when: { kind: ['subagent'] }, then: to('header') },
          { id: 'search', when: { kind: ['web-search'] }, then: to('search') },
          { id: 'long', when: { inputTokens: { min: 60_000 } }, then: to('long') },
          { id: 'rest', when: {}, then: to('main') },
        ],
      },
    ],
  });
}

/** How many requests each upstream got since the last look. */
function counter(): () => Partial<Record<Place | 'native', number>> {
  const all = { ...upstreams, native };
  const before = new Map<string, number>();
  return () =>
    Object.fromEntries(
      Object.entries(all).flatMap(([place, { requests }]) => {
        const count = requests.length - (before.get(place) ?? 0);
        before.set(place, requests.length);
        return count === 0 ? [] : [[place, count]];
      }),
    );
}

test('one conversation of the real client: every kind of request lands on its own upstream', async () => {
  launched = await launchClaude({
    home,
    folder: join(home, 'project'),
    configuration,
    login: { CLAUDE_CODE_OAUTH_TOKEN: SUBSCRIPTION },
    env: { ENABLE_TOOL_SEARCH: 'false' },
  });
  const { session, routed, secrets } = launched;
  const arrived = counter();
  const turn = async (prompt: string): Promise<Partial<Record<Place | 'native', number>>> => {
    const result = await session.ask(prompt);
    expect(result).toMatchObject({ subtype: 'success', is_error: false });
    return arrived();
  };

  expect(await turn('Hello')).toEqual({ main: 1 });

  // By itself the client lets an agent run in the background, so that the turn ends before it.
  const agent = {
    description: 'Look around',
    subagent_type: 'general-purpose',
    run_in_background: false,
  };
  callsFirst('Agent', { ...agent, prompt: 'Look around.' });
  expect(await turn('Send an agent.')).toEqual({ main: 2, header: 1 });
  expect(upstreams.header.requests[0]?.body.toString()).toContain('Look around.');

  callsFirst('Agent', { ...agent, prompt: `${TAG}Look again.` });
  expect(await turn('Send a tagged agent.')).toEqual({ main: 2, tagged: 1 });
  const tagged = upstreams.tagged.requests[0]?.body.toString();
  expect(tagged).toContain('Look again.');
  expect(tagged).not.toContain('CCR-SUBAGENT-MODEL');

  callsFirst('WebSearch', { query: 'switchyards' });
  expect(await turn('Search the web.')).toEqual({ main: 2, search: 1 });
  expect(upstreams.search.requests[0]?.body.toString()).toContain('web_search');

  expect(await turn(`Read this: ${'alpha beta gamma delta '.repeat(25_000)}`)).toEqual({ long: 1 });

  expect(await turn('/compact')).toEqual({ compact: 1 });

  // What was long is a summary now, in the same conversation.
  expect(await turn('And now?')).toEqual({ main: 1 });
  expect(upstreams.main.requests.at(-1)?.body.toString()).toContain('This is compact.');

  // The client tries a model before it takes it.
  expect(await turn('/model named,model-of-named')).toEqual({ named: 1 });
  expect(await turn('Who are you?')).toEqual({ named: 1 });
  expect(JSON.parse(upstreams.named.requests.at(-1)?.body.toString() ?? '{}')).toMatchObject({
    model: 'model-of-named',
  });

  expect(await turn('/model claude-haiku-5-5')).toEqual({ native: 1 });
  expect(await turn('And you?')).toEqual({ native: 1 });

  const { authorization } = native.requests.at(-1)?.headers ?? {};
  expect(authorization).toBe(`Bearer ${SUBSCRIPTION}`);
  for (const [place, { requests }] of Object.entries({ ...upstreams, native })) {
    for (const { url, headers, body } of requests) {
      const all = `${url} ${JSON.stringify(headers)} ${body.toString()}`;
      for (const secret of secrets) expect(all).not.toContain(secret);
      if (place === 'native') continue;
      expect(all).not.toContain(SUBSCRIPTION);
      expect(headers.authorization).toBe('Bearer sk-of-the-provider');
    }
  }
  expect(new Set(routed.map(({ facts }) => facts.sessionId)).size).toBe(1);
});
