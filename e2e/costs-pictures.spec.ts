import { costFees } from '../shared/i18n/cost-fees.ts';
import { costs } from '../shared/i18n/costs.ts';
import { translate } from '../shared/i18n/messages.ts';
import { callApi } from './launch.ts';
import { makeLive } from './live-world.ts';
import { Judge, looks, wear } from './looks.ts';
import { expect, test } from './test.ts';
import { show } from './worlds.ts';

test('Costs with plans and machines, their sum, and each grouping, in every look', async ({
  start,
  picture,
}) => {
  test.setTimeout(180_000);
  const world = await makeLive(start, { underWay: false });
  const { running } = world;
  const { window } = running;
  const judge = new Judge(running, picture);
  await show(window, 'costs');
  for (const look of looks) {
    await wear(running, look);
    const { language } = look;
    await expect(window.getByRole('heading', { level: 1 })).toHaveText(
      translate(costs, language, 'title'),
    );
    await judge.see('costs.top', look);
    const sum = window.getByRole('button', { name: translate(costFees, language, 'showSum') });
    await sum.click();
    await expect(window.locator('.costs-sum')).toBeVisible();
    await judge.see('costs.sum', look);
    await window.keyboard.press('Escape');
    await window.getByRole('table').last().scrollIntoViewIfNeeded();
    await window.locator('.costs-page').evaluate((page) => page.scrollTo(0, page.scrollHeight));
    await judge.see('costs.tables', look);
    for (const grouping of ['byRule', 'byProject'] as const) {
      await window
        .getByRole('radio', { name: translate(costs, language, grouping), exact: true })
        .click();
      await judge.see(`costs.${grouping}`, look);
    }
    await window
      .getByRole('radio', { name: translate(costs, language, 'byModel'), exact: true })
      .click();
    await window.locator('.costs-page').evaluate((page) => page.scrollTo(0, 0));
  }
  // Rules are called by the names that people gave them.
  await callApi(window, 'preferences', 'set', { language: 'en' });
  await window.getByRole('radio', { name: 'Rule', exact: true }).click();
  await expect(
    window.getByRole('row').filter({ hasText: 'Thinking goes to DeepSeek' }),
  ).toBeVisible();
  await world.close();
  judge.verdict();
});
