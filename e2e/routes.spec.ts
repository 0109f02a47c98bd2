import { ask } from './client.ts';
import { callApi } from './launch.ts';
import { pictureInEachLanguage, shrink } from './looks.ts';
import { expect, test } from './test.ts';
import { makeMorning, show } from './worlds.ts';

test('edited rules are tried on past traffic; profiles are made, switched and deleted', async ({
  start,
  picture,
}) => {
  test.setTimeout(180_000);
  const running = await makeMorning(start);
  const { window } = running;
  await show(window, 'routes');
  await window.getByRole('switch', { name: /^Opus without thinking/ }).click();
  await window.getByRole('button', { name: 'Try on past traffic' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('Would go elsewhere')).toBeVisible();
  // Four requests for Opus went to DeepSeek; without their rule none would hold.
  const row = dialog.getByRole('row').filter({ hasText: 'No rule matches' });
  await expect(row.first()).toContainText('Anthropic, untouched');
  await pictureInEachLanguage(running, picture, 'routes-trial');
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
  // Main answers for the addresses, private networks included.
  await expect(dialog.getByText('No private network is listed')).toBeVisible();
  await picture(window, 'routes-lock');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await window.getByRole('button', { name: 'Profiles' }).click();
  await window.getByRole('menuitem', { name: 'Delete' }).click();
  await window.locator('.note', { hasText: 'Profile deleted: Quiet.' }).getByText('Undo').click();
  await expect(window.getByRole('heading', { level: 1 })).toContainText('Quiet');
  await shrink(running);
  await picture(window, 'routes-small');
});

test('a rule with an exception and a target with all its options is edited in the window', async ({
  start,
  picture,
}) => {
  test.setTimeout(120_000);
  const running = await makeMorning(start);
  const { window } = running;
  await show(window, 'routes');
  const saved = async () => {
    const view = await callApi(window, 'rules', 'view', { profileId: 'hybrid' });
    return view.profile.rules.find(({ id }) => id === 'opus');
  };
  await window.getByRole('button', { name: 'More for Opus without thinking' }).click();
  await window.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add exception' }).click();
  const exception = dialog.getByRole('group', { name: 'Except when all of these hold' });
  for (const name of ['thinking', 'project']) {
    await exception.getByRole('button', { name: 'Add condition' }).click();
    await window.getByRole('menuitem', { name, exact: true }).click();
  }
  await exception.getByRole('textbox', { name: 'project' }).fill('~/quiet/**');
  await dialog.getByText('Thinking, effort and timeouts').click();
  await dialog.getByLabel('Thinking', { exact: true }).last().selectOption('off');
  await dialog.getByLabel('Effort').fill('low');
  await dialog.getByLabel('Silence, seconds').fill('90');
  await pictureInEachLanguage(running, picture, 'routes-rule');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(saved).toMatchObject({
    when: { tier: ['opus'], not: { thinking: true, project: ['~/quiet/**'] } },
    then: {
      targets: [
        {
          provider: 'deepseek',
          model: 'deepseek-v4-flash',
          thinking: 'off',
          effort: 'low',
          timeouts: { idleMs: 90_000 },
        },
      ],
    },
  });
  await window.getByRole('button', { name: 'Lock: No lock' }).click();
  await expect(dialog.getByText('Rules that would be blocked')).toBeVisible();
  await pictureInEachLanguage(running, picture, 'routes-lock');
  await shrink(running);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await window.getByRole('button', { name: 'More for Opus without thinking' }).click();
  await window.getByRole('menuitem', { name: 'Edit…' }).click();
  await picture(window, 'routes-rule-small');
});
