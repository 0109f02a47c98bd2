import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { callApi, freePort } from './launch.ts';
import { expect, test } from './test.ts';
import { show } from './worlds.ts';

test('another port: a taken one is refused where it is typed, a free one is bound and told', async ({
  start,
  picture,
}) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = (other.address() as AddressInfo).port;
  const { window, port, userData } = await start({ preferences: { theme: 'light' } });
  await show(window, 'settings');
  await window.getByRole('button', { name: 'Change…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Change the port' });
  const field = dialog.getByRole('textbox', { name: 'Port' });
  await expect(field).toHaveValue(String(port));
  await expect(dialog).toContainText(`started on port ${String(port)} lose their connection`);
  await field.fill('80');
  await field.press('Enter');
  await expect(dialog).toContainText('Write a number from 1024 to 65535');
  await field.fill(String(taken));
  await field.press('Enter');
  await expect(dialog).toContainText(`port ${String(taken)} is in use. The old port works on.`);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await picture(window, 'settings-port-taken-light-en');
  expect((await fetch(`http://127.0.0.1:${String(port)}/healthz`)).status).toBe(200);

  const free = await freePort();
  await field.fill(String(free));
  await dialog.getByRole('button', { name: 'Change port' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(window.getByRole('main')).toContainText(String(free));
  await expect(window.getByText('Changed. Restart Claude Code sessions')).toBeVisible();
  expect((await fetch(`http://127.0.0.1:${String(free)}/healthz`)).status).toBe(200);
  await expect(fetch(`http://127.0.0.1:${String(port)}/healthz`)).rejects.toThrow();
  expect(JSON.parse(readFileSync(join(userData, 'gateway.json'), 'utf8'))).toMatchObject({
    url: `http://127.0.0.1:${String(free)}`,
  });
  expect(await callApi(window, 'app', 'exportConfiguration')).toMatchObject({
    listen: { port: free },
  });
  other.close();
});

for (const [language, theme, label] of [
  ['en', 'light', 'Compared with'],
  ['ko', 'dark', '비교 기준'],
  ['ar', 'dark', 'المقارنة مع'],
] as const) {
  test(`the model that costs are compared with is kept, ${language}`, async ({
    start,
    picture,
  }) => {
    const { window } = await start({ preferences: { language, theme } });
    await show(window, 'settings');
    const baseline = window.getByRole('combobox', { name: label });
    await expect(baseline).toBeVisible();
    await baseline.selectOption({ label: 'claude-opus-4-8 (Anthropic)' });
    await expect
      .poll(async () => (await callApi(window, 'app', 'exportConfiguration')).baseline)
      .toEqual({ provider: 'anthropic', model: 'claude-opus-4-8' });
    await picture(window, `settings-${theme}-${language}`);
  });
}
