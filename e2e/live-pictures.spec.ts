import type { Page } from 'playwright/test';
import type { Language } from '../shared/domain/preferences.ts';
import { liveColumns } from '../shared/i18n/live-columns.ts';
import { liveCompare } from '../shared/i18n/live-compare.ts';
import { liveFilter } from '../shared/i18n/live-filter.ts';
import { liveKeys } from '../shared/i18n/live-keys.ts';
import { translate } from '../shared/i18n/messages.ts';
import { takeAway } from '../shared/i18n/take-away.ts';
import { callApi } from './launch.ts';
import { makeLive } from './live-world.ts';
import { Judge, looks, wear } from './looks.ts';
import { expect, test } from './test.ts';
import { show } from './worlds.ts';

const views = [
  {
    id: 'v1',
    name: 'What went wrong',
    filter: 'status:error ttft>2s',
    columns: null,
    grouped: false,
  },
  {
    id: 'v2',
    name: '비용이 큰 대화, 프로젝트 아틀라스의 하위 에이전트를 포함한 모든 것',
    filter: 'cost>0.05 project:atlas has:tool_use,failover model:claude-opus-*',
    columns: null,
    grouped: true,
  },
];

const button = (window: Page, name: string) => window.getByRole('button', { name, exact: true });
const filterBox = (window: Page) => window.locator('.live-filter input');

/** Each puts the list into a state and takes it back. */
const listScenes: readonly {
  readonly name: string;
  readonly enter: (window: Page, language: Language) => Promise<void>;
  readonly leave: (window: Page) => Promise<void>;
}[] = [
  { name: 'list', enter: () => Promise.resolve(), leave: () => Promise.resolve() },
  {
    name: 'grouped',
    enter: async (window) => {
      await callApi(window, 'preferences', 'set', { liveGrouped: true });
      await expect(window.locator('.live-conversation').first()).toBeVisible();
    },
    leave: async (window) => {
      await callApi(window, 'preferences', 'set', { liveGrouped: false });
      await expect(window.locator('.live-conversation')).toHaveCount(0);
    },
  },
  {
    name: 'completion',
    enter: async (window) => {
      await filterBox(window).fill('provider:');
      await expect(window.getByRole('listbox').getByRole('option').nth(2)).toBeVisible();
      await window.keyboard.press('ArrowDown');
    },
    leave: async (window) => filterBox(window).fill(''),
  },
  {
    name: 'problem',
    enter: async (window) => {
      await filterBox(window).fill('statsu:error ');
      await filterBox(window).blur();
      await expect(window.locator('.live-filter-message')).toBeVisible();
    },
    leave: async (window) => filterBox(window).fill(''),
  },
  {
    name: 'nothing',
    enter: async (window) => {
      await filterBox(window).fill('model:nothing-of-this-name');
      await filterBox(window).blur();
      await expect(window.locator('.empty-state')).toBeVisible();
    },
    leave: async (window) => filterBox(window).fill(''),
  },
  panel('views', (language) => translate(liveFilter, language, 'views')),
  panel('columns', (language) => translate(liveColumns, language, 'columns')),
  panel('keys', (language) => translate(liveKeys, language, 'keys')),
  panel('export', (language) => translate(takeAway, language, 'takeShown')),
  {
    name: 'paused',
    enter: async (window) => {
      await window.locator('.live-scroll').focus();
      await window.keyboard.press('p');
      await expect(window.locator('.live-page > .note')).toBeVisible();
    },
    leave: async (window) => window.keyboard.press('p'),
  },
];

function panel(name: string, label: (language: Language) => string): (typeof listScenes)[number] {
  return {
    name,
    enter: async (window, language) => {
      await button(window, label(language)).click();
      await expect(window.locator('.menu.floating')).toBeVisible();
    },
    leave: async (window) => {
      await window.keyboard.press('Escape');
      await expect(window.locator('.menu.floating')).toHaveCount(0);
    },
  };
}

test('the list in every look', async ({ start, picture }) => {
  test.setTimeout(180_000);
  const world = await makeLive(start, { underWay: true });
  const { running } = world;
  const { window } = running;
  const judge = new Judge(running, picture);
  await callApi(window, 'preferences', 'set', { liveViews: views });
  await show(window, 'live');
  await expect(window.getByRole('row').last()).toContainText('gemma');
  for (const look of looks) {
    await wear(running, look);
    for (const scene of listScenes) {
      await scene.enter(window, look.language);
      await judge.see(`live.${scene.name}`, look);
      await scene.leave(window);
    }
  }
  await world.close();
  judge.verdict();
});

const tabs = ['summary', 'why', 'request', 'response', 'events', 'timing', 'cost'] as const;
const tab = (window: Page, name: (typeof tabs)[number]) =>
  window.getByRole('tab').nth(tabs.indexOf(name));

test('the details of a request in every look', async ({ start, picture }) => {
  test.setTimeout(180_000);
  const world = await makeLive(start, { underWay: false });
  const { running } = world;
  const { window } = running;
  const judge = new Judge(running, picture);
  await show(window, 'live');
  await window.getByRole('row').last().click();
  await window.keyboard.press('Enter');
  for (const look of looks) {
    await wear(running, look);
    const shoot = (name: string): Promise<void> => judge.see(`detail.${name}`, look);
    for (const name of ['summary', 'why', 'timing', 'cost'] as const) {
      await tab(window, name).click();
      await shoot(name);
    }
    await tab(window, 'request').click();
    await window.locator('.live-json-bar input').fill('guard');
    await expect(window.locator('.live-json-line').first()).toBeVisible();
    await shoot('request');
    await window
      .getByRole('radio', { name: translate(liveCompare, look.language, 'compare') })
      .click();
    await expect(window.locator('.live-change').first()).toBeVisible();
    await shoot('compare');
    await tab(window, 'response').click();
    await window.locator('.live-blocks summary').click();
    await shoot('response');
    await tab(window, 'events').click();
    await window.locator('.live-events-filter input').fill('/delta|choices/');
    await expect(window.locator('.live-events-column')).toHaveCount(2);
    await shoot('events');
  }
  await world.close();
  judge.verdict();
});

test('requests that went wrong, and a project that is kept quiet, in every look', async ({
  start,
  picture,
}) => {
  test.setTimeout(180_000);
  const world = await makeLive(start, { underWay: false });
  const { running } = world;
  const { window } = running;
  const judge = new Judge(running, picture);
  const rows = await callApi(window, 'traffic', 'list', { limit: 50, before: null });
  const places = [...rows].reverse().map(({ state, attempts }) => ({ state, attempts }));
  const failed = places.findIndex(({ state }) => state === 'failed');
  const overTwo = places.findIndex(({ state, attempts }) => state === 'complete' && attempts === 2);
  const row = (place: number) => window.getByRole('row').nth(place + 1);
  await show(window, 'live');
  for (const look of looks) {
    await wear(running, look);
    await row(failed).click();
    await window.keyboard.press('Enter');
    await tab(window, 'summary').click();
    await judge.see('wrong.failed', look);
    await row(overTwo).click();
    await tab(window, 'why').click();
    await judge.see('wrong.failover-why', look);
    await button(window, translate(takeAway, look.language, 'takeOne')).click();
    await judge.see('wrong.menu', look);
    await window
      .getByRole('menuitem', { name: translate(takeAway, look.language, 'quiet') })
      .click();
    await expect(window.locator('.live-detail [role="status"] .note')).toBeVisible();
    await judge.see('quiet', look);
    await button(window, translate(takeAway, look.language, 'undo')).click();
    await window.keyboard.press('Escape');
  }
  await world.close();
  judge.verdict();
});
