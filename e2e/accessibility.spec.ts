import type { Page } from 'playwright/test';
import { barriers } from './barriers.ts';
import { callApi } from './launch.ts';
import { expect, test } from './test.ts';
import { makeMorning, pages, show } from './worlds.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`nothing on any page keeps anybody out, ${theme}`, async ({ start }) => {
    const { window } = await makeMorning(start);
    await callApi(window, 'preferences', 'set', { theme });
    await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
    for (const page of pages) {
      await show(window, page);
      expect.soft(await barriers(window), page).toEqual([]);
    }
    await show(window, 'live');
    await window.getByRole('row').nth(1).click();
    await window.keyboard.press('Enter');
    for (const tab of await window.getByRole('tab').all()) {
      await tab.click();
      expect.soft(await barriers(window), `live: ${await tab.innerText()}`).toEqual([]);
    }
  });

  test(`nothing in a dialog keeps anybody out, and Escape gives the focus back, ${theme}`, async ({
    start,
  }) => {
    const { window } = await makeMorning(start);
    await callApi(window, 'preferences', 'set', { theme });
    await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
    const check = async (name: string, open: () => Promise<void>): Promise<void> => {
      const before = await focused(window);
      await open();
      const dialog = window.getByRole('dialog');
      await expect(dialog).toBeVisible();
      expect.soft(await barriers(window), name).toEqual([]);
      await window.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      expect.soft(await focused(window), `${name}: focus`).toBe(before);
    };

    await show(window, 'overview');
    const launch = window.getByRole('button', { name: 'Search or run' });
    await launch.focus();
    await check('palette', () => window.keyboard.press('Control+K'));
    await check('launch', () => window.keyboard.press('Control+Shift+L'));

    await show(window, 'routes');
    await window.getByRole('button', { name: 'Add rule' }).focus();
    await check('rule', () => window.keyboard.press('Enter'));
    const more = window.getByRole('button', { name: 'More for Long context' });
    await more.focus();
    await window.keyboard.press('Enter');
    await expect(window.getByRole('menu')).toBeVisible();
    expect.soft(await barriers(window), 'menu').toEqual([]);
    await window.keyboard.press('Escape');
    await expect(window.getByRole('menu')).toHaveCount(0);
    await expect(more).toBeFocused();

    await show(window, 'providers');
    const actions = window.getByRole('button', { name: 'More', exact: true });
    await actions.focus();
    for (const item of ['Edit', 'Remove provider']) {
      await check(item, async () => {
        await window.keyboard.press('Enter');
        await window.getByRole('menuitem', { name: item }).click();
      });
    }
  });
}

test('Tab reaches every control of a page, and each shows that it has the focus', async ({
  start,
}) => {
  const { window } = await makeMorning(start);
  for (const page of pages) {
    await show(window, page);
    await markControls(window);
    const unseen = await walk(window);
    const missed = await window.evaluate(() =>
      [...document.querySelectorAll('[data-control]:not([data-reached])')].map((one) =>
        one.outerHTML.slice(0, 120),
      ),
    );
    expect.soft(missed, `${page}: not reached`).toEqual([]);
    expect.soft(unseen, `${page}: focus not seen`).toEqual([]);
  }
});

/** What can be seen and is in the order of Tab; of tabs and lists that is one, the arrow keys reach the others. */
async function markControls(window: Page): Promise<void> {
  await window.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    for (const one of document.querySelectorAll<HTMLElement>('[data-control], [data-reached]')) {
      delete one.dataset['control'];
      delete one.dataset['reached'];
    }
    const all = document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, [tabindex="0"]',
    );
    for (const one of all)
      if (one.offsetParent !== null && one.tabIndex >= 0) one.dataset['control'] = '';
  });
}

/** Presses Tab until it comes round; marks what had the focus and returns what did not show it. */
async function walk(window: Page): Promise<readonly string[]> {
  const unseen: string[] = [];
  for (let step = 0; step < 250; step += 1) {
    await window.keyboard.press('Tab');
    const seen = await window.evaluate(() => {
      const one = document.activeElement as HTMLElement | null;
      if (one === null || one === document.body) return 'out';
      if (one.dataset['reached'] !== undefined) return 'again';
      one.dataset['reached'] = '';
      // A field's ring is drawn around its box.
      let shown: HTMLElement | null = one;
      for (let up = 0; up < 3 && shown !== null; up += 1, shown = shown.parentElement) {
        const { boxShadow, outlineStyle } = getComputedStyle(shown);
        const isRing = boxShadow.includes('0px 0px 0px 4px') || boxShadow.includes('inset');
        if (isRing || outlineStyle !== 'none') return 'shown';
      }
      return one.outerHTML.slice(0, 120);
    });
    if (seen === 'again') break;
    if (seen !== 'out' && seen !== 'shown') unseen.push(seen);
  }
  return unseen;
}

function focused(window: Page): Promise<string> {
  return window.evaluate(() => document.activeElement?.outerHTML.slice(0, 160) ?? '');
}
