import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Machine } from '../base/app-directories.ts';
import { detectLogin } from './detect-login.ts';
import { findClaude } from './find-claude.ts';
import { createLaunch } from './launch.ts';
import type { LaunchDependencies } from './launch.ts';
import { findConflicts } from './launch-conflicts.ts';
import { launchSettings } from './launch-settings.ts';
import { removeStaleSettings } from './settings-file.ts';
import { terminalCommand } from './terminals.ts';

let home = '';
let project = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'switchyard-home-'));
  project = join(home, "it's a project");
  await mkdir(project);
});
afterEach(async () => {
  await rm(home, { recursive: true });
});

const machine = (
  env: Record<string, string> = {},
  platform: NodeJS.Platform = 'linux',
): Machine => ({
  platform,
  home,
  env: { PATH: join(home, 'bin'), ...env },
});

async function put(path: string, text: string, mode = 0o644): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

describe('launchSettings', () => {
  const input = { baseUrl: 'http://127.0.0.1:3456', secret: 'S', credential: 'login' as const };
  test('with a login, only address, header and hints are set', () => {
    expect(JSON.parse(launchSettings(input))).toEqual({
      env: {
        ANTHROPIC_BASE_URL: 'http://127.0.0.1:3456',
        ANTHROPIC_CUSTOM_HEADERS: 'x-switchyard-token: S',
        CLAUDE_CODE_GATEWAY_HINT_HEADERS: '1',
      },
    });
  });

  test('without one, our token stands in', () => {
    expect(JSON.parse(launchSettings({ ...input, credential: 'token' }))).toMatchObject({
      env: { ANTHROPIC_AUTH_TOKEN: 'S' },
    });
  });

  test("the user's own headers stay, an older one of ours does not", () => {
    const customHeaders = 'x-team: blue\nX-Switchyard-Token: old\n';
    expect(JSON.parse(launchSettings({ ...input, customHeaders }))).toMatchObject({
      env: { ANTHROPIC_CUSTOM_HEADERS: 'x-team: blue\nx-switchyard-token: S' },
    });
  });
});

describe('detectLogin', () => {
  test('sees none in an empty home', async () => {
    expect(await detectLogin(machine(), project)).toBeNull();
  });

  test.each(['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'])(
    '%s in the environment; empty does not count',
    async (name) => {
      expect(await detectLogin(machine({ [name]: 'x' }), project)).toBe('environment');
      expect(await detectLogin(machine({ [name]: '' }), project)).toBeNull();
    },
  );

  test('a credentials file, but not the empty one that a logout leaves', async () => {
    await put('.claude/.credentials.json', '{}');
    expect(await detectLogin(machine(), project)).toBeNull();
    await put('.claude/.credentials.json', '{"claudeAiOauth":{"accessToken":"x"}}');
    expect(await detectLogin(machine(), project)).toBe('credentials-file');
  });

  test('a helper or a key in settings', async () => {
    await put('.claude/settings.json', '{"apiKeyHelper":"/bin/key"}');
    expect(await detectLogin(machine(), project)).toBe('settings');
  });

  test('a key in the settings of the project', async () => {
    await mkdir(join(project, '.claude'));
    await writeFile(join(project, '.claude/settings.json'), '{"env":{"ANTHROPIC_API_KEY":"x"}}');
    expect(await detectLogin(machine(), project)).toBe('settings');
  });

  test('an account name is a login on macOS only, where the login is in its keychain', async () => {
    await put('.claude.json', '{"oauthAccount":{"emailAddress":"dev@example.com"}}');
    expect(await detectLogin(machine({}, 'darwin'), project)).toBe('account');
    expect(await detectLogin(machine(), project)).toBeNull();
  });

  test('follows CLAUDE_CONFIG_DIR', async () => {
    await put('other/.credentials.json', '{"claudeAiOauth":{"accessToken":"x"}}');
    const env = { CLAUDE_CONFIG_DIR: join(home, 'other') };
    expect(await detectLogin(machine(env), project)).toBe('credentials-file');
  });
});

describe('findConflicts', () => {
  test('tells what is overridden, and what would override a launch', async () => {
    await mkdir(join(project, '.claude'));
    const local = join(project, '.claude/settings.local.json');
    await writeFile(local, '{"env":{"ANTHROPIC_BASE_URL":"https://x","OTHER":"1"}}');
    const env = { CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_BASE_URL: 'https://y' };
    expect(await findConflicts(machine(env), project)).toEqual([
      { name: 'CLAUDE_CODE_USE_BEDROCK', where: 'environment', effect: 'overrides-launch' },
      { name: 'ANTHROPIC_BASE_URL', where: 'environment', effect: 'overridden-by-launch' },
      { name: 'ANTHROPIC_BASE_URL', where: local, effect: 'overridden-by-launch' },
    ]);
  });
});

describe('findClaude', () => {
  test('on PATH first, then where installers put it; a file that cannot run is none', async () => {
    const local = await put('.claude/local/claude', '#!/bin/sh\n', 0o755);
    await put('.local/bin/claude', 'no program', 0o644);
    expect(await findClaude(machine())).toBe(local);
    const first = await put('bin/claude', '#!/bin/sh\n', 0o755);
    expect(await findClaude(machine())).toBe(first);
    expect(await findClaude(machine({ SWITCHYARD_CLAUDE: local }))).toBe(local);
  });

  test("looks into nvm's newest version", async () => {
    await put('.nvm/versions/node/v9.0.0/bin/claude', '#!/bin/sh\n', 0o755);
    const newest = await put('.nvm/versions/node/v20.1.0/bin/claude', '#!/bin/sh\n', 0o755);
    expect(await findClaude(machine())).toBe(newest);
  });
});

describe('terminalCommand', () => {
  const command = ['/opt/my tools/claude', '--settings', '/s/a.json'];
  test.each([
    ['xterm', ['-e', ...command]],
    ['gnome-terminal', ['--working-directory=/a b', '--', ...command]],
    ['konsole', ['--workdir', '/a b', '-e', ...command]],
    ['xfce4-terminal', ['--working-directory=/a b', '-x', ...command]],
    ['kitty', ['--directory', '/a b', ...command]],
    ['wezterm', ['start', '--cwd', '/a b', '--', ...command]],
    [
      'wt',
      [
        '-d',
        '/a b',
        'powershell.exe',
        '-NoExit',
        '-Command',
        "& '/opt/my tools/claude' '--settings' '/s/a.json'",
      ],
    ],
  ])('%s', (id, args) => {
    expect(terminalCommand(id, '/a b', command)?.args).toEqual(args);
  });

  test('a shell that we know runs it, so that PATH is the user’s and the window stays', () => {
    expect(terminalCommand('xterm', '/a', command, { shell: '/bin/bash' })?.args).toEqual([
      '-e',
      '/bin/bash',
      '-i',
      '-c',
      "'/opt/my tools/claude' --settings /s/a.json; exec /bin/bash -i",
    ]);
    expect(terminalCommand('xterm', '/a', command, { shell: '/bin/nu' })?.args).toEqual([
      '-e',
      ...command,
    ]);
  });

  test('macOS opens a script', () => {
    expect(terminalCommand('iterm2', "/it's", command, { scriptFile: '/s/a.command' })).toEqual({
      file: 'open',
      args: ['-a', '/Applications/iTerm.app', '/s/a.command'],
      script: "#!/bin/sh\ncd '/it'\\''s' && exec '/opt/my tools/claude' --settings /s/a.json\n",
    });
  });

  test('an unknown one is null', () => {
    expect(terminalCommand('nobody', '/a', command)).toBeNull();
  });
});

describe('createLaunch', () => {
  let issued: string[] = [];
  const dependencies = (over: Partial<LaunchDependencies> = {}): LaunchDependencies => ({
    machine: machine(),
    settingsFolder: join(home, 'ours'),
    gatewayUrl: () => 'http://127.0.0.1:3456',
    issue: (folder) => {
      issued.push(folder);
      return `secret-${issued.length}`;
    },
    terminal: () => 'auto',
    now: () => Date.now(),
    ...over,
  });
  beforeEach(() => {
    issued = [];
  });
  /** A terminal that notes its words and runs them. */
  const fakeTerminal = (): Promise<string> =>
    put(
      'bin/xterm',
      `#!/bin/sh\nshift\nprintf '%s\\n' "$PWD" "$@" > '${home}/ran.tmp' && mv '${home}/ran.tmp' '${home}/ran'\n`,
      0o755,
    );
  const fakeClaude = (): Promise<string> => put('bin/claude', '#!/bin/sh\n', 0o755);

  test('starts the terminal in the folder; the secret is in a file that only the user may read', async () => {
    await fakeTerminal();
    const claude = await fakeClaude();
    const env = { PATH: `${join(home, 'bin')}:/usr/bin:/bin` };
    // The system's own terminals, should there be any, must not open in a test.
    const launch = createLaunch(dependencies({ machine: machine(env), terminal: () => 'xterm' }));
    const { started, plan, detail } = await launch.start(project);
    expect({ started, detail, problem: plan.problem }).toEqual({
      started: true,
      detail: '',
      problem: null,
    });
    expect(plan).toMatchObject({ credential: 'token', terminal: 'xterm', claudePath: claude });
    expect((await readFile(join(home, 'ran'), 'utf8')).trimEnd().split('\n')).toEqual([
      project,
      claude,
      '--settings',
      plan.settingsFile,
    ]);
    expect(plan.command).not.toContain('secret-');
    expect((await stat(plan.settingsFile)).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'ours'))).mode & 0o777).toBe(0o700);
    expect(await readFile(plan.settingsFile, 'utf8')).toContain('x-switchyard-token: secret-1');
  });

  test('asking again for a plan uses the same file; a start uses it up', async () => {
    await fakeTerminal();
    await fakeClaude();
    const env = { PATH: `${join(home, 'bin')}:/usr/bin:/bin` };
    const launch = createLaunch(dependencies({ machine: machine(env), terminal: () => 'xterm' }));
    const first = await launch.plan(project);
    expect((await launch.plan(project)).settingsFile).toBe(first.settingsFile);
    expect((await launch.start(project)).plan.settingsFile).toBe(first.settingsFile);
    expect((await launch.plan(project)).settingsFile).not.toBe(first.settingsFile);
    expect(issued).toEqual([project, project]);
  });

  test.each<[string, Partial<LaunchDependencies>, string]>([
    ['no terminal', {}, 'terminal-not-found'],
    ['no gateway', { gatewayUrl: () => null }, 'gateway-not-listening'],
  ])('%s', async (_name, over, problem) => {
    await fakeClaude();
    const result = await createLaunch(dependencies(over)).start(project);
    expect(result).toMatchObject({ started: false, plan: { problem } });
  });

  test('no folder: nothing is issued or written', async () => {
    const result = await createLaunch(dependencies()).start(join(home, 'gone'));
    expect(result).toMatchObject({ started: false, plan: { problem: 'folder-missing' } });
    expect(issued).toEqual([]);
    await expect(readdir(join(home, 'ours'))).rejects.toThrow();
  });

  test('a terminal that fails at once is told', async () => {
    await put('bin/xterm', '#!/bin/sh\nexit 3\n', 0o755);
    await fakeClaude();
    const env = { PATH: `${join(home, 'bin')}:/bin` };
    const launch = createLaunch(dependencies({ machine: machine(env), terminal: () => 'xterm' }));
    expect(await launch.start(project)).toMatchObject({
      started: false,
      detail: 'xterm ended with code 3',
    });
  });
});

test('stale settings files go, fresh ones and strangers stay', async () => {
  const old = await put('ours/launch-0123456789abcdef.json', '{}');
  await put('ours/launch-ffffffffffffffff.json', '{}');
  const stranger = await put('ours/notes.json', '{}');
  const past = new Date(Date.now() - 60_000);
  await Promise.all([utimes(old, past, past), utimes(stranger, past, past)]);
  expect(await removeStaleSettings(join(home, 'ours'), 30_000, Date.now())).toBe(1);
  expect((await readdir(join(home, 'ours'))).sort()).toEqual([
    'launch-ffffffffffffffff.json',
    'notes.json',
  ]);
  expect(await removeStaleSettings(join(home, 'nowhere'), 1, Date.now())).toBe(0);
});
