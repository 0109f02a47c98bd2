import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayError } from '../../shared/domain/gateway-error.ts';
import type { Logger } from '../base/logger.ts';
import { displayProblem, isHeadless } from './headless.ts';
import { chooseLanguage } from './language.ts';
import { Lifecycle } from './lifecycle.ts';
import { ProviderWatch } from './provider-watch.ts';
import { readRuntimeFile, removeRuntimeFile, writeRuntimeFile } from './runtime-file.ts';
import { stderrLogger } from './stderr-logger.ts';
import { fileFor } from './window-files.ts';

test('parts end last made first; one that fails or hangs does not keep the others', async () => {
  const failed: unknown[] = [];
  const logger: Logger = { log: (_level, _message, fields) => failed.push(fields?.['part']) };
  const lifecycle = new Lifecycle(logger, 30);
  const ended: string[] = [];
  lifecycle.join('store', () => void ended.push('store'));
  lifecycle.join('hangs', () => new Promise(() => undefined));
  lifecycle.join('throws', () => {
    throw new Error('no');
  });
  lifecycle.join('gateway', () => void ended.push('gateway'));
  const [first, second] = [lifecycle.shutdown(), lifecycle.shutdown()];
  lifecycle.advance('running');
  expect(lifecycle.phase).toBe('stopping');
  await Promise.all([first, second]);
  expect(ended).toEqual(['gateway', 'store']);
  expect(failed).toEqual(['throws', 'hangs']);
});

test('the runtime file names a running gateway only, and is removed by its own process only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'runtime-'));
  const file = join(folder, 'deep', 'gateway.json');
  try {
    expect(await readRuntimeFile(file)).toBeNull();
    const own = { url: 'http://127.0.0.1:3456', pid: process.pid };
    await writeRuntimeFile(file, own);
    expect(await readRuntimeFile(file)).toEqual(own);
    await removeRuntimeFile(file, process.pid + 1);
    expect(await readRuntimeFile(file)).toEqual(own);
    await removeRuntimeFile(file, process.pid);
    expect(await readRuntimeFile(file)).toBeNull();
    // No process can have this id on Linux (above pid_max), macOS or Windows.
    writeFileSync(file, JSON.stringify({ ...own, pid: 2 ** 30 }));
    expect(await readRuntimeFile(file)).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['app://switchyard/index.html', '/r/index.html'],
  ['app://switchyard/', '/r/index.html'],
  ['app://switchyard/assets/a.js', '/r/assets/a.js'],
  ['app://switchyard/..%2f..%2fetc/passwd', null],
  ['app://switchyard/%E0%A4%A', null],
  ['app://switchyard/a%00.html', null],
  ['app://elsewhere/index.html', null],
])('%s is served from %s', (address, file) => {
  expect(fileFor('/r', address)).toBe(file);
});

test.each([
  [['--headless'], { DISPLAY: ':0' }, 'linux', true],
  [[], { DISPLAY: ':0' }, 'linux', false],
  [[], { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', false],
  [[], {}, 'linux', true],
  [[], {}, 'darwin', false],
  [[], { SWITCHYARD_HEADLESS: '1', DISPLAY: ':0' }, 'linux', true],
] as const)('%j with %j on %s: headless %s', (parameters, environment, platform, expected) => {
  expect(isHeadless(parameters, environment, platform)).toBe(expected);
});

test('without a display the start says what to type, unless Chromium was told', () => {
  expect(displayProblem([], {}, 'linux')).toContain('--ozone-platform=headless');
  expect(displayProblem(['--ozone-platform=headless'], {}, 'linux')).toBeNull();
  expect(displayProblem([], { DISPLAY: ':0' }, 'linux')).toBeNull();
  expect(displayProblem([], {}, 'win32')).toBeNull();
});

test('the language follows the system until one is chosen', () => {
  expect(chooseLanguage('system', ['fr-FR', 'ko-KR', 'en-US'])).toBe('ko');
  expect(chooseLanguage('system', ['fr-FR'])).toBe('en');
  expect(chooseLanguage('ar', ['ko-KR'])).toBe('ar');
});

test('what looks like a key is blanked in the log', () => {
  const written: string[] = [];
  const logger = stderrLogger('info', (line) => written.push(line));
  logger.log('info', 'asked with sk-ant-api03-abcdefghij', { header: 'Bearer abcdefghijkl' });
  logger.log('debug', 'not written');
  expect(written).toHaveLength(1);
  expect(written[0]).not.toMatch(/abcdefghij/);
});

test.each(['client-gone', 'cancelled-here', 'gateway-stopping', 'blocked-by-lock'] as const)(
  'a provider is not unwell because of %s',
  (code) => {
    const watch = new ProviderWatch({ now: () => 0, monotonic: () => 0 }, () => undefined);
    for (let attempt = 1; attempt < 9; attempt += 1) {
      const common = { exchangeId: 'x', at: 0, attempt };
      watch.onAttempt({ ...common, provider: 'zai', model: 'm', keyId: null, dropped: [] });
      watch.onAttemptEnd({ ...common, status: null, error: gatewayError(code, 'so') });
    }
    expect(watch.failing(new Set(['zai']))).toBeNull();
  },
);

test('a provider is unwell after three failures in a row, and well after one success', () => {
  let now = 0;
  let changes = 0;
  const watch = new ProviderWatch({ now: () => now, monotonic: () => now }, () => {
    changes += 1;
  });
  const active = new Set(['zai']);
  const attempt = (hasFailed: boolean): void => {
    const common = { exchangeId: 'x', at: now, attempt: 1 };
    watch.onAttempt({ ...common, provider: 'zai', model: 'm', keyId: null, dropped: [] });
    const error = hasFailed ? gatewayError('upstream-failed', 'HTTP 500') : null;
    watch.onAttemptEnd({ ...common, status: 500, error });
  };
  attempt(true);
  attempt(true);
  expect(watch.failing(active)).toBeNull();
  attempt(true);
  expect(watch.failing(active)).toBe('zai');
  expect(watch.failing(new Set(['other']))).toBeNull();
  attempt(false);
  expect(watch.failing(active)).toBeNull();
  expect(changes).toBe(2);
  const rejected = gatewayError('upstream-rejected', 'HTTP 400');
  for (let n = 0; n < 5; n += 1)
    watch.onAttemptEnd({ exchangeId: 'x', at: now, attempt: 1, status: 400, error: rejected });
  expect(watch.failing(active)).toBeNull();
  for (let n = 0; n < 3; n += 1) attempt(true);
  now = 5 * 60_000 + 1;
  expect(watch.failing(active)).toBeNull();
});
