import { ask } from './client.ts';
import { callApi } from './launch.ts';
import { expect, test } from './test.ts';
import { makeMorning, show } from './worlds.ts';

test('edited rules are tried on past traffic; profiles are made, switched and deleted', async ({
  start,
  picture,
}) => {
  test.setTimeout(180_000);
  const running = await makeMorning(start);
  const { app, window } = running;
  await show(window, 'routes');
  await window.getByRole('switch', { name: /^Opus without thinking/ }).click();
  await window.getByRole('button', { name: 'Try on past traffic' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('Would go elsewhere')).toBeVisible();
  // Four requests for Opus went to DeepSeek; without their rule none would hold.
  const row = dialog.getByRole('row').filter({ hasText: 'No rule matches' });
  await expect(row.first()).toContainText('Anthropic, untouched');
  for (const [language, theme] of [
    ['en', 'light'],
    ['ko', 'dark'],
    ['ar', 'light'],
  ] as const) {
    await callApi(window, 'preferences', 'set', { language, theme });
    await expect(window.locator('html')).toHaveAttribute('lang', language);
    await picture(window, `routes-trial.${language}.${theme}`);
  }
  await callApi(window, 'preferences', 'set', { language: 'en', theme: 'light' });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await window.getByRole('button', { name: 'Revert' }).click();

  await window.getByRole('button', { name: 'Profiles' }).click();
  await picture(window, 'routes-profiles');
  await window.getByRole('menuitem', { name: 'New profile…' }).click();
  await picture(window, 'routes-new-profile');
  await dialog.getByLabel('Name').fill('Quiet');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(window.getByText('Not in use')).toBeVisible();
  await picture(window, 'routes-not-in-use');
  await ask(running, { model: 'claude-haiku-4-5' });
  // The session under way goes by the new profile at once: it has no rules.
  await window.getByRole('button', { name: 'Use this profile' }).click();
  await expect(window.getByText('Not in use')).toHaveCount(0);
  await ask(running, { model: 'claude-haiku-4-5' });
  await window.getByRole('button', { name: 'Lock: No lock' }).click();
  await picture(window, 'routes-lock');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await window.getByRole('button', { name: 'Profiles' }).click();
  await window.getByRole('menuitem', { name: 'Delete' }).click();
  await window.locator('.note', { hasText: 'Profile deleted: Quiet.' }).getByText('Undo').click();
  await expect(window.getByRole('heading', { level: 1 })).toContainText('Quiet');
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(960, 600);
  });
  await picture(window, 'routes-small');
});
