import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import type { Configuration } from '../shared/domain/configuration.ts';
import type { Preferences } from '../shared/domain/preferences.ts';
import type { Contract } from '../shared/ipc/contract.ts';
import type { Handlers, Reply } from '../shared/ipc/descriptors.ts';

const root = resolve(import.meta.dirname, '..');

/** The real app on its own user data folder. */
export interface RunningApp {
  readonly app: ElectronApplication;
  /** Kept, because Playwright forgets it once the app is gone. */
  readonly process: ChildProcess;
  readonly window: Page;
  readonly userData: string;
  readonly port: number;
  readonly url: string;
  /** As a person would quit; waits until the process is gone. */
  readonly quit: () => Promise<void>;
}

export interface LaunchOptions {
  /** A folder of an earlier start, for what must survive it. */
  readonly userData?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of an earlier day: what the file holds before the start. */
  readonly configuration?: Partial<Configuration>;
  readonly preferences?: Partial<Preferences>;
  readonly arguments?: readonly string[];
}

export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const userData = options.userData ?? newUserData();
  const port = options.port ?? (await freePort());
  if (options.configuration !== undefined || options.preferences !== undefined)
    seedSettings(userData, port, options.configuration ?? {}, options.preferences ?? {});
  const app = await _electron.launch({
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${userData}`,
      '--lang=en-US',
      root,
      ...(options.arguments ?? []),
    ],
    env: {
      ...definedOnly(process.env),
      LANGUAGE: 'en',
      SWITCHYARD_PORT: String(port),
      ...options.env,
    },
  });
  const child = app.process();
  if (process.env['E2E_SHOW_LOG'] !== undefined) child.stderr?.pipe(process.stderr);
  const window = await app.firstWindow();
  await window.waitForLoadState('domcontentloaded');
  return {
    app,
    process: child,
    window,
    userData,
    port,
    url: `http://127.0.0.1:${port}`,
    quit: async () => {
      await app.close();
    },
  };
}

export function newUserData(): string {
  return mkdtempSync(join(tmpdir(), 'switchyard-user-'));
}

export function removeUserData(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function seedSettings(
  userData: string,
  port: number,
  configuration: Partial<Configuration>,
  preferences: Partial<Preferences>,
): void {
  mkdirSync(userData, { recursive: true });
  const document = {
    version: 1,
    configuration: {
      version: 1,
      listen: { host: '127.0.0.1', port },
      activeProfile: 'native',
      profiles: [{ id: 'native', name: 'Native', rules: [] }],
      ...configuration,
    },
    preferences: { language: 'en', firstRunDone: true, ...preferences },
  };
  writeFileSync(join(userData, 'settings.json'), JSON.stringify(document));
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') fail(new Error('no port'));
        else done(address.port);
      });
    });
  });
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

type Calls = Handlers<Contract>;
type Call<G extends keyof Calls, K extends keyof Calls[G]> = Calls[G][K] extends (
  ...input: infer In
) => infer Out
  ? { readonly in: In; readonly out: Awaited<Out> extends Reply<infer T> ? T : never }
  : never;

/** Gone by itself or by a signal. */
export function hasEnded({ process: child }: RunningApp): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** A call through the window's own `window.api`: the same door as the renderer's. Throws what the reply refuses. */
export async function callApi<G extends keyof Calls, K extends keyof Calls[G] & string>(
  window: Page,
  group: G,
  method: K,
  ...input: Call<G, K>['in']
): Promise<Call<G, K>['out']> {
  const reply = await window.evaluate(
    ([groupName, methodName, value]) => {
      const { api } = globalThis as unknown as {
        api: Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
      };
      return api[groupName]?.[methodName]?.(value);
    },
    [group, method, (input as unknown[])[0]] as const,
  );
  const result = reply as Reply<Call<G, K>['out']>;
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
