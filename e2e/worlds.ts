import type { Page } from 'playwright/test';
import type { Condition, Rule, TargetSpec } from '../shared/domain/rule.ts';
import { ask } from './client.ts';
import type { LaunchOptions, RunningApp } from './launch.ts';
import { expect, test } from './test.ts';
import { openaiUpstream, slowAnswer } from './upstream/openai-upstream.ts';
import { startScriptedUpstream } from './upstream/scripted-upstream.ts';

export const pages = [
  'overview',
  'routes',
  'live',
  'providers',
  'costs',
  'lab',
  'settings',
] as const;

/** Rules and traffic as someone has after a morning's work. */
export async function makeMorning(
  start: (options: LaunchOptions) => Promise<RunningApp>,
): Promise<RunningApp> {
  const upstream = await openaiUpstream();
  test.info().annotations.push({ type: 'upstream', description: upstream.url });
  const app = await start({
    configuration: {
      native: { baseUrl: upstream.url },
      activeProfile: 'hybrid',
      providers: [
        { id: 'practice', preset: 'practice' },
        {
          id: 'deepseek',
          preset: 'deepseek',
          wire: 'openai-chat',
          baseUrl: `${upstream.url}/v1`,
          auth: 'none',
        },
        { id: 'ollama', preset: 'ollama', wire: 'openai-chat', baseUrl: `${upstream.url}/v1` },
        { id: 'zai', preset: 'zai', keys: [{ id: 'main', keychain: true }] },
      ],
      profiles: [
        {
          id: 'hybrid',
          name: 'Hybrid',
          lock: null,
          rules: [
            {
              id: 'long',
              name: 'Long context',
              enabled: true,
              when: { inputTokens: { min: 60000 } },
              then: {
                strategy: 'failover',
                targets: [target('deepseek', 'deepseek-v4-pro'), target('zai', 'glm-5.2')],
              },
            },
            {
              id: 'haiku',
              name: 'Background to this machine',
              enabled: true,
              when: { tier: ['haiku'], not: { images: true } },
              then: { strategy: 'failover', targets: [target('ollama', 'qwen3:8b')] },
            },
            {
              id: 'opus',
              name: 'Opus without thinking',
              enabled: true,
              when: { tier: ['opus'] },
              then: { strategy: 'failover', targets: [target('deepseek', 'deepseek-v4-flash')] },
            },
            {
              id: 'again',
              name: 'Haiku to Z.AI',
              enabled: true,
              when: { tier: ['haiku'], not: { images: true } },
              then: { strategy: 'failover', targets: [target('zai', 'glm-4.7-flash')] },
            },
            {
              id: 'night',
              name: 'Night runs',
              enabled: false,
              when: { time: { from: '22:00', to: '07:00' } },
              then: { strategy: 'failover', targets: [target('ollama', 'qwen3:8b')] },
            },
            {
              id: 'refused',
              name: 'No Fable',
              enabled: true,
              when: { tier: ['fable'] },
              then: { refuse: 'Fable is not for this project' },
            },
          ],
        },
        { id: 'native', name: 'Native', lock: null, rules: [] },
      ],
    },
  });
  for (const model of [
    'claude-haiku-4-5',
    'claude-opus-4-8',
    'claude-haiku-4-5',
    'claude-fable-5-2',
    'claude-opus-4-8',
  ])
    await ask(app, { model });
  await ask(app, { model: 'claude-opus-4-8', text: 'please fail' });
  await ask(app, { model: 'claude-opus-4-8', text: 'please cut' });
  return app;
}

const target = (provider: string, model: string): TargetSpec => ({ provider, model });

/** Names, ids and lists as long as they get: what the layout must bear. */
export async function makeFull(
  start: (options: LaunchOptions) => Promise<RunningApp>,
): Promise<RunningApp> {
  const upstream = await openaiUpstream();
  const name = 'A provider whose owner gave it a name of all of sixty letters';
  const model = 'accounts/a-team-with-a-long-name/models/qwen3-coder-480b-a35b-instruct-fp8-64k';
  const reach = { preset: 'ollama', wire: 'openai-chat', baseUrl: `${upstream.url}/v1` } as const;
  const app = await start({
    configuration: {
      activeProfile: 'full',
      providers: [
        { id: 'long', name, ...reach, models: [{ id: model }] },
        ...Array.from({ length: 12 }, (_, index) => ({ id: `server-${String(index)}`, ...reach })),
      ],
      profiles: [
        {
          id: 'full',
          name: 'A profile with a name that its owner could not make any shorter',
          lock: null,
          rules: Array.from({ length: 40 }, (_, index) => ({
            id: `rule-${String(index)}`,
            name: `Rule ${String(index + 1)} for the requests of a project with a very long name`,
            enabled: index % 7 !== 3,
            when: {
              inputTokens: { min: 1000 * (40 - index), max: 900_000 },
              model: ['claude-opus-*', 'claude-sonnet-*'],
              project: ['~/src/clients/halcyon-industries/monorepo/**'],
              not: { images: true },
            },
            then: {
              strategy: 'failover' as const,
              targets: [
                target('long', model),
                target('server-1', model),
                target('server-2', model),
              ],
            },
          })).concat([
            {
              id: 'rest',
              name: 'All the rest',
              enabled: true,
              when: {} as never,
              then: { strategy: 'failover', targets: [target('long', model)] },
            },
          ]),
        },
      ],
    },
  });
  await Promise.all(Array.from({ length: 60 }, () => ask(app, { model: 'claude-opus-4-8' })));
  return app;
}

/** A day's work through four providers, for the picture of the README. */
export async function makeDay(
  start: (options: LaunchOptions) => Promise<RunningApp>,
): Promise<RunningApp> {
  const upstream = await startScriptedUpstream((response, request, index) => {
    const grown = 40_000 + ((index * 7919) % 90_000);
    const plan = {
      pieces: 4 + (index % 5),
      everyMs: 60 + ((index * 37) % 140),
      promptTokens: grown,
      cachedTokens: Math.round(grown * 0.8),
      outputTokens: 900 + ((index * 613) % 2600),
    };
    slowAnswer(plan)(response, request, index);
  });
  const baseUrl = `${upstream.url}/v1`;
  const reach = { wire: 'openai-chat', baseUrl, auth: 'none' } as const;
  const rule = (id: string, when: Condition, to: TargetSpec): Rule => ({
    id,
    name: id,
    enabled: true,
    when,
    then: { strategy: 'failover', targets: [to] },
  });
  const app = await start({
    port: 3456,
    configuration: {
      activeProfile: 'hybrid',
      providers: ['deepseek', 'minimax', 'zai', 'ollama'].map((id) => ({
        id,
        preset: id,
        ...reach,
      })),
      profiles: [
        {
          id: 'hybrid',
          name: 'Hybrid',
          lock: null,
          rules: [
            rule('Search', { kind: ['web-search'] }, target('deepseek', 'deepseek-v4-pro')),
            rule('Thinking', { thinking: true }, target('zai', 'glm-5.2')),
            rule('Background', { tier: ['haiku'] }, target('ollama', 'qwen3:8b')),
            rule('Sonnet', { tier: ['sonnet'] }, target('minimax', 'MiniMax-M2.7')),
            rule('Everything else', {}, target('deepseek', 'deepseek-v4-pro')),
          ],
        },
      ],
    },
  });
  const thinking = { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 4096 };
  const tools = [{ type: 'web_search_20250305', name: 'web_search', max_uses: 4 }];
  const kinds = [
    { model: 'claude-opus-4-8' },
    { model: 'claude-haiku-4-5' },
    { model: 'claude-opus-4-8', more: thinking },
    { model: 'claude-sonnet-4-6' },
    { model: 'claude-opus-4-8', more: { tools } },
    { model: 'claude-haiku-4-5' },
    { model: 'claude-opus-4-8' },
    { model: 'claude-sonnet-4-6', more: thinking },
    { model: 'claude-haiku-4-5' },
  ];
  for (let round = 0; round < 4; round += 1)
    await Promise.all([...kinds, ...kinds].map((one) => ask(app, one)));
  return app;
}

/** Goes to the page by its key. */
export async function show(window: Page, page: (typeof pages)[number]): Promise<void> {
  await expect(window.locator('nav [aria-current="page"]')).toHaveCount(1);
  await window.keyboard.press(`Control+${String(pages.indexOf(page) + 1)}`);
  await expect(window.locator(`nav a[href="#${page}"]`)).toHaveAttribute('aria-current', 'page');
}
