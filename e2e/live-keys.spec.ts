import type { Page } from 'playwright/test';
import { ask } from './client.ts';
import { callApi } from './launch.ts';
import { makeLive } from './live-world.ts';
import { expect, test } from './test.ts';
import { makeFull, show } from './worlds.ts';

const list = (window: Page) => window.locator('.live-scroll');
const active = (window: Page) => window.locator('.live-row.active');
const tab = (window: Page, name: string) => window.getByRole('tab', { name });

/** Which row of the list the keys act on, from 0. */
async function place(window: Page): Promise<number> {
  return Number(await active(window).getAttribute('aria-rowindex')) - 2;
}

test('every key of the list does what its page says', async ({ start }) => {
  const world = await makeLive(start, { underWay: true });
  const { window } = world.running;
  const press = (key: string): Promise<void> => window.keyboard.press(key);
  await show(window, 'live');
  await expect(window.getByRole('row').last()).toContainText('waiting');
  const count = (await window.getByRole('row').count()) - 1;
  await window.keyboard.press('Control+[');
  await expect(list(window)).toBeFocused();

  await press('Home');
  expect(await place(window)).toBe(0);
  await press('ArrowDown');
  await press('j');
  expect(await place(window)).toBe(2);
  await press('k');
  await press('ArrowUp');
  expect(await place(window)).toBe(0);
  await press('End');
  expect(await place(window)).toBe(count - 1);
  await expect(window.getByRole('button', { name: 'Following' })).toBeVisible();
  await press('Home');
  await expect(window.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
  await press('Shift+ArrowDown');
  await press('Shift+J');
  await expect(window.locator('.live-row[aria-selected="true"]')).toHaveCount(3);
  await press('Escape');
  await expect(window.locator('.live-row[aria-selected="true"]')).toHaveCount(1);
  await press('Control+a');
  await expect(window.locator('.live-row[aria-selected="true"]')).toHaveCount(count);
  await press('Escape');

  await press('p');
  await expect(window.getByText('Paused. The gateway goes on working.')).toBeVisible();
  await press('P');
  await expect(window.getByText('Paused. The gateway goes on working.')).toHaveCount(0);
  await press('g');
  await expect(window.getByRole('treegrid')).toBeVisible();
  await press('g');
  await expect(window.getByRole('grid')).toBeVisible();
  await press('?');
  await expect(window.getByRole('dialog', { name: 'Keys of this page' })).toBeVisible();
  await press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await press('Control+f');
  await expect(window.getByRole('combobox', { name: 'Filter requests' })).toBeFocused();
  // Letters are text here.
  await press('p');
  await expect(window.getByRole('combobox', { name: 'Filter requests' })).toHaveValue('p');
  await press('Escape');
  await press('Escape');
  await expect(window.getByRole('combobox', { name: 'Filter requests' })).toHaveValue('');

  await press('Control+[');
  await press('End');
  await press('.');
  await expect(active(window)).toContainText('cancelled');
  await press('ArrowUp');
  await press('Control+.');
  await expect(active(window)).toContainText('cancelled');
  await press('r');
  await expect(window.getByRole('dialog', { name: 'Send again' })).toBeVisible();
  await press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await expect(list(window)).toBeFocused();
  await world.close();
});

test('keys go to the details and back, and mean the page there too', async ({ start }) => {
  const world = await makeLive(start, { underWay: true });
  const { window } = world.running;
  const press = (key: string): Promise<void> => window.keyboard.press(key);
  const detail = window.getByRole('region', { name: 'Request' });
  await show(window, 'live');
  await expect(window.getByRole('row').last()).toContainText('waiting');
  await press('Control+[');
  await press('End');
  await press('Enter');
  await expect(detail).toBeVisible();
  await press('Control+]');
  await expect(tab(window, 'Summary')).toBeFocused();
  await press('ArrowRight');
  await expect(tab(window, 'Why')).toHaveAttribute('aria-selected', 'true');
  await press('ArrowLeft');
  await press('ArrowLeft');
  await expect(tab(window, 'Cost')).toHaveAttribute('aria-selected', 'true');

  // Where the focus is in the pane, its keys act on what it shows.
  await press('p');
  await expect(window.getByText('Paused. The gateway goes on working.')).toBeVisible();
  await press('p');
  await press('.');
  await expect(detail.getByText('cancelled').first()).toBeVisible();
  await press('r');
  await expect(window.getByRole('dialog', { name: 'Send again' })).toBeVisible();
  await press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);

  // One layer each: the menu, the pane, and the focus is in the list again.
  await detail.getByRole('button', { name: 'Copy or export this request' }).click();
  await press('p');
  await expect(window.getByText('Paused. The gateway goes on working.')).toHaveCount(0);
  await press('Escape');
  await expect(window.getByRole('menu')).toHaveCount(0);
  await expect(detail).toBeVisible();
  await press('Escape');
  await expect(detail).toHaveCount(0);
  await expect(list(window)).toBeFocused();

  await press('Enter');
  await press('Control+]');
  await tab(window, 'Events').click();
  const events = window.getByRole('textbox', { name: 'Filter events' });
  await events.fill('delta');
  await press('Escape');
  await expect(detail).toBeVisible();
  await events.fill('');
  await press('Escape');
  await expect(detail).toHaveCount(0);
  await press('Enter');
  await detail.getByRole('button', { name: 'Close' }).click();
  await expect(list(window)).toBeFocused();

  // In Arabic the next tab stands to the left.
  await callApi(window, 'preferences', 'set', { language: 'ar' });
  await expect(window.locator('html')).toHaveAttribute('dir', 'rtl');
  await press('Enter');
  await press('Control+]');
  await window.getByRole('tab').first().click();
  await press('ArrowLeft');
  await expect(window.getByRole('tab').nth(1)).toHaveAttribute('aria-selected', 'true');
  await world.close();
});

test('Ctrl L lets the list begin anew, and deletes nothing', async ({ start }) => {
  const world = await makeLive(start, { underWay: false });
  const { running } = world;
  const { window } = running;
  const filter = window.getByRole('combobox', { name: 'Filter requests' });
  await show(window, 'live');
  await expect(window.getByRole('row').last()).toContainText('complete');
  const kept = (await callApi(window, 'traffic', 'list', { limit: 50, before: null })).length;
  await window.getByRole('row').last().click();
  await window.keyboard.press('Enter');
  await window.keyboard.press('Control+l');
  await expect(window.getByText('No request matches the filter')).toBeVisible();
  await expect(window.getByRole('region', { name: 'Request' })).toHaveCount(0);
  await expect(filter).toHaveValue(/^since:\d{4}-\d\d-\d\dT[\d:]+\.\d{3}$/);
  await ask(running, { model: 'claude-haiku-4-5' });
  await expect(window.getByRole('row')).toHaveCount(2);
  // Again: what stands in the filter gives way, and does not pile up.
  await window.keyboard.press('Control+l');
  await expect(window.getByText('No request matches the filter')).toBeVisible();
  await expect(filter).toHaveValue(/^since:\S+$/);
  await window.getByRole('button', { name: 'Clear the filter' }).first().click();
  await expect(window.getByRole('row')).toHaveCount(kept + 2);
  await world.close();
});

/** Whole between the head and the lower edge of the list. */
async function isInSight(window: Page): Promise<boolean> {
  return window.evaluate(() => {
    const edges = document.querySelector('.live-scroll')?.getBoundingClientRect();
    const head = document.querySelector('.live-head')?.getBoundingClientRect();
    const row = document.querySelector('.live-row.active')?.getBoundingClientRect();
    if (edges === undefined || head === undefined || row === undefined) return false;
    return row.top >= head.bottom - 1 && row.bottom <= edges.bottom + 1;
  });
}

test('the selected row stays whole in sight, whichever way the keys go', async ({ start }) => {
  const { window } = await makeFull(start);
  await show(window, 'live');
  // Keys mean the list once it is there.
  await expect(window.getByRole('row').last()).toContainText('complete');
  await window.keyboard.press('Control+[');
  await window.keyboard.press('Home');
  for (let step = 0; step < 45; step += 1) {
    await window.keyboard.press('ArrowDown');
    await expect.poll(() => isInSight(window), { message: `down ${String(step)}` }).toBe(true);
  }
  // The pane below takes half of the room.
  await window.keyboard.press('Enter');
  await expect(window.getByRole('region', { name: 'Request' })).toBeVisible();
  await expect.poll(() => isInSight(window), { message: 'pane' }).toBe(true);
  for (let step = 0; step < 30; step += 1) {
    await window.keyboard.press('ArrowUp');
    await expect.poll(() => isInSight(window), { message: `up ${String(step)}` }).toBe(true);
  }
  await window.keyboard.press('PageDown');
  await expect.poll(() => isInSight(window), { message: 'page down' }).toBe(true);
  await window.keyboard.press('PageUp');
  await expect.poll(() => isInSight(window), { message: 'page up' }).toBe(true);
});
