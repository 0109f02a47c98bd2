import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { liveBodies } from '../shared/i18n/live-bodies.ts';
import { translate } from '../shared/i18n/messages.ts';
import { callApi, newUserData } from './launch.ts';
import { languagesOnce, wear } from './looks.ts';
import { expect, test } from './test.ts';
import { show } from './worlds.ts';

const FILE = 'traffic.sqlite';

test('what is wrong with the history is told where it is shown', async ({ start, picture }) => {
  const userData = newUserData();
  writeFileSync(join(userData, FILE), 'this is no database, '.repeat(400));
  const damaged = await start({ userData, preferences: { theme: 'light' } });
  const { window } = damaged;
  const aside = readdirSync(userData).find((name) => name.startsWith(`${FILE}.malformed-`));
  expect(aside).toBeDefined();
  await expect(window.getByText('The history was damaged and begins anew')).toBeVisible();
  await picture(window, 'store.damaged-overview');
  for (const page of ['live', 'costs'] as const) {
    await show(window, page);
    await expect(window.getByRole('status').filter({ hasText: aside ?? '' })).toBeVisible();
    await picture(window, `store.damaged-${page}`);
  }
  await damaged.quit();

  // `user_version` lies at byte 60 of the file, four bytes.
  const handle = openSync(join(userData, FILE), 'r+');
  writeSync(handle, Buffer.from([0, 0, 3, 0xe7]), 0, 4, 60);
  closeSync(handle);
  const newer = await start({ userData });
  await callApi(newer.window, 'preferences', 'set', {
    quietProjects: ['/home/kim/work/a-client-with-a-long-name'],
  });
  await show(newer.window, 'costs');
  await expect(newer.window.getByText('written by a newer Switchyard')).toBeVisible();
  for (const look of languagesOnce) {
    await wear(newer, look);
    const { language } = look;
    await show(newer.window, 'live');
    await picture(newer.window, `store.newer-live.${language}`);
    await show(newer.window, 'settings');
    await newer.window
      .getByText(translate(liveBodies, language, 'quietTitle'))
      .scrollIntoViewIfNeeded();
    await picture(newer.window, `store.newer-settings.${language}`);
  }
});
