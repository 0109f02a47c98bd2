import { ask } from './client.ts';
import type { RunningApp } from './launch.ts';
import { expect, test } from './test.ts';
import { openaiUpstream } from './upstream/openai-upstream.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './upstream/scripted-upstream.ts';

const session = 'b0c7a1de-53f1-4c8e-9d55-1f0a6a3f7c21';

/** One session's next request; which of the upstreams it reached. */
async function whereTo(
  running: RunningApp,
  upstreams: Readonly<Record<string, ScriptedUpstream>>,
): Promise<readonly string[]> {
  const before = Object.values(upstreams).map(({ requests }) => requests.length);
  const { status } = await ask(running, {
    headers: { 'x-claude-code-session-id': session, authorization: 'Bearer own-login' },
  });
  expect(status).toBe(200);
  return Object.keys(upstreams).filter(
    (name, place) => upstreams[name]?.requests.length !== before[place],
  );
}

test('a session under way goes by the profile chosen in header, palette and tray at once', async ({
  start,
  trayHost,
}) => {
  const upstreams = {
    first: await openaiUpstream(),
    second: await openaiUpstream(),
    anthropic: await startScriptedUpstream((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    ),
  };
  const provider = (id: 'first' | 'second') => ({
    id,
    wire: 'openai-chat' as const,
    auth: 'none' as const,
    baseUrl: `${upstreams[id].url}/v1`,
  });
  const profile = (id: 'first' | 'second', name: string) => ({
    id,
    name,
    lock: null,
    rules: [
      {
        id: 'all',
        enabled: true,
        when: {},
        then: { strategy: 'failover' as const, targets: [{ provider: id, model: 'm' }] },
      },
    ],
  });
  const running = await start({
    preferences: { firstRunDone: true },
    configuration: {
      activeProfile: 'first',
      native: { baseUrl: upstreams.anthropic.url },
      providers: [provider('first'), provider('second')],
      profiles: [
        profile('first', 'Harbour'),
        profile('second', 'Mountain'),
        { id: 'native', name: 'Untouched', lock: null, rules: [] },
      ],
    },
  });
  const { window } = running;
  const tray = await trayHost.nextIcon();
  const pick = window.getByRole('banner').getByRole('combobox', { name: 'Profile' });
  await expect(pick).toHaveValue('first');
  expect(await whereTo(running, upstreams)).toEqual(['first']);

  await pick.selectOption('second');
  await expect(pick).toHaveValue('second');
  expect(await whereTo(running, upstreams)).toEqual(['second']);

  await window.keyboard.press('Control+K');
  await window.keyboard.type('Untouched');
  await expect(window.getByRole('dialog').getByRole('option', { name: /Untouched/ })).toBeVisible();
  await window.keyboard.press('Enter');
  await expect(pick).toHaveValue('native');
  expect(await whereTo(running, upstreams)).toEqual(['anthropic']);

  await tray.click('Harbour');
  await expect(pick).toHaveValue('first');
  expect(await whereTo(running, upstreams)).toEqual(['first']);
  await Promise.all(Object.values(upstreams).map((upstream) => upstream.close()));
});
