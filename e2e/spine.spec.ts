import type { Page } from 'playwright/test';
import { ask } from './client.ts';
import { everythingTo } from './configurations.ts';
import { callApi } from './launch.ts';
import { expect, test } from './test.ts';
import { anthropicAnswer } from './upstream/dialects.ts';
import { startScriptedUpstream } from './upstream/scripted-upstream.ts';

async function openPage(window: Page, name: string): Promise<void> {
  await window
    .getByRole('link', { name })
    .or(window.getByRole('button', { name, exact: true }))
    .first()
    .click();
}

test('practice answers through the gateway, and the request is seen', async ({
  start,
  picture,
}) => {
  const app = await start();
  const { window } = app;
  const reply = await ask(app, { text: 'Say hello.' });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('x-switchyard-provider')).toBe('practice');
  expect(reply.body).toContain('event: message_stop');
  await expect
    .poll(async () => (await callApi(window, 'app', 'status')).today.requests)
    .toBeGreaterThan(0);
  const rows = await callApi(window, 'traffic', 'list', { limit: 10, before: null });
  expect(rows).toMatchObject([{ state: 'complete', provider: 'practice', priceBasis: 'practice' }]);
  const detail = await callApi(window, 'traffic', 'detail', { exchangeId: rows[0]!.id });
  expect(detail.trace.some((verdict) => verdict.matched)).toBe(true);
  await callApi(window, 'preferences', 'set', { firstRunDone: true });
  for (const name of ['Overview', 'Routes', 'Live', 'Providers', 'Costs', 'Lab', 'Settings']) {
    await openPage(window, name);
    await expect(window).toHaveTitle(new RegExp(`^${name}`));
    await picture(window, `page-${name.toLowerCase()}`);
  }
});

test('a request without our token is refused and never seen upstream', async ({ start }) => {
  const { window, url } = await start();
  const reply = await fetch(`${url}/v1/messages`, { method: 'POST', body: '{}' });
  expect(reply.status).toBe(401);
  expect(await reply.json()).toMatchObject({ error: { type: 'authentication_error' } });
  expect(await callApi(window, 'traffic', 'list', { limit: 10, before: null })).toEqual([]);
});

test('a failed request is the last error of tray and window', async ({ start, trayHost }) => {
  const upstream = await startScriptedUpstream(anthropicAnswer([]));
  await upstream.close();
  const app = await start({
    configuration: everythingTo(
      {
        id: 'gone',
        name: 'Gone',
        wire: 'anthropic-messages',
        baseUrl: upstream.url,
        auth: 'none',
      },
      'glm-5.2',
    ),
  });
  const tray = await trayHost.nextIcon();
  const { window } = app;
  expect((await ask(app)).status).toBe(502);
  await expect
    .poll(async () => (await callApi(window, 'app', 'status')).lastError)
    .toMatchObject({ outcome: 'failed', model: 'glm-5.2' });
  await expect
    .poll(async () => (await tray.menu()).map((entry) => entry.label))
    .toContainEqual(expect.stringMatching(/^\d\d:\d\d glm-5\.2 failed$/));
  await tray.click(/glm-5\.2 failed/);
  await expect(window).toHaveTitle(/^Live/);
});
