import { createServer } from 'node:http';
import { ask } from './client.ts';
import { callApi, freePort } from './launch.ts';
import { layoutFaults } from './layout.ts';
import { looks, shrink, wear } from './looks.ts';
import { expect, test } from './test.ts';
import { makeDay, makeFull, makeMorning, pages, show } from './worlds.ts';

test('every page, light and dark, in three languages', async ({ start, picture }) => {
  test.setTimeout(180_000);
  const running = await makeMorning(start);
  const { window } = running;
  for (const look of looks.filter(({ size }) => size === 'usual')) {
    await wear(running, look);
    for (const page of pages) {
      const name = `${page}.${look.language}.${look.theme}`;
      await show(window, page);
      await picture(window, name);
      expect.soft(await layoutFaults(window), name).toEqual([]);
    }
  }
});

test('every page fits the smallest window', async ({ start, picture }) => {
  const running = await makeMorning(start);
  const { window } = running;
  await shrink(running);
  for (const page of pages) {
    await show(window, page);
    await picture(window, `small.${page}`);
    expect.soft(await layoutFaults(window), page).toEqual([]);
  }
});

test('long names and long lists do not break a page', async ({ start, picture }) => {
  const running = await makeFull(start);
  const { window } = running;
  for (const [name, size] of [
    ['full', 'usual'],
    ['full-small', 'small'],
  ] as const) {
    await wear(running, { language: 'en', theme: 'light', size });
    for (const page of pages) {
      await show(window, page);
      await picture(window, `${name}.${page}`);
      expect.soft(await layoutFaults(window), `${name}.${page}`).toEqual([]);
    }
    await show(window, 'live');
    await window.getByRole('row').nth(1).click();
    await window.keyboard.press('Enter');
    for (const [place, tab] of (await window.getByRole('tab').all()).entries()) {
      await tab.click();
      await picture(window, `${name}.live-detail-${String(place)}`);
      expect.soft(await layoutFaults(window), `${name}.live-detail-${String(place)}`).toEqual([]);
    }
    await window.keyboard.press('Escape');
  }
});

test('what is wrong has its picture', async ({ start, picture }) => {
  const holder = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  const taken = await start({ port, preferences: { firstRunDone: true } });
  await expect(taken.window.getByText('the port is taken')).toBeVisible();
  await picture(taken.window, 'wrong.port');
  await taken.quit();
  holder.close();

  const keyless = await start({
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
    configuration: {
      providers: [{ id: 'zai', preset: 'zai', keys: [{ id: 'main', keychain: true }] }],
    },
  });
  await show(keyless.window, 'providers');
  await expect(keyless.window.getByText('This system has no keychain service')).toBeVisible();
  await picture(keyless.window, 'wrong.keychain');
  await keyless.quit();

  const morning = await makeMorning(start);
  for (let again = 0; again < 4; again += 1)
    await ask(morning, { model: 'claude-opus-4-8', text: 'please fail' });
  await expect(
    morning.window.getByText('Routing works in part: DeepSeek keeps failing.'),
  ).toBeVisible();
  await picture(morning.window, 'wrong.failing');
  await show(morning.window, 'live');
  await morning.window.getByRole('row').last().click();
  await morning.window.keyboard.press('Enter');
  await picture(morning.window, 'wrong.failing-live');
});

test('the picture of the README', async ({ start, picture }) => {
  // docs/images/overview.png is a copy of what this writes.
  const { window } = await makeDay(start);
  await callApi(window, 'preferences', 'set', { theme: 'light' });
  await window.mouse.move(640, 800);
  await expect(window.getByRole('heading', { level: 1 })).toContainText('72 requests today');
  await expect(window.getByText('streaming')).toHaveCount(0);
  await picture(window, 'readme.overview');
});
