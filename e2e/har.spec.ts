import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import type { Language } from '../shared/domain/preferences.ts';
import { har } from '../shared/i18n/har.ts';
import { translate } from '../shared/i18n/messages.ts';
import { takeAway } from '../shared/i18n/take-away.ts';
import { callApi, type RunningApp } from './launch.ts';
import { Judge, looks, wear, type Look } from './looks.ts';
import { expect, test } from './test.ts';
import { anthropicFrames, openaiFrames, type Block } from './upstream/dialects.ts';
import { show } from './worlds.ts';

const blocks: readonly Block[] = [
  { type: 'thinking', thinking: 'The guard is in session.ts; look there first.', signature: 'n' },
  { type: 'text', text: 'The handler answers 500 since the guard returns early.' },
  { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { file_path: '/src/auth/session.ts' } },
];

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-har-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Puts the file where the system's dialog will find it, and names it. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** As a browser or a proxy records: two dialects, a failure, what is no request to a model, and what is broken. */
function recorded(): string {
  const entry = (url: string, answer: { status: number; mimeType: string; text: string }) => ({
    startedDateTime: '2026-11-21T05:00:00.000Z',
    time: 900,
    request: {
      method: 'POST',
      url,
      headers: [{ name: 'content-type', value: 'application/json' }],
      postData: {
        mimeType: 'application/json',
        text: JSON.stringify({
          model: 'claude-opus-4-8',
          max_tokens: 1024,
          stream: true,
          messages: [{ role: 'user', content: 'Why does the handler answer 500?' }],
        }),
      },
    },
    response: {
      status: answer.status,
      headers: [],
      content: { mimeType: answer.mimeType, text: answer.text },
    },
    timings: { send: 0, wait: 200, receive: 700 },
  });
  const stream = (frames: readonly string[]) => ({
    status: 200,
    mimeType: 'text/event-stream',
    text: frames.join(''),
  });
  const failure = {
    status: 529,
    mimeType: 'application/json',
    text: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  };
  const entries = [
    entry('https://api.anthropic.com/v1/messages?beta=true', stream(anthropicFrames(blocks))),
    entry('https://api.example.com/v1/chat/completions', stream(openaiFrames(blocks))),
    entry('https://api.anthropic.com/v1/messages', failure),
    { request: { method: 'GET', url: 'https://example.com/logo.png' } },
    { request: { method: 'POST', url: 'https://api.anthropic.com/v1/messages' } },
  ];
  return JSON.stringify({ log: { version: '1.2', entries } }, null, 2);
}

/** Through the window's own menu; the dialog is answered in main. */
async function openHar(
  { app, window }: RunningApp,
  path: string,
  language: Language = 'en',
): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  await window
    .getByRole('button', { name: translate(takeAway, language, 'takeShown'), exact: true })
    .click();
  await window.getByRole('menuitem', { name: translate(har, language, 'open') }).click();
}

const tab = (window: Page, place: number) => window.getByRole('tab').nth(place);

test('a HAR is opened by the dialog, looked at in each tab, and closed', async ({
  start,
  picture,
}) => {
  test.setTimeout(180_000);
  const running = await start({ preferences: { firstRunDone: true } });
  const { window } = running;
  const judge = new Judge(running, picture);
  const path = write('night run of the team.har', recorded());
  await show(window, 'live');
  for (const look of looks) {
    await wear(running, look);
    await openHar(running, path, look.language);
    await expect(window.getByRole('row')).toHaveCount(4);
    await judge.see('har.list', look);
    await window.getByRole('row').nth(1).click();
    await window.keyboard.press('Enter');
    await seeTabs(window, judge, look);
    await window
      .getByRole('button', { name: translate(har, look.language, 'close'), exact: true })
      .click();
    await expect(window.getByRole('row')).toHaveCount(0);
  }
  judge.verdict();
  expect(await callApi(window, 'traffic', 'list', { limit: 5, before: null })).toEqual([]);
});

async function seeTabs(window: Page, judge: Judge, look: Look): Promise<void> {
  for (const place of [0, 1, 2, 3, 4, 5, 6]) {
    await tab(window, place).click();
    if (place === 2) await expect(window.locator('.live-json-line').first()).toBeVisible();
    if (place === 3) await expect(window.getByText('since the guard returns early')).toBeVisible();
    if (place === 4) await expect(window.locator('.ev-line').first()).toBeVisible();
    await judge.see(`har.tab-${String(place)}`, look);
  }
}

test('what a HAR holds is read right, and what is broken in it is named', async ({ start }) => {
  const running = await start({ preferences: { firstRunDone: true } });
  const { window } = running;
  await show(window, 'live');
  await openHar(running, write('team.har', recorded()));
  const banner = window.locator('.live-page > .note');
  await expect(banner).toContainText('team.har: 3 requests. You only look at them');
  await expect(banner).toContainText('1 entry is no request to a model.');
  await expect(banner).toContainText(/1 entry could not be read: number .5.\./);
  const rows = window.getByRole('row');
  await expect(rows.nth(1)).toContainText('complete');
  await expect(rows.nth(3)).toContainText('failed');
  await rows.nth(2).dblclick();
  const detail = window.getByRole('region', { name: 'Request' });
  await detail.getByRole('tab', { name: 'Response' }).click();
  await expect(detail).toContainText('since the guard returns early');
  await expect(detail).toContainText('/src/auth/session.ts');
  await detail.getByRole('tab', { name: /Events/ }).click();
  await expect(detail).toContainText('reasoning_content');
  await rows.nth(3).click();
  await detail.getByRole('tab', { name: 'Summary' }).click();
  await expect(detail).toContainText('Overloaded');
  // It cannot be sent again from here, nor is it counted.
  await expect(detail.getByRole('button', { name: /Send again/ })).toHaveCount(0);
  await window.keyboard.press('Escape');
  await expect(detail).toHaveCount(0);
});

test('a damaged file says where it is damaged, in the language of the window', async ({
  start,
  picture,
}) => {
  const running = await start({ preferences: { firstRunDone: true } });
  const { window } = running;
  const judge = new Judge(running, picture);
  const cut = recorded().slice(0, recorded().indexOf('"timings"'));
  const line = cut.split('\n').length;
  const column = (cut.split('\n').at(-1)?.length ?? 0) + 1;
  const path = write('half.har', cut);
  await show(window, 'live');
  const words = {
    en: `half.har is no HAR: from line ${String(line)}, column ${String(column)} on it is not JSON.`,
    ko: `half.har은(는) HAR이 아닙니다. ${String(line)}행 ${String(column)}열부터 JSON이 아닙니다.`,
    ar: `half.har ليس HAR: ليس JSON ابتداءً من السطر ${String(line)}، العمود ${String(column)}.`,
  } as const;
  for (const look of looks) {
    await wear(running, look);
    await openHar(running, path, look.language);
    await expect(window.getByRole('alert')).toContainText(words[look.language]);
    await judge.see('har.damaged', look);
    await window
      .getByRole('button', { name: translate(har, look.language, 'dismiss'), exact: true })
      .click();
    await expect(window.getByRole('alert')).toHaveCount(0);
  }
  await callApi(window, 'preferences', 'set', { language: 'en' });
  await openHar(running, write('none.har', '{"log":{}}'));
  await expect(window.getByRole('alert')).toContainText('it has no list of requests');
  await openHar(running, join(folder, 'gone.har'));
  await expect(window.getByRole('alert')).toContainText(/gone\.har could not be read: ENOENT/);
  judge.verdict();
});
