import type { Page } from 'playwright/test';
import { figures } from '../shared/i18n/figures.ts';
import { translate } from '../shared/i18n/messages.ts';
import { languagesOnce, wear } from './looks.ts';
import { expect, test } from './test.ts';
import { makeMorning, show } from './worlds.ts';

const opens = translate(figures, 'en', 'openRows');

/** How many requests Live lists for what its filter now says. */
async function listed(window: Page): Promise<number> {
  const shown = window.locator('.live-filter [role=status]');
  await expect(shown).toHaveText(/^\d+ of \d+$/);
  return Number((await shown.textContent())?.split(' ')[0]);
}

test('figures open in Live as many requests as they count', async ({ start, picture }) => {
  test.setTimeout(120_000);
  const { window } = await makeMorning(start);
  await show(window, 'overview');
  await expect(window.getByRole('heading', { level: 1 })).toContainText('7 requests today');
  await window.getByRole('heading', { level: 1 }).getByTitle(opens).first().click();
  expect(await listed(window)).toBe(7);

  for (const grouping of ['Model', 'Provider', 'Kind', 'Project', 'Rule']) {
    await show(window, 'costs');
    await window.getByRole('radio', { name: grouping, exact: true }).click();
    const counts = window.locator('tr > td:has(> button) > button').filter({ hasText: /^\d+$/ });
    await expect(counts.last()).toBeVisible();
    const lines = await counts.count();
    for (let line = 0; line < lines; line += 1) {
      await show(window, 'costs');
      await window.getByRole('radio', { name: grouping, exact: true }).click();
      await expect(counts).toHaveCount(lines);
      const count = Number(await counts.nth(line).textContent());
      await counts.nth(line).click();
      expect([grouping, line, await listed(window)]).toEqual([grouping, line, count]);
    }
  }
  await picture(window, 'figures.live');

  await show(window, 'costs');
  const day = window.getByRole('group', { name: 'Days that can be opened' }).getByRole('button');
  await day.focus();
  await picture(window, 'figures.costs-day');
  await window.keyboard.press('Enter');
  await expect(window.locator('.live-filter input')).toHaveValue(/^day:\d{4}-\d\d-\d\d basis:/);

  await show(window, 'routes');
  const rule = window.getByRole('listitem', { name: 'Opus without thinking' });
  const hits = rule.getByTitle(opens).first();
  const count = Number(await hits.textContent());
  await hits.click();
  expect(await listed(window)).toBe(count);
});

test('the filter asks for times, and names what it takes', async ({ start, picture }) => {
  const running = await makeMorning(start);
  const { window } = running;
  await show(window, 'live');
  const filter = window.getByRole('combobox', { name: 'Filter requests' });
  for (const [text, count] of [
    ['since:2h', 7],
    ['until:yesterday', 0],
    ['day:today is:unmatched', 0],
    ['-day:today', 0],
    ['since:5m basis:counted kind=background', 2],
  ] as const) {
    await filter.fill(text);
    await expect(window.locator('.live-filter [role=status]')).toHaveText(`${String(count)} of 7`);
  }
  for (const look of languagesOnce) {
    await wear(running, look);
    const { language } = look;
    const box = window.locator('.live-filter input');
    await box.fill('since:soon state:complete');
    await picture(window, `figures.problem.${language}`);
    await box.fill('day:2026-01-05');
    await picture(window, `figures.sums.${language}`);
    await box.fill('since:');
    await picture(window, `figures.proposals.${language}`);
  }
});
