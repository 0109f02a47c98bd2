import type { Locator, Page } from 'playwright/test';
import { ask } from './client.ts';
import { callApi, newUserData, removeUserData } from './launch.ts';
import { expect, test } from './test.ts';
import { show } from './worlds.ts';

/** The heads as they stand, from the left, with their widths. */
function heads(window: Page): Promise<readonly (readonly [id: string, width: number])[]> {
  return window.locator('[role="columnheader"]').evaluateAll((all) =>
    all
      .map((head) => ({ head: head as HTMLElement, box: head.getBoundingClientRect() }))
      .sort((one, other) => one.box.left - other.box.left)
      .map(({ head, box }) => [head.dataset['column'] ?? '', Math.round(box.width)] as const),
  );
}

const ids = async (window: Page): Promise<readonly string[]> =>
  (await heads(window)).map(([id]) => id);
const widthOf = async (window: Page, id: string): Promise<number | undefined> =>
  (await heads(window)).find(([each]) => each === id)?.[1];
const head = (window: Page, id: string): Locator => window.locator(`[data-column="${id}"]`);

/** As a hand would: press, move in steps, release. */
async function drag(window: Page, from: Locator, to: { readonly x: number }): Promise<void> {
  const box = await from.boundingBox();
  if (box === null) throw new Error('not on the page');
  const y = box.y + box.height / 2;
  await window.mouse.move(box.x + box.width / 2, y);
  await window.mouse.down();
  await window.mouse.move(to.x, y, { steps: 10 });
  await window.mouse.up();
}

async function middle(of: Locator): Promise<{ readonly x: number }> {
  const box = await of.boundingBox();
  if (box === null) throw new Error('not on the page');
  return { x: box.x + box.width / 2 };
}

test('columns are chosen, moved and resized by pointer and keyboard, and stand so after a restart', async ({
  start,
}) => {
  test.setTimeout(90_000);
  const userData = newUserData();
  const first = await start({
    userData,
    preferences: { firstRunDone: true },
    configuration: { providers: [{ id: 'practice', preset: 'practice' }] },
  });
  const { window } = first;
  await ask(first, { model: 'claude-haiku-4-5' });
  await show(window, 'live');
  expect(await ids(window)).toEqual(
    'state time kind route provider project in cached out ttft rate took cost saved'.split(' '),
  );

  // Chosen.
  await window.getByRole('button', { name: 'Columns' }).click();
  await window.getByRole('checkbox', { name: 'Show Rule' }).check();
  await window.getByRole('checkbox', { name: 'Show tok/s' }).uncheck();
  await window.getByRole('spinbutton', { name: 'Width of Rule' }).fill('120');
  await window.keyboard.press('Escape');
  expect(await ids(window)).toContain('rule');
  expect(await ids(window)).not.toContain('rate');
  expect(await widthOf(window, 'rule')).toBe(120);

  // Moved by the pointer, then by the keyboard, which says so.
  await drag(window, head(window, 'provider'), await middle(head(window, 'time')));
  expect((await ids(window)).slice(0, 3)).toEqual(['state', 'provider', 'time']);
  await head(window, 'cost').focus();
  await window.keyboard.press('Alt+ArrowLeft');
  await expect(window.getByText(/^Cost \$, place \d+ of 14$/)).toBeAttached();
  await expect(head(window, 'cost')).toBeFocused();
  const moved = await ids(window);
  expect(moved.indexOf('cost')).toBe(moved.indexOf('took') - 1);

  // Resized by its edge, and by the keyboard.
  const kind = (await widthOf(window, 'kind')) ?? 0;
  const grip = head(window, 'kind').locator('.live-grip');
  await drag(window, grip, { x: (await middle(grip)).x + 40 });
  expect(await widthOf(window, 'kind')).toBe(kind + 40);
  await head(window, 'kind').focus();
  await window.keyboard.press('Shift+ArrowRight');
  expect(await widthOf(window, 'kind')).toBe(kind + 48);
  await expect(window.getByText(`Kind, ${String(kind + 48)} pixels`)).toBeAttached();
  const left = await heads(window);
  await first.quit();

  const second = await start({ userData });
  await show(second.window, 'live');
  await expect(second.window.locator('[role="columnheader"]')).toHaveCount(14);
  expect(await heads(second.window)).toEqual(left);

  // From right to left everything is the other way round, and is kept the same way.
  await callApi(second.window, 'preferences', 'set', { language: 'ar' });
  await expect(second.window.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await ids(second.window)).toEqual(left.map(([id]) => id).reverse());
  const edge = head(second.window, 'kind').locator('.live-grip');
  await drag(second.window, edge, { x: (await middle(edge)).x - 30 });
  expect(await widthOf(second.window, 'kind')).toBe(kind + 78);
  await drag(
    second.window,
    head(second.window, 'provider'),
    await middle(head(second.window, 'kind')),
  );
  const order = [...(await ids(second.window))].reverse();
  expect(order.indexOf('provider')).toBe(order.indexOf('kind') + 1);
  await head(second.window, 'provider').focus();
  await second.window.keyboard.press('Alt+ArrowRight');
  const back = [...(await ids(second.window))].reverse();
  expect(back.indexOf('provider')).toBe(order.indexOf('provider') - 1);

  // And back to how they came.
  await callApi(second.window, 'preferences', 'set', { language: 'en' });
  await second.window.getByRole('button', { name: 'Columns' }).click();
  await second.window.getByRole('button', { name: 'Reset' }).click();
  await second.window.keyboard.press('Escape');
  expect(await ids(second.window)).toEqual(
    'state time kind route provider project in cached out ttft rate took cost saved'.split(' '),
  );
  await second.quit();
  removeUserData(userData);
});
