import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Billing } from '../shared/domain/provider.ts';
import type { Condition, Rule, TargetSpec } from '../shared/domain/rule.ts';
import { ask } from './client.ts';
import { callApi, type LaunchOptions, type RunningApp } from './launch.ts';
import { expect } from './test.ts';
import { liveUpstream } from './upstream/live-upstream.ts';
import type { ScriptedUpstream } from './upstream/scripted-upstream.ts';

/** Live as someone has it in the middle of a day: two conversations, every way to end, and two requests under way. */
export interface LiveWorld {
  readonly running: RunningApp;
  readonly upstream: ScriptedUpstream;
  /** Launch folders of the two conversations. */
  readonly folders: { readonly atlas: string; readonly docs: string };
  /** Ends what still runs, and the upstream with it. */
  readonly close: () => Promise<void>;
}

type Start = (options: LaunchOptions) => Promise<RunningApp>;
type Ask = NonNullable<Parameters<typeof ask>[1]>;

const sessions = {
  atlas: '7f3a91c2-5d0e-4b1b-9c55-2f1d3a60b7e4',
  docs: 'c04b12ee-88aa-4f4e-a6c2-90f1b7d3e511',
} as const;

/** `underWay`: with one request that streams and one that waits. */
export async function makeLive(
  start: Start,
  options: { readonly underWay: boolean },
): Promise<LiveWorld> {
  const { upstream, release } = await liveUpstream();
  const running = await start({
    preferences: { captureBodies: 'all', theme: 'light' },
    configuration: { activeProfile: 'hybrid', ...configuration(upstream.url) },
  });
  const home = mkdtempSync(join(tmpdir(), 'switchyard-live-'));
  const folders = { atlas: join(home, 'atlas'), docs: join(home, 'docs-site') };
  await pass(running, folders);
  const waiting = options.underWay ? await beginTwo(running, upstream) : [];
  return {
    running,
    upstream,
    folders,
    close: async () => {
      release();
      await Promise.allSettled(waiting);
      await upstream.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function pass(running: RunningApp, folders: LiveWorld['folders']): Promise<void> {
  const { window } = running;
  const atlas = await launched(running, folders.atlas, sessions.atlas);
  const docs = await launched(running, folders.docs, sessions.docs);
  const turns: readonly Ask[] = [
    { ...atlas, model: 'claude-haiku-4-5', text: 'Name this conversation' },
    { ...atlas, model: 'claude-opus-4-8', more: conversation(1) },
    { ...atlas, model: 'claude-opus-4-8', more: conversation(2) },
    { ...docs, model: 'claude-sonnet-4-6', text: 'Where is the guide for contributors?' },
    { ...docs, model: 'claude-sonnet-4-6', text: 'please fail' },
    { ...docs, model: 'claude-sonnet-4-6', text: 'please cut' },
    { ...docs, model: 'claude-opus-4-8', text: 'please fall over' },
    { ...atlas, model: 'claude-opus-4-8', more: conversation(3) },
    { model: 'claude-fable-5-2', text: 'May I?' },
    { model: 'claude-haiku-4-5', text: '테스트가 왜 실패하나요?' },
    { model: 'claude-haiku-4-5', text: 'لماذا يفشل الاختبار؟' },
  ];
  for (const turn of turns) await ask(running, turn);
  // A request that its own client gives up.
  const cancelled = ask(running, { ...docs, model: 'claude-haiku-4-5', text: 'please hold' });
  await expect.poll(async () => (await newest(running))?.state).toBe('streaming');
  const id = (await newest(running))?.id ?? '';
  await callApi(window, 'traffic', 'cancel', { exchangeId: id });
  await cancelled.catch(() => undefined);
  // The newest stands in two columns of events, compared with the ones before it.
  await ask(running, { ...atlas, model: 'claude-opus-4-8', more: conversation(4) });
}

/** One in the midst of its answer, one that no byte has come of yet. */
async function beginTwo(
  running: RunningApp,
  upstream: ScriptedUpstream,
): Promise<readonly Promise<unknown>[]> {
  const before = upstream.requests.length;
  // As long as a test may take.
  const patienceMs = 180_000;
  const streaming = ask(running, { model: 'claude-opus-4-8', text: 'please hold', patienceMs });
  await upstream.arrived(before + 1);
  const waiting = ask(running, { model: 'claude-haiku-4-5', text: 'please wait', patienceMs });
  await upstream.arrived(before + 2);
  await expect.poll(async () => (await newest(running))?.state).toBe('waiting');
  return [streaming, waiting];
}

async function newest({ window }: RunningApp) {
  return (await callApi(window, 'traffic', 'list', { limit: 1, before: null }))[0];
}

/** Headers of a client that was launched in the folder: its own secret names the project. */
async function launched(
  { window }: RunningApp,
  folder: string,
  session: string,
): Promise<{ readonly headers: Readonly<Record<string, string>> }> {
  mkdirSync(folder, { recursive: true });
  const { settingsFile } = await callApi(window, 'launch', 'plan', { folder });
  const { env } = JSON.parse(readFileSync(settingsFile, 'utf8')) as {
    readonly env: Readonly<Record<string, string>>;
  };
  const secret = /x-switchyard-token: (.+)/.exec(env['ANTHROPIC_CUSTOM_HEADERS'] ?? '')?.[1];
  return {
    headers: { 'x-switchyard-token': secret ?? '', 'x-claude-code-session-id': session },
  };
}

const readTool = {
  name: 'Read',
  description: 'Reads a file of the project from the disk.',
  input_schema: {
    type: 'object',
    properties: { file_path: { type: 'string' }, limit: { type: 'integer' } },
    required: ['file_path'],
  },
};

/** The `turn`th request of one conversation: each is the one before with its answer and one more question. */
function conversation(turn: number): Readonly<Record<string, unknown>> {
  const questions = [
    'Why does the handler answer 500?',
    'Look at the guard, too.',
    'Mend it and run the tests.',
    'Write down what you have done.',
  ];
  const system =
    turn < 4
      ? 'You are careful. Read before you write.'
      : 'You are careful. Read before you write, and say which file you have changed.';
  const messages = questions.slice(0, turn).flatMap((question, place) => [
    { role: 'user', content: [{ type: 'text', text: question }] },
    ...(place < turn - 1
      ? [
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'I’ll read the handler first, then the test.' },
              {
                type: 'tool_use',
                id: `toolu_0${String(place)}`,
                name: 'Read',
                input: { file_path: `/home/kim/src/atlas/gateway/guard-${String(place)}.ts` },
              },
            ],
          },
          {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: `toolu_0${String(place)}`,
                content: 'export function guard(): void {\n  return;\n}\n'.repeat(30),
              },
            ],
          },
        ]
      : []),
  ]);
  return {
    max_tokens: 32_000,
    thinking: { type: 'enabled', budget_tokens: 4096 },
    system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
    tools: [readTool],
    messages,
  };
}

const to = (provider: string, model: string): TargetSpec => ({ provider, model });

function configuration(url: string) {
  const chat = { wire: 'openai-chat', baseUrl: `${url}/v1`, auth: 'none' } as const;
  const messages = { wire: 'anthropic-messages', baseUrl: url, auth: 'none' } as const;
  const plan: Billing = { kind: 'subscription', usdPerMonth: 19 };
  const machine: Billing = {
    kind: 'hardware',
    usd: 4699,
    months: 36,
    watts: 170,
    usdPerKwh: 0.3,
  };
  const rule = (id: string, name: string, when: Condition, then: Rule['then']): Rule => ({
    id,
    name,
    enabled: true,
    when,
    then,
  });
  const chain = (...targets: TargetSpec[]): Rule['then'] => ({ strategy: 'failover', targets });
  return {
    providers: [
      { id: 'deepseek', preset: 'deepseek', ...chat, models: [{ id: 'deepseek-v4-pro' }] },
      { id: 'zai', preset: 'zai', ...messages, models: [{ id: 'glm-5.2' }] },
      { id: 'kimi', name: 'Kimi plan', ...messages, billing: plan },
      { id: 'spark', name: 'DGX Spark', ...chat, billing: machine },
      { id: 'relay', name: 'Relay of the team', ...chat, models: [{ id: 'relay-large' }] },
    ],
    profiles: [
      {
        id: 'hybrid',
        name: 'Hybrid',
        lock: null,
        rules: [
          rule(
            'long',
            'Long context',
            { inputTokens: { min: 60_000 } },
            chain(to('zai', 'glm-5.2')),
          ),
          rule(
            'thinking',
            'Thinking goes to DeepSeek',
            { thinking: true },
            chain(to('deepseek', 'deepseek-v4-pro')),
          ),
          rule(
            'small',
            'Background to this machine',
            { tier: ['haiku'] },
            chain(to('spark', 'gemma-4-26b-a4b')),
          ),
          rule('sonnet', 'Sonnet', { tier: ['sonnet'] }, chain(to('kimi', 'kimi-for-coding'))),
          rule(
            'opus',
            'Opus',
            { tier: ['opus'] },
            chain(to('zai', 'glm-5.2'), to('relay', 'relay-large')),
          ),
          rule(
            'refused',
            'No Fable',
            { tier: ['fable'] },
            { refuse: 'Fable is not for this project' },
          ),
        ],
      },
    ],
  };
}
