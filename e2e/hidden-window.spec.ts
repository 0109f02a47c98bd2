import type { ElectronApplication } from 'playwright/test';
import { everythingTo } from './configurations.ts';
import { ask } from './client.ts';
import { callApi } from './launch.ts';
import { expect, test } from './test.ts';
import { openaiFrames } from './upstream/dialects.ts';
import { startScriptedUpstream } from './upstream/scripted-upstream.ts';
import { show } from './worlds.ts';

/** In main: notes the channel of each message to the window. */
async function noteMessages(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const noted: string[] = [];
    Object.assign(globalThis, { noted });
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('There is no window');
    const send = contents.send.bind(contents);
    contents.send = (channel: string, ...payload: unknown[]) => {
      noted.push(channel);
      send(channel, ...payload);
    };
  });
}

/** The channels noted since the last call, each once. */
async function takeNoted(app: ElectronApplication): Promise<readonly string[]> {
  const noted = await app.evaluate(() =>
    (globalThis as unknown as { noted: string[] }).noted.splice(0),
  );
  return [...new Set(noted)];
}

async function setShown(app: ElectronApplication, shown: boolean): Promise<void> {
  await app.evaluate(({ BrowserWindow }, wanted) => {
    const [window] = BrowserWindow.getAllWindows();
    if (wanted) window?.show();
    else window?.hide();
  }, shown);
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false),
    )
    .toBe(shown);
}

test('a hidden window is told nothing while requests pass, and has it all when it is seen again', async ({
  start,
}) => {
  const upstream = await startScriptedUpstream((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(openaiFrames([{ type: 'text', text: 'Here it is.' }]).join(''));
  });
  const running = await start({
    configuration: everythingTo(
      { id: 'near', wire: 'openai-chat', baseUrl: `${upstream.url}/v1`, auth: 'none' },
      'small',
    ),
  });
  const { app, window } = running;
  const today = async () => (await callApi(window, 'app', 'status')).today;
  /** Until main's figures have it: by then a quarter of a second has passed, after which a window would have been told. */
  const askAndCount = async (requests: number): Promise<void> => {
    await ask(running);
    await expect.poll(async () => (await today()).requests).toBe(requests);
  };
  await show(window, 'live');
  await noteMessages(app);
  await askAndCount(1);
  const rows = window.locator('.live-row');
  await expect(rows).toHaveCount(1);
  expect(await takeNoted(app)).toEqual(
    expect.arrayContaining(['traffic.batch', 'app.statusChanged']),
  );

  await setShown(app, false);
  await takeNoted(app);
  for (const requests of [2, 3, 4]) await askAndCount(requests);
  expect(await takeNoted(app)).toEqual([]);

  // What waited is told at once. Rows are read anew by a page that knows that it was hidden; Playwright keeps it from that.
  await setShown(app, true);
  expect(await takeNoted(app)).toContain('app.statusChanged');
  await window.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(rows).toHaveCount(4);
});
