import type { Locator, Page } from 'playwright/test';
import { barriers } from './barriers.ts';
import { everythingTo } from './configurations.ts';
import { ask } from './client.ts';
import { idOf, seedHistory } from './history.ts';
import { callApi, newUserData, type RunningApp } from './launch.ts';
import { Judge, looks, wear } from './looks.ts';
import { expect, test } from './test.ts';
import { openaiUpstream } from './upstream/openai-upstream.ts';
import { show } from './worlds.ts';

/** More than the window holds of itself (5,000), by fourteen pages. */
const count = 12_000;
const inMemory = 5_000;
const rowHeight = 28;

const grid = (window: Page): Locator => window.locator('.live-scroll');
const line = (window: Page): Locator => window.locator('.live-older');
const row = (window: Page, place: number): Locator =>
  window.locator(`.live-row[id$="-${idOf(place)}"]`);
const filterBox = (window: Page): Locator => window.locator('.live-filter input');

async function openHistory(
  start: (options: object) => Promise<RunningApp>,
  words = {},
): Promise<RunningApp> {
  const userData = newUserData();
  await seedHistory(userData, count, words);
  const upstream = await openaiUpstream();
  const running = await start({
    userData,
    configuration: everythingTo(
      { id: 'near', wire: 'openai-chat', baseUrl: `${upstream.url}/v1`, auth: 'none' },
      'small',
    ),
    preferences: { theme: 'light', captureBodies: 'all' },
  });
  await show(running.window, 'live');
  await expect(row(running.window, count - 1)).toBeVisible();
  return running;
}

/** Scrolls so that `place` rows lie above what is seen; the list is drawn when it resolves. */
async function scrollTo(window: Page, rows: number): Promise<void> {
  await grid(window).evaluate((element, top) => {
    element.scrollTop = top;
  }, rows * rowHeight);
}

/**
 * Scrolls to where older rows are read, and notes at each frame where a row in the middle of the window stands, from then
 * until half a second after the list has grown: one place, unless it jumped. `gone`: it was not drawn.
 */
function placesOfMiddleRow(window: Page): Promise<readonly (number | string)[]> {
  return window.evaluate(
    () =>
      new Promise<(number | string)[]>((resolve, reject) => {
        const scroller = document.querySelector('.live-scroll');
        if (scroller === null) throw new Error('There is no list');
        const { top, height } = scroller.getBoundingClientRect();
        const middle = [...document.querySelectorAll('.live-row')].find(
          (row) => row.getBoundingClientRect().top > top + height / 2,
        );
        if (middle === undefined) throw new Error('There is no row');
        const { id } = middle;
        const before = scroller.scrollHeight;
        const places: (number | string)[] = [];
        let after = 0;
        let frames = 0;
        const look = (): void => {
          const found = document.getElementById(id);
          const place = found === null ? 'gone' : Math.round(found.getBoundingClientRect().top);
          if (places.at(-1) !== place) places.push(place);
          if (scroller.scrollHeight !== before) after += 1;
          frames += 1;
          if (after >= 30) resolve(places);
          else if (frames > 600) reject(new Error('No older row was read'));
          else requestAnimationFrame(look);
        };
        scroller.scrollTop -= 60;
        requestAnimationFrame(look);
      }),
  );
}

test('scrolling up reads the whole history, and what is looked at stays where it is', async ({
  start,
  picture,
}) => {
  test.setTimeout(180_000);
  const { window } = await openHistory(start);
  await expect(grid(window)).toHaveAttribute('aria-rowcount', '-1');

  // Three pages, at every frame.
  for (const all of ['499', '999', '1,499']) {
    await scrollTo(window, 21);
    await expect(window.locator('.live-row[aria-rowindex="26"]')).toBeVisible();
    expect(await placesOfMiddleRow(window)).toEqual([expect.any(Number)]);
    await expect(window.getByText(new RegExp(`read, ${all} in all`))).toBeAttached();
  }

  // The rest by the keyboard.
  await grid(window).focus();
  await expect
    .poll(
      async () => {
        await window.keyboard.press('Home');
        return grid(window).getAttribute('aria-rowcount');
      },
      { intervals: [100], timeout: 60_000 },
    )
    .toBe(String(count + 2));
  await expect(window.getByText(/7,000 in all\. The history begins here/)).toBeAttached();
  await window.keyboard.press('Home');
  await expect(line(window)).toHaveText('The history begins here');
  await expect(row(window, 0)).toBeVisible();
  expect(await row(window, 0).getAttribute('aria-selected')).toBe('true');
  await picture(window, 'live-history.begin');
  expect(await barriers(window)).toEqual([]);

  // An old request opens like any other.
  await window.keyboard.press('Enter');
  await expect(window.getByRole('tab', { name: 'Summary' })).toBeVisible();
  await expect(window.locator('.live-detail')).toContainText(idOf(0));
  await window.keyboard.press('Escape');

  // A range over the border between what was read and what is in memory.
  await window.keyboard.press('Control+a');
  await expect(
    window.getByRole('button', { name: 'Export 12000 selected requests' }),
  ).toBeVisible();
  await window.keyboard.press('Escape');

  // Grouped, all conversations are whole.
  await window.keyboard.press('g');
  await expect(window.getByRole('treegrid')).toBeVisible();
  await window.keyboard.press('Home');
  await expect(window.locator('.live-conversation').first()).toContainText('20 requests');
  await picture(window, 'live-history.grouped');
  await window.keyboard.press('g');

  // Back at the end the list follows again.
  await window.keyboard.press('End');
  await expect(row(window, count - 1)).toBeVisible();
});

test('a paused view stays as it is while requests pass, and reads older ones all the same', async ({
  start,
}) => {
  const running = await openHistory(start);
  const { window } = running;
  await grid(window).focus();
  await window.keyboard.press('p');
  await ask(running, { model: 'claude-opus-4-8' });
  await expect(window.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(row(window, count - 1)).toBeVisible();
  await window.keyboard.press('Home');
  await expect(window.getByText(/500 older|499 older/)).toBeAttached();
  await expect(row(window, count - inMemory)).toBeVisible();
  await window.getByRole('button', { name: 'Resume' }).click();
  await expect(row(window, count - inMemory)).toBeVisible();
  await window.keyboard.press('End');
});

test('a filter finds what is old, and what only kept bodies say', async ({ start, picture }) => {
  test.setTimeout(120_000);
  const running = await openHistory(start, {
    6: 'first words',
    8: 'a quince marmalade, and more words',
    11_990: 'quince and marmalade are no phrase',
    11_992: 'the quince marmalade again',
  });
  const { window } = running;
  await filterBox(window).fill('project:beginnings');
  await expect(row(window, 0)).toBeVisible();
  await expect(window.locator('.live-row')).toHaveCount(3);
  await expect(window.locator('.live-filter')).toContainText(/3 of \W?5,0\d\d\+/);
  await expect(grid(window)).toHaveAttribute('aria-rowcount', '5');
  await picture(window, 'live-history.filter');

  await filterBox(window).fill('provider:ollama');
  await expect(window.locator('.live-filter')).toContainText(/1,7\d\d\+\S* of/);

  await filterBox(window).fill('text:"quince marmalade"');
  await expect(window.locator('.live-row')).toHaveCount(2);
  await expect(row(window, 8)).toBeVisible();
  await expect(row(window, 11_992)).toBeVisible();
  await picture(window, 'live-history.text');

  // What passes now is found by its body as well, and only if the body has the words.
  await ask(running, { text: 'no such thing' });
  await ask(running, { text: 'more quince marmalade please' });
  await expect(window.locator('.live-row')).toHaveCount(3);

  // Two conversations apart: the request before this one lies in the store alone.
  await row(window, 8).dblclick();
  await window.getByRole('tab', { name: 'Request' }).click();
  await window.getByText('Compare', { exact: true }).click();
  const before = window.getByRole('combobox', { name: 'with' });
  await expect(before.locator('option')).toHaveCount(8);
  await before.selectOption(idOf(6));
  await expect(window.locator('.diff').first()).toContainText('first words');
  await picture(window, 'live-history.compare');
  await window.getByRole('button', { name: /^Close/ }).click();

  await filterBox(window).fill('project:nowhere');
  await expect(window.getByText('No request matches the filter')).toBeVisible();
  await expect(window.getByText('Everything that is kept was looked through.')).toBeVisible();
  await picture(window, 'live-history.nothing');

  // What is deleted in Settings is gone here.
  await callApi(window, 'traffic', 'deleteEverything');
  await show(window, 'settings');
  await show(window, 'live');
  await expect(window.getByText('Nothing has passed through yet')).toBeVisible();
});

type Answering = 'as ever' | 'failing' | 'never';
/** In main: pages are answered as ever, with a failure, or not at all. */
async function answerPages({ app }: RunningApp, answering: Answering): Promise<void> {
  await app.evaluate(({ ipcMain }, wanted) => {
    const channel = 'traffic.page';
    type Answer = Parameters<typeof ipcMain.handle>[1];
    const known = globalThis as unknown as { asEver?: Answer };
    const { _invokeHandlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Answer> };
    const asEver = known.asEver ?? _invokeHandlers.get(channel);
    if (asEver === undefined) throw new Error(`Nothing answers ${channel}`);
    known.asEver = asEver;
    const error = { code: 'failed', message: 'the disk does not answer' };
    const answers: Readonly<Record<string, Answer>> = {
      'as ever': asEver,
      failing: () => ({ ok: false, error }),
      never: () => new Promise(() => undefined),
    };
    ipcMain.removeHandler(channel);
    ipcMain.handle(channel, answers[wanted] ?? asEver);
  }, answering);
}

test('how far the list reaches, in every look', async ({ start, picture }) => {
  test.setTimeout(180_000);
  const running = await openHistory(start);
  const { window } = running;
  const judge = new Judge(running, picture);
  for (const look of looks) {
    const see = (name: string): Promise<void> => judge.see(`live-history.${name}`, look);
    await wear(running, look);
    await answerPages(running, 'as ever');
    await show(window, 'overview');
    await show(window, 'live');
    await filterBox(window).fill('provider:ollama');
    await expect(window.locator('.live-filter')).toContainText('1,7');
    await see('count');

    await answerPages(running, 'failing');
    await grid(window).focus();
    await window.keyboard.press('Home');
    await expect(line(window)).toContainText('the disk does not answer');
    await see('failed');
    expect(await barriers(window), JSON.stringify(look)).toEqual([]);
    await filterBox(window).fill('project:beginnings');
    await expect(window.locator('.empty-state')).toContainText('the disk does not answer');
    await see('failed-empty');
    await filterBox(window).fill('provider:ollama');
    await expect(line(window)).toContainText('the disk does not answer');

    // The line's button is reached by the Tab key; when it has done its work the list has the focus.
    await answerPages(running, 'never');
    await line(window).getByRole('button').focus();
    await window.keyboard.press('Enter');
    await expect(line(window).getByRole('button')).toHaveCount(0);
    await expect(grid(window)).toBeFocused();
    await see('reading');
    await filterBox(window).fill('project:beginnings');
    await expect(window.locator('.live-reading')).toBeVisible();
    await see('searching');
  }
  judge.verdict();
});
