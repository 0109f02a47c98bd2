import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { barriers } from './barriers.ts';
import { callApi } from './launch.ts';
import { makeLive } from './live-world.ts';
import { expect, test } from './test.ts';
import { show } from './worlds.ts';

const button = (window: Page, name: string | RegExp) => window.getByRole('button', { name });

for (const theme of ['light', 'dark'] as const) {
  test(`nothing in Live keeps anybody out, ${theme}`, async ({ start }) => {
    test.setTimeout(120_000);
    const world = await makeLive(start, { underWay: true });
    const { window } = world.running;
    const check = async (what: string): Promise<void> => {
      expect.soft(await barriers(window), what).toEqual([]);
    };
    await callApi(window, 'preferences', 'set', { theme, liveGrouped: true });
    await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
    await show(window, 'live');
    await expect(window.getByRole('treegrid')).toBeVisible();
    await check('grouped');
    await callApi(window, 'preferences', 'set', { liveGrouped: false });
    await expect(window.getByRole('grid')).toBeVisible();
    for (const name of ['Views', 'Columns', 'Keys of this page', /^Export/]) {
      await button(window, name).click();
      await check(String(name));
      await window.keyboard.press('Escape');
    }
    const filter = window.getByRole('combobox', { name: 'Filter requests' });
    await filter.fill('provider:');
    await expect(window.getByRole('listbox').getByRole('option').first()).toBeVisible();
    await check('completion');
    await filter.fill('statsu:error ');
    await filter.blur();
    await check('a filter that is wrong');
    await filter.fill('');

    // The newest that has ended: two streams, bodies, an earlier one to compare with.
    await window.getByRole('row').nth(-3).click();
    await window.keyboard.press('Enter');
    for (const tab of await window.getByRole('tab').all()) {
      await tab.click();
      await check(`tab ${await tab.innerText()}`);
    }
    await window.getByRole('tab', { name: 'Request' }).click();
    await window.getByRole('radio', { name: 'Compare' }).click();
    await expect(window.locator('.live-change').first()).toBeVisible();
    await check('compare');
    await seeReplay(window, check);
    await show(window, 'costs');
    await button(window, 'Show the sum').click();
    await check('costs, with their sum');
    await world.close();
  });

  test(`nothing in a HAR keeps anybody out, ${theme}`, async ({ start }) => {
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-har-'));
    const world = await makeLive(start, { underWay: false });
    const { window, app } = world.running;
    const file = join(folder, 'all.har');
    await callApi(window, 'preferences', 'set', { theme });
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, file);
    const rows = await callApi(window, 'traffic', 'list', { limit: 50, before: null });
    await callApi(window, 'traffic', 'export', {
      exchangeIds: rows.map(({ id }) => id),
      format: 'har',
    });
    await show(window, 'live');
    await button(window, /^Export/).click();
    await window.getByRole('menuitem', { name: 'Open a HAR…' }).click();
    // What was written is read again, each request of it.
    await expect(window.getByText(`${String(rows.length)} requests. You only look`)).toBeVisible();
    expect.soft(await barriers(window), 'list').toEqual([]);
    await window.getByRole('row').last().click();
    await window.keyboard.press('Enter');
    for (const tab of await window.getByRole('tab').all()) {
      await tab.click();
      expect.soft(await barriers(window), await tab.innerText()).toEqual([]);
    }
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function seeReplay(window: Page, check: (what: string) => Promise<void>): Promise<void> {
  await button(window, 'Send again…').click();
  const dialog = window.getByRole('dialog');
  const pick = dialog.getByRole('combobox', { name: 'Provider' });
  await pick.first().selectOption({ label: 'DeepSeek' });
  await pick.last().selectOption({ label: 'Z.AI' });
  await expect(dialog.getByRole('row').nth(2)).toBeVisible();
  await check('replay: budget');
  await dialog.getByRole('button', { name: 'Send to 2 targets' }).click();
  await check('replay: under way');
  await expect(dialog.getByText('complete')).toHaveCount(2);
  await check('replay: done');
  await dialog.getByRole('tab', { name: 'Differences' }).click();
  await check('replay: differences');
  await window.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}
