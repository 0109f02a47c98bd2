import { expect, test } from 'vitest';
import { anthropicAnswer, openaiAnswer } from '../../e2e/upstream/dialects.ts';
import type { ScriptedUpstream } from '../../e2e/upstream/scripted-upstream.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const { upstream } = useUpstreams({
  upstream: (response, request, index) => {
    const answer = request.url.endsWith('/chat/completions') ? openaiAnswer : anthropicAnswer;
    answer([{ type: 'text', text: 'hello' }])(response, request, index);
  },
});
const under = useGateway();

type Row = Pick<Provider, 'preset' | 'wire'>;
const goChat: Row = { preset: 'opencode-go', wire: 'openai-chat' };

async function start({ preset, wire }: Row): Promise<void> {
  const provider: Provider = {
    id: 'one',
    preset,
    wire,
    baseUrl: wire === 'openai-chat' ? `${upstream.url}/v1` : upstream.url,
    keys: [{ id: 'main', keychain: true }],
  };
  await under.start(configurationFor(NOBODY, [provider]));
}

async function headersSent(
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ScriptedUpstream['requests'][number]['headers']> {
  const { status } = await ask(`${under.url}/v1/messages`, {
    headers: { 'x-switchyard-token': TOKEN, 'content-type': 'application/json', ...headers },
    body,
  });
  expect(status).toBe(200);
  return upstream.requests.at(-1)?.headers ?? {};
}

test.each([
  goChat,
  { preset: 'opencode-go', wire: 'anthropic-messages' },
  { preset: 'opencode-zen', wire: 'openai-chat' },
  { preset: 'opencode-zen', wire: 'anthropic-messages' },
] as const)('$preset by $wire is told the conversation', async (row) => {
  await start(row);
  const session = '5e0b3f6e-0000-4000-8000-000000000001';
  const named = await headersSent(messagesBody(), { 'x-claude-code-session-id': session });
  expect(named['x-opencode-session']).toBe(session);
  const userId = JSON.stringify({ device_id: 'd', session_id: session });
  const inBody = await headersSent(messagesBody({ metadata: { user_id: userId } }));
  expect(inBody['x-opencode-session']).toBe(session);
});

test('a conversation without a name has one all the same, and keeps it while it grows', async () => {
  await start(goChat);
  const first = { role: 'user', content: 'the first words' };
  const grown = [first, { role: 'assistant', content: 'a' }, { role: 'user', content: 'more' }];
  const sent = async (messages: readonly object[]): Promise<unknown> =>
    (await headersSent(messagesBody({ messages })))['x-opencode-session'];
  const name = await sent([first]);
  expect(name).toMatch(/^[0-9a-f]{32}$/);
  expect(await sent(grown)).toBe(name);
  expect(await sent([{ role: 'user', content: 'others' }])).not.toBe(name);
});

test('a name that no header can hold is not sent', async () => {
  await start(goChat);
  const headers = { 'x-claude-code-session-id': 'a b' };
  expect((await headersSent(messagesBody(), headers))['x-opencode-session']).toMatch(
    /^[0-9a-f]{32}$/,
  );
});

test('Kimi For Coding hears the client’s own name on either wire, and nobody else by chat', async () => {
  const client = { 'user-agent': 'claude-cli/2.1.329 (external, cli)' };
  for (const wire of ['openai-chat', 'anthropic-messages'] as const) {
    await start({ preset: 'kimi-coding', wire });
    expect((await headersSent(messagesBody(), client))['user-agent']).toBe(client['user-agent']);
    await under.gateway.stop(0);
  }
  await start({ preset: 'mistral', wire: 'openai-chat' });
  const plain = await headersSent(messagesBody(), client);
  expect(plain['user-agent']).not.toBe(client['user-agent']);
  expect(plain).not.toHaveProperty('x-opencode-session');
});
