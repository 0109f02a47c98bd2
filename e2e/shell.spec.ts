import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readKeyring } from './keyring.ts';
import { callApi, newUserData } from './launch.ts';
import { expect, test } from './test.ts';

test('a first start shows the window and practises', async ({ start, picture }) => {
  const { window, url } = await start();
  await expect(window.getByRole('heading', { name: 'Where should requests go?' })).toBeVisible();
  const status = await callApi(window, 'app', 'status');
  expect(status).toMatchObject({
    routing: 'on',
    activeProfile: 'practice',
    practiceOnly: true,
    keychain: 'ready',
  });
  const providers = await callApi(window, 'providers', 'list');
  expect(providers.map((provider) => provider.id)).toEqual(['practice']);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await picture(window, 'first-start');
  await window.getByRole('button', { name: /practice provider/ }).click();
  await window.getByRole('button', { name: 'Later, open Switchyard' }).click();
  await expect(window).toHaveTitle('Overview · Switchyard');
});

test('the page can reach neither Node nor the network', async ({ start }) => {
  const { window, url } = await start();
  const reach = await window.evaluate(async (address) => {
    const fetched = await fetch(`${address}/healthz`).then(
      () => 'fetched',
      () => 'refused',
    );
    return { fetched, node: typeof (globalThis as { process?: unknown }).process };
  }, url);
  expect(reach).toEqual({ fetched: 'refused', node: 'undefined' });
});

test('routing toggled in the tray changes tray and window alike', async ({ start, trayHost }) => {
  const { window, port } = await start();
  const tray = await trayHost.nextIcon();
  await expect
    .poll(async () => (await tray.menu())[0])
    .toMatchObject({ label: `Routing on 127.0.0.1:${port}`, toggle: 'checkmark', checked: true });
  await tray.click(/^Routing on/);
  await expect.poll(async () => (await callApi(window, 'app', 'status')).routing).toBe('off');
  await expect.poll(async () => (await tray.menu())[0]).toMatchObject({ checked: false });
  expect(await tray.tooltip()).toContain('Routing off');
  await tray.click(/^Routing off/);
  await expect.poll(async () => (await callApi(window, 'app', 'status')).routing).toBe('on');
});

test('a profile chosen in the tray is the active one', async ({ start, trayHost }) => {
  const { window } = await start();
  const tray = await trayHost.nextIcon();
  await tray.click('Native');
  await expect
    .poll(async () => (await callApi(window, 'app', 'status')).activeProfile)
    .toBe('native');
  const radios = (await tray.menu()).filter((entry) => entry.toggle === 'radio');
  expect(radios.map(({ label, checked }) => ({ label, checked }))).toEqual([
    { label: 'Practice', checked: false },
    { label: 'Native', checked: true },
  ]);
});

test('a stored key is in the keyring and in no file', async ({ start }) => {
  const secret = `sk-e2e-${'x7Qm'.repeat(8)}-9Zt4`;
  const { window, userData, quit } = await start();
  await callApi(window, 'providers', 'save', {
    provider: { id: 'minimax', preset: 'minimax', keys: [{ id: 'main', keychain: true }] },
    isNew: true,
  });
  await callApi(window, 'keys', 'store', { providerId: 'minimax', keyId: 'main', secret });
  const views = await callApi(window, 'providers', 'list');
  expect(views.find((view) => view.id === 'minimax')?.keys).toMatchObject([
    { keyId: 'main', present: true, last4: '9Zt4', source: 'keychain' },
  ]);
  expect(JSON.stringify(views)).not.toContain(secret);
  expect(readKeyring('minimax/main')).toBe(secret);
  await quit();
  const holders = filesUnder(userData).filter((file) => readFileSync(file).includes(secret));
  expect(holders).toEqual([]);
});

test('once a real provider exists, practice is left behind', async ({ start }) => {
  const { window } = await start();
  await callApi(window, 'providers', 'save', {
    provider: {
      id: 'mine',
      preset: 'openai-compatible',
      name: 'Mine',
      baseUrl: 'http://127.0.0.1:9/v1',
      models: [{ id: 'm-1' }],
    },
    isNew: true,
  });
  expect(await callApi(window, 'app', 'status')).toMatchObject({
    practiceOnly: false,
    activeProfile: 'everything-mine',
    profiles: [
      { id: 'practice' },
      { id: 'native' },
      { id: 'everything-mine', name: 'Everything to Mine' },
    ],
  });
  await callApi(window, 'providers', 'remove', { providerId: 'mine' });
  expect((await callApi(window, 'app', 'status')).activeProfile).toBe('native');
});

test('closing the window keeps app and tray; a second start shows it again', async ({
  start,
  trayHost,
}) => {
  const { app, process: child, window, userData, url } = await start();
  const tray = await trayHost.nextIcon();
  const isVisible = (): Promise<boolean> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true);
  await expect.poll(isVisible).toBe(true);
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await expect.poll(isVisible).toBe(false);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await callApi(window, 'preferences', 'get')).closeToTrayExplained).toBe(true);
  const [program = '', ...parameters] = child.spawnargs;
  const second = spawn(
    program,
    parameters.filter(
      (value) => !value.startsWith('--inspect') && !value.startsWith('--remote-debugging'),
    ),
    { stdio: 'ignore' },
  );
  await once(second, 'exit');
  expect(second.exitCode).toBe(0);
  await expect.poll(isVisible).toBe(true);
  expect(existsSync(join(userData, 'gateway.json'))).toBe(true);
  await tray.click('Quit and put files back');
  await expect.poll(() => child.exitCode).toBe(0);
  expect(existsSync(join(userData, 'gateway.json'))).toBe(false);
});

test('after kill -9 the next start is clean, on the same port', async ({ start }) => {
  const first = await start({ userData: newUserData() });
  const record = JSON.parse(readFileSync(join(first.userData, 'gateway.json'), 'utf8')) as unknown;
  expect(record).toEqual({ url: first.url, pid: first.process.pid });
  const gone = once(first.process, 'exit');
  first.process.kill('SIGKILL');
  await gone;
  // What a client does meanwhile: it tries again until somebody answers.
  const retried = retryUntilAnswered(`${first.url}/healthz`, 20_000);
  const second = await start({ userData: first.userData, port: 1 });
  expect(await retried).toBe(200);
  const status = await callApi(second.window, 'app', 'status');
  expect(status.routing).toBe('on');
  expect(status.address?.port).toBe(first.port);
});

test('a port in use is an error with its reason, and goes once the port is free', async ({
  start,
}) => {
  const blocker = createServer();
  blocker.listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };
  const { window } = await start({ port });
  expect(await callApi(window, 'app', 'status')).toMatchObject({
    routing: 'error',
    reason: { code: 'port-in-use', detail: String(port) },
    address: null,
  });
  await expect(callApi(window, 'app', 'setRouting', { on: true })).rejects.toThrow('port-in-use');
  blocker.close();
  await once(blocker, 'close');
  expect((await callApi(window, 'app', 'setRouting', { on: true })).routing).toBe('on');
});

test('settings that cannot be read are set aside, not lost', async ({ start }) => {
  const first = await start();
  await first.quit();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(first.userData, 'settings.json'), '{"version": 1, "configuration": oops');
  const second = await start({ userData: first.userData, port: first.port });
  expect((await callApi(second.window, 'app', 'status')).activeProfile).toBe('practice');
  const [aside] = readdirSync(second.userData).filter((name) => name.includes('.invalid-'));
  expect(readFileSync(join(second.userData, aside!), 'utf8')).toContain('oops');
});

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file) && statSync(file).isFile());
}

async function retryUntilAnswered(url: string, timeoutMs: number): Promise<number> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => null,
    );
    if (status !== null) return status;
    if (Date.now() > until) throw new Error(`nobody answered at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
