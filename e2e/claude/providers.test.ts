import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { silentLogger } from '../../electron/base/logger.ts';
import { createGateway } from '../../electron/gateway/create-gateway.ts';
import { combineObservers } from '../../electron/gateway/observer.ts';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { Block } from '../upstream/dialects.ts';
import {
  callIdOf,
  providerStyles,
  styledAnswer,
  type ProviderStyle,
} from '../upstream/provider-styles.ts';
import { startScriptedUpstream, type Script } from '../upstream/scripted-upstream.ts';
import { startClient, toolsRun, type ClientEvent } from './client.ts';
import { answer, LAST_WORDS, toolTurns, type Asked } from './tool-loop.ts';

const claude = process.env['SWITCHYARD_CLAUDE'] ?? '';
const TOKEN = 'switchyard-test-token-of-the-provider-rows';
const THOUGHT = 'I weigh the next step — 생각 중.';

beforeAll(() => {
  expect(claude, 'run it by `npm run e2e:claude`, which fetches the client').not.toBe('');
  const outside = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  expect(outside, 'run it by `npm run e2e:claude`: only loopback may be there').toEqual([]);
});

/** Write, then Read, then two commands at once, then words; the thought before each is told where the vendor tells any. */
function loop(style: ProviderStyle, file: string): Script {
  return (response, request, index) => {
    if (request.url.includes('count_tokens')) {
      response.writeHead(404).end();
      return;
    }
    const asked = JSON.parse(request.body.toString()) as Asked;
    const thought: Block = { type: 'thinking', thinking: THOUGHT, signature: 'c2lnbmVk' };
    const turn = toolTurns(asked);
    return styledAnswer(style, [thought, ...answer(file, asked, turn)], turn)(
      response,
      request,
      index,
    );
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
  const home = await mkdtemp(join(tmpdir(), 'switchyard-row-'));
  const folder = join(home, 'project');
  const file = join(folder, 'hello.txt');
  const settingsFile = join(home, 'settings.json');
  await mkdir(folder);
  await writeFile(settingsFile, '{}');
  const upstream = await startScriptedUpstream(loop(style, file));
  const isChat = style.wire === 'openai-chat';
  const configuration = configurationSchema.parse({
    version: 1,
    activeProfile: 'p',
    native: { baseUrl: 'http://127.0.0.1:9' },
    providers: [
      { id: 'row', wire: style.wire, baseUrl: upstream.url + (isChat ? '/v1' : ''), auth: 'none' },
    ],
    profiles: [
      {
        id: 'p',
        rules: [{ id: 'all', then: { targets: [{ provider: 'row', model: 'scripted' }] } }],
      },
    ],
  });
  const gateway = createGateway({
    configuration: () => configuration,
    revealKey: () => Promise.resolve(null),
    authorize: (token) => (token === TOKEN ? { project: folder } : null),
    observer: combineObservers([], () => undefined),
    clock: systemClock,
    logger: silentLogger,
    allowedOrigins: [],
    version: '0.0.0-test',
  });
  const { port } = await gateway.start({ host: '127.0.0.1', port: 0 });
  const session = startClient({
    claude,
    settingsFile,
    folder,
    env: {
      HOME: home,
      PATH: process.env['PATH'] ?? '',
      IS_SANDBOX: '1',
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${String(port)}`,
      ANTHROPIC_AUTH_TOKEN: TOKEN,
    },
  });
  try {
    const result = await session.ask('Please run the tool loop.');
    expect(result).toMatchObject({ subtype: 'success', is_error: false, result: LAST_WORDS });
    expect(toolsRun(session.events)).toEqual(['Write', 'Read', 'Bash', 'Bash']);
    expect(await readFile(file, 'utf8')).toBe('line "one"\nline two ✓\n');
    expect(textOf(session.events, 'text')).not.toContain('weigh');
    const tellsThoughts = !isChat || style.traits.reasoning !== undefined;
    if (tellsThoughts) expect(textOf(session.events, 'thinking')).toContain(THOUGHT);

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
    expect(calls).toEqual(ids);
    // Two commands run at once; the one that ends first is told first.
    expect(results.toSorted()).toEqual(ids.toSorted());
  } finally {
    await session.close();
    await gateway.stop(0);
    await upstream.close();
    await rm(home, { recursive: true, force: true });
  }
}

function textOf(events: readonly ClientEvent[], type: 'text' | 'thinking'): string {
  const blocks = events.flatMap(({ message }) =>
    Array.isArray(message?.content) ? (message.content as readonly object[]) : [],
  );
  return blocks
    .map((block) => (block as Record<string, string | undefined>)[type] ?? '')
    .join('\n');
}

/** Two at a time: a client is busy for a second or two of its five, mostly with its own start. */
describe.concurrent('the real client runs its tool loop on answers in the style of', () => {
  test.each(providerStyles.map((style) => [style.name, style] as const))(
    '%s',
    { timeout: 90_000 },
    (_, style) => runLoop(style),
  );
});
