import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { ask } from './client.ts';
import { everythingTo } from './configurations.ts';
import { callApi, type RunningApp } from './launch.ts';
import { pictureInEachLanguage } from './looks.ts';
import { expect, test } from './test.ts';
import { errorAnswer } from './upstream/dialects.ts';
import { startScriptedUpstream } from './upstream/scripted-upstream.ts';
import { show } from './worlds.ts';

/** As the system opens a link: the app is started again with it. */
async function openLink({ app, userData }: RunningApp, link: string): Promise<void> {
  const electron = await app.evaluate(() => process.execPath);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const root = resolve(import.meta.dirname, '..');
  const second = spawn(electron, [...sandbox, `--user-data-dir=${userData}`, root, link], {
    env: process.env,
    stdio: 'ignore',
  });
  await once(second, 'exit');
}

const linkOf = (document: object): string =>
  `switchyard://import?v=1&d=${deflateRawSync(JSON.stringify(document)).toString('base64url')}`;

test('a link that is opened is looked at first, and adds nothing that is on', async ({
  start,
  picture,
}) => {
  const running = await start({
    configuration: {
      providers: [{ id: 'zai', preset: 'zai', keys: [{ id: 'main', keychain: true }] }],
    },
  });
  const { window } = running;
  const then = (provider: string, model: string): object => ({ targets: [{ provider, model }] });
  const provider = (id: string, name: string, baseUrl: string): object => ({
    id,
    name,
    wire: 'anthropic-messages',
    baseUrl,
    auth: 'bearer',
  });
  const link = linkOf({
    switchyard: 'share',
    version: 1,
    providers: [
      provider('minimax', 'MiniMax', 'https://api.minimax.example/anthropic'),
      provider('zai', 'Z.AI', 'https://api.z.ai/api/anthropic'),
    ],
    profile: {
      id: 'friend',
      name: 'Hybrid of a friend',
      rules: [
        {
          id: 'long',
          name: 'Long context',
          when: { inputTokens: { min: 60_000 } },
          then: then('minimax', 'MiniMax-M2.7'),
        },
        { id: 'rest', name: 'Everything else', when: {}, then: then('zai', 'glm-5.2') },
      ],
    },
  });
  await openLink(running, link);
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('https://api.minimax.example/anthropic')).toBeVisible();
  await expect(dialog).toContainText('it is called like MiniMax');
  await pictureInEachLanguage(running, picture, 'share.offer');
  expect((await callApi(window, 'app', 'status')).profiles).toHaveLength(1);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(window.getByText(/Choose the profile in the header/)).toBeVisible();
  const status = await callApi(window, 'app', 'status');
  expect(status.activeProfile).toBe('native');
  expect(status.profiles.map(({ id }) => id)).toEqual(['native', 'friend']);
  await window.keyboard.press('Escape');
  await show(window, 'settings');
  await window.getByRole('button', { name: 'Copy link' }).scrollIntoViewIfNeeded();
  await picture(window, 'share.settings');

  await openLink(running, 'switchyard://import?v=1&d=AAAA');
  await expect(window.getByRole('alert')).toContainText('the link is damaged');
});

test('health of models and keys follows the requests, and is reset', async ({ start, picture }) => {
  const upstream = await startScriptedUpstream(
    errorAnswer(401, 'authentication_error', 'invalid x-api-key'),
  );
  const limits = { requestsPerMinute: 60, tokensPerMinute: 100_000 };
  const running = await start({
    env: { MAIN_KEY: 'sk-main-key-0001', SPARE_KEY: 'sk-spare-key-0002' },
    configuration: everythingTo(
      {
        id: 'relay',
        name: 'Relay',
        wire: 'anthropic-messages',
        baseUrl: upstream.url,
        auth: 'bearer',
        keys: [
          { id: 'main', env: 'MAIN_KEY', priority: 1, ...limits },
          { id: 'spare', env: 'SPARE_KEY', priority: 2 },
        ],
        models: [{ id: 'relay-large' }],
      },
      'relay-large',
    ),
  });
  const { window } = running;
  await ask(running, { model: 'claude-opus-4-8', text: 'hello' });
  upstream.play(errorAnswer(500, 'api_error', 'broken'));
  await callApi(window, 'health', 'reset', { providerId: 'relay', keyId: 'spare' });
  for (let count = 0; count < 4; count += 1)
    await ask(running, { model: 'claude-opus-4-8', text: 'hello' });
  await expect(window.getByText('Relay refused a key')).toBeVisible();
  await picture(window, 'health.overview');
  await show(window, 'providers');
  await expect(window.getByText(/main was not accepted: revoked/)).toBeVisible();
  await expect(window.getByText(/set aside until .* \(its own error\)/)).toBeVisible();
  await pictureInEachLanguage(running, picture, 'health.providers');
  await window.getByRole('button', { name: 'Actions for key main' }).click();
  await window.getByRole('menuitem', { name: 'Priority and limits' }).click();
  await expect(window.getByRole('textbox', { name: 'Requests per minute' })).toHaveValue('60');
  await picture(window, 'health.limits');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Forget and try again' }).click();
  await expect(window.getByText('No request went to it yet.')).toBeVisible();
  await upstream.close();
});
