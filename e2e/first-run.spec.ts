import { ask } from './client.ts';
import { callApi } from './launch.ts';
import { everythingProfile } from './configurations.ts';
import { pictureInEachLanguage } from './looks.ts';
import { expect, test } from './test.ts';
import { openaiUpstream } from './upstream/openai-upstream.ts';
import { startScriptedUpstream } from './upstream/scripted-upstream.ts';

test('a newcomer begins with a starter made of the provider just added, and it is obeyed', async ({
  start,
  picture,
}) => {
  const vendor = await openaiUpstream();
  const anthropic = await startScriptedUpstream((response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"from":"anthropic"}'),
  );
  const running = await start({
    preferences: { firstRunDone: false },
    configuration: {
      activeProfile: 'practice',
      native: { baseUrl: anthropic.url },
      // Known already, without a key: its address is this machine's.
      providers: [
        { id: 'practice', preset: 'practice' },
        { id: 'deepseek', preset: 'deepseek', wire: 'openai-chat', baseUrl: `${vendor.url}/v1` },
      ],
      profiles: [
        everythingProfile('practice', 'Practice', { provider: 'practice', model: 'practice' }),
        { id: 'native', name: 'Native', lock: null, rules: [] },
      ],
    },
  });
  const { window } = running;
  await window.getByRole('button', { name: 'DeepSeek' }).click();
  await expect(window.getByRole('radio')).toHaveCount(0);
  await window.getByLabel('Key', { exact: true }).fill(`sk-begin-${'m3Rt'.repeat(8)}`);
  await window.getByRole('button', { name: 'Store and test' }).click();
  await expect(window.getByText(/^Works/).first()).toBeVisible();
  await expect(window.getByRole('radio', { name: /^Native/ })).toBeEnabled();
  await window.getByRole('radio', { name: /^Hybrid/ }).check();
  await expect(window.getByText('Background work, titles and subagents')).toBeVisible();
  // Looking at a starter makes nothing.
  const before = await callApi(window, 'app', 'status');
  expect(before.profiles.map(({ id }) => id)).not.toContain('hybrid');
  await pictureInEachLanguage(running, picture, 'first-run-profile');
  await window.getByRole('button', { name: 'Continue' }).click();
  await expect(window.getByRole('heading', { name: 'Ready' })).toBeVisible();
  expect((await callApi(window, 'app', 'status')).activeProfile).toBe('hybrid');

  const asked = vendor.requests.length;
  const small = await ask(running, { model: 'claude-haiku-4-5' });
  expect(small.headers.get('x-switchyard-provider')).toBe('deepseek');
  expect(vendor.requests.length).toBe(asked + 1);
  const main = await ask(running, { headers: { authorization: 'Bearer own-login' } });
  expect(main.body).toBe('{"from":"anthropic"}');
  expect(vendor.requests.length).toBe(asked + 1);
  await vendor.close();
  await anthropic.close();
});
