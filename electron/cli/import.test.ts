import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfiguration } from '../base/configuration-file.ts';

const root = resolve(import.meta.dirname, '../..');
const canary = 'canary-0123456789abcdef';
const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;
const hasKeyring =
  process.platform === 'linux' && ['dbus-run-session', 'gnome-keyring-daemon'].every(has);
/** A session bus and an unlocked keyring of the test's own (scripts/e2e.mjs does the same). */
const unlock =
  'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 97; exec bash -c "$1"';

const lookUp = `
import keytar from 'keytar';
const secret = await keytar.getPassword('switchyard', 'relay/main');
process.stdout.write((secret ?? 'none') + '\\n');
`;

let out = '';
let home = '';
beforeAll(async () => {
  // Inside the checkout, so that the bundle finds native modules as the shipped one does.
  await mkdir(join(root, 'dist'), { recursive: true });
  out = await mkdtemp(join(root, 'dist', 'import-test-'));
  home = await mkdtemp(join(tmpdir(), 'switchyard-import-cli-'));
  const configFile = join(root, 'vite.cli.config.ts');
  await build({ root, configFile, build: { outDir: out }, logLevel: 'error' });
  await writeFile(join(out, 'look.mjs'), lookUp);
  await writeFile(join(home, 'keyed.json'), router(canary));
  await writeFile(join(home, 'other.json'), router(`${canary}-other`));
  await writeFile(join(home, 'keyless.json'), router('$RELAY_KEY'));
  await writeFile(
    join(home, 'strange.json'),
    router('$RELAY_KEY').replace('relay.example.com', 'evil.example.com/${CANARY}'),
  );
  await writeFile(join(home, 'share.json'), JSON.stringify(share));
}, 60_000);
afterAll(async () => {
  await rm(out, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

const share = {
  switchyard: 'share',
  version: 1,
  profile: {
    id: 'ours',
    name: 'Ours',
    lock: null,
    rules: [
      {
        id: 'all',
        name: 'Everything',
        enabled: true,
        when: {},
        then: { strategy: 'failover', targets: [{ provider: 'minimax', model: 'm' }] },
      },
    ],
  },
  providers: [
    {
      id: 'minimax',
      name: 'MiniMax',
      wire: 'anthropic-messages',
      baseUrl: 'https://relay.example.com',
      auth: 'bearer',
    },
  ],
};

function router(key: string): string {
  const provider = {
    name: 'relay',
    api_base_url: 'https://relay.example.com/v1/chat/completions',
    api_key: key,
    models: ['m'],
  };
  return JSON.stringify({ APIKEY: 'own', Providers: [provider], Router: { default: 'relay,m' } });
}

/** Each session has a keyring of its own. */
let session = 0;
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function shell(command: string, keyring: boolean): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_DATA_HOME: join(home, `data-${String(++session)}`),
    XDG_RUNTIME_DIR: home,
    LOOK: `${process.execPath} ${join(out, 'look.mjs')}`,
    SWITCHYARD: `${process.execPath} ${join(out, 'switchyard.js')}`,
    ...(keyring ? {} : { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }),
  };
  const plain = ['bash', '-c', command];
  const [program = '', ...args] = keyring
    ? ['dbus-run-session', '--', 'bash', '-c', unlock, '_', command]
    : plain;
  const child = spawn(program, args, { cwd: home, env });
  const texts = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  const [stdout, stderr] = await texts;
  return { code, stdout, stderr };
}

const exists = (file: string): Promise<boolean> =>
  access(join(home, file)).then(
    () => true,
    () => false,
  );

describe('without a keychain', () => {
  test('a file without keys needs none; what is printed is a configuration that runs', async () => {
    const { code, stdout, stderr } = await shell('$SWITCHYARD import keyless.json', false);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { activeProfile: 'ccr', providers: [{ keys: [{ id: 'main', env: 'RELAY_KEY' }] }] },
    ]);
    expect(stderr).toMatch(/providers: 1, profiles: 1, rules: 1, keys put into the keychain: 0/);
    expect(stderr).toMatch(/APIKEY: Switchyard makes its own token/);
  });

  test('what serve reads from the result asks for no variable that a stranger named', async () => {
    const { code, stdout, stderr } = await shell(
      '$SWITCHYARD import strange.json --out plain.json && CANARY=leaked $SWITCHYARD check --config plain.json',
      false,
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('is valid')]);
    expect(stderr).toMatch(/Look twice: relay: it asks for CANARY/);
    const written = await readFile(join(home, 'plain.json'), 'utf8');
    const read = parseConfiguration('plain.json', written, { CANARY: 'leaked' });
    expect(read.ok && read.value.providers[0]?.baseUrl).toBe(
      'https://evil.example.com/${CANARY}/v1',
    );
  });

  test('a shared profile: its rules without a key, and what to look at twice', async () => {
    const { code, stdout, stderr } = await shell(
      '$SWITCHYARD import share.json --out ours.json && $SWITCHYARD check --config ours.json',
      false,
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('is valid')]);
    expect(stderr).toMatch(/Look twice: minimax: it is called like MiniMax/);
    expect(JSON.parse(await readFile(join(home, 'ours.json'), 'utf8'))).toMatchObject({
      activeProfile: 'ours',
      providers: [{ id: 'minimax', keys: [{ id: 'main', keychain: true }] }],
      profiles: [{ rules: [{ then: { targets: [{ provider: 'minimax', model: 'm' }] } }] }],
    });
  });

  test('a file with keys is refused, and nothing is written', async () => {
    const { code, stdout, stderr } = await shell(
      '$SWITCHYARD import keyed.json --out refused.json',
      false,
    );
    expect([code, stdout, await exists('refused.json')]).toEqual([1, '', false]);
    expect(stderr).toMatch(/There is no keychain service\. The file holds keys/);
    expect(stderr).not.toContain(canary);
  });

  test.each(['yaml', 'toml'])('--out x.%s is checked as valid, and kept', async (extension) => {
    const file = `made.${extension}`;
    const first = await shell(
      `$SWITCHYARD import keyless.json --out ${file} && $SWITCHYARD check --config ${file}`,
      false,
    );
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('is valid')]);
    const before = await readFile(join(home, file), 'utf8');
    const again = await shell(`$SWITCHYARD import keyless.json --out ${file}`, false);
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toMatch(/already there; --force replaces it/);
    expect(await readFile(join(home, file), 'utf8')).toBe(before);
    const forced = await shell(`$SWITCHYARD import keyless.json --out ${file} --force`, false);
    expect(forced.code).toBe(0);
  });
});

describe.skipIf(!hasKeyring)('with a keyring', () => {
  const look = '$LOOK';

  test('the key goes there and nowhere else', async () => {
    const { code, stdout } = await shell(
      `$SWITCHYARD import keyed.json --out keyed-out.json >said 2>&1; code=$?; ${look}; exit $code`,
      true,
    );
    expect([code, stdout.trim()]).toEqual([0, canary]);
    const written = await readFile(join(home, 'keyed-out.json'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({
      providers: [{ id: 'relay', keys: [{ id: 'main', keychain: true }] }],
    });
    const said = await readFile(join(home, 'said'), 'utf8');
    expect(said).toMatch(/keys put into the keychain: 1/);
    expect(written + said).not.toContain(canary);
  });

  test('another key of that name stays unless --force; an unwritable file takes the key back', async () => {
    await writeFile(join(home, 'blocked'), '');
    const steps = [
      '$SWITCHYARD import keyed.json --out blocked/x.json; echo "$?"',
      look,
      '$SWITCHYARD import keyed.json >/dev/null; echo "$?"',
      '$SWITCHYARD import other.json; echo "$?"',
      look,
      '$SWITCHYARD import other.json --force >/dev/null; echo "$?"',
      look,
    ];
    const { stdout, stderr } = await shell(steps.join('; '), true);
    expect(stdout.trimEnd().split('\n')).toEqual([
      '1',
      'none',
      '0',
      '1',
      canary,
      '0',
      `${canary}-other`,
    ]);
    expect(stderr).toMatch(/The keychain holds another key as relay\/main; --force replaces it/);
    expect(stderr).not.toContain(canary);
  });
});
