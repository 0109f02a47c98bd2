import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** One line of `--output-format stream-json`, as far as the tests read it. */
export interface ClientEvent {
  readonly type: string;
  readonly subtype?: string;
  readonly is_error?: boolean;
  readonly result?: string;
  readonly message?: { readonly content?: readonly ClientBlock[] | string };
  /** Of an `api_retry`: 1 is the first. */
  readonly attempt?: number;
  /** Of a `stream_event`: one event of the answer as it arrived. */
  readonly event?: { readonly type: string };
}
interface ClientBlock {
  readonly type: string;
  readonly name?: string;
  readonly is_error?: boolean;
  readonly content?: unknown;
}

export interface Session {
  /** Sends one prompt and waits for the end of its turn. */
  ask(prompt: string): Promise<ClientEvent>;
  /** Everything the client said so far. */
  readonly events: readonly ClientEvent[];
  /** Resolves with the first event, told already or to come, that `wanted` holds for. */
  saw(wanted: (event: ClientEvent) => boolean): Promise<ClientEvent>;
  close(): Promise<number | null>;
}

export interface ClientStart {
  readonly claude: string;
  readonly settingsFile: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** `--permission-mode`; without it nothing is asked for at all. */
  readonly permissionMode?: string;
  /** Tells each event of an answer as it arrives. */
  readonly partial?: boolean;
}

const TURN_TIMEOUT_MS = 90_000;

/** The real client in a home of its own: it neither updates itself nor tells anybody anything. */
export function quietClientEnv(home: string): Readonly<Record<string, string>> {
  return {
    HOME: home,
    PATH: process.env['PATH'] ?? '',
    IS_SANDBOX: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  };
}

/** The real client, headless, fed prompt by prompt, so that one process lives through several turns. */
export function startClient(start: ClientStart): Session {
  const { claude, settingsFile, folder, env, permissionMode, partial = false } = start;
  const format = ['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'];
  const child = spawn(
    claude,
    [
      ...['--settings', settingsFile, '-p', ...format],
      ...(partial ? ['--include-partial-messages'] : []),
      ...(permissionMode === undefined
        ? ['--dangerously-skip-permissions']
        : ['--permission-mode', permissionMode]),
    ],
    { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'close');
  const events: ClientEvent[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let onResult: ((event: ClientEvent) => void) | null = null;
  const awaited = new Set<(event: ClientEvent) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as ClientEvent;
    events.push(event);
    if (event.type === 'result') onResult?.(event);
    for (const look of awaited) look(event);
  });
  return {
    events,
    saw: (wanted) => {
      const known = events.find(wanted);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`the client never said it\n${stderr}`));
        }, TURN_TIMEOUT_MS);
        const look = (event: ClientEvent): void => {
          if (!wanted(event)) return;
          clearTimeout(timer);
          awaited.delete(look);
          resolve(event);
        };
        awaited.add(look);
      });
    },
    ask: (prompt) =>
      new Promise((resolve, reject) => {
        const say = (why: string): Error =>
          new Error(
            `${why}\n${stderr}\n${events
              .slice(-3)
              .map((e) => JSON.stringify(e))
              .join('\n')}`,
          );
        const timer = setTimeout(() => reject(say('the turn took too long')), TURN_TIMEOUT_MS);
        void ended.then(() => reject(say('the client ended')));
        onResult = (event) => {
          clearTimeout(timer);
          resolve(event);
        };
        const message = { role: 'user', content: prompt };
        child.stdin.write(`${JSON.stringify({ type: 'user', message })}\n`);
      }),
    close: async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
      return child.exitCode;
    },
  };
}

/** Names of the tools that ran, in order, with `!` where one failed. */
export function toolsRun(events: readonly ClientEvent[]): readonly string[] {
  const blocks = events.flatMap(({ message }) =>
    Array.isArray(message?.content) ? (message.content as readonly ClientBlock[]) : [],
  );
  const names = blocks.flatMap(({ type, name }) => (type === 'tool_use' ? [name ?? ''] : []));
  const results = blocks.filter(({ type }) => type === 'tool_result');
  return names.map((name, index) => (results[index]?.is_error === true ? `${name}!` : name));
}
