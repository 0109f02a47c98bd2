import { expect, test } from 'vitest';
import { ok } from '../../shared/base/result.ts';
import { contract, type Contract } from '../../shared/ipc/contract.ts';
import { invoke, notify, type Handlers, type Reply } from '../../shared/ipc/descriptors.ts';
import { isTrustedSender } from '../app/trusted-sender.ts';
import { silentLogger } from '../base/logger.ts';
import { KeychainError } from '../base/secret-store.ts';
import { createClient } from './client.ts';
import { inputSchemas } from './input-schemas.ts';
import { createNotifier } from './notifier.ts';
import { serve, type IpcServer, type Sender } from './serve.ts';

const small = {
  keys: { store: invoke<{ readonly secret: string }, null>(), changed: notify<number>() },
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- as in shared/ipc
  app: { status: invoke<void, string>() },
};
const schemas = { keys: { store: inputSchemas.keys.store as never }, app: { status: null } };
const page: Sender = {
  webContentsId: 7,
  isMainFrame: true,
  url: 'app://switchyard/index.html',
};

/** The wire between the two processes, in one. */
class Wire implements IpcServer {
  readonly answers = new Map<string, (sender: Sender, input: unknown) => Promise<unknown>>();
  handle(channel: string, answer: (sender: Sender, input: unknown) => Promise<unknown>): void {
    this.answers.set(channel, answer);
  }
  ask(channel: string, input: unknown, sender = page): Promise<unknown> {
    return this.answers.get(channel)!(sender, input);
  }
}

function served(handlers: Partial<Handlers<typeof small>> = {}): Wire {
  const wire = new Wire();
  serve({
    contract: small,
    schemas,
    handlers: { keys: { store: () => ok(null) }, app: { status: () => ok('fine') }, ...handlers },
    server: wire,
    isTrusted: (sender) => isTrustedSender(7, sender),
    logger: silentLogger,
  });
  return wire;
}

test.each([
  ['a frame inside the page', { isMainFrame: false }],
  ['another window', { webContentsId: 8 }],
  ['a page of the web', { url: 'https://switchyard.example/index.html' }],
  ['an address that only begins like ours', { url: 'app://switchyard.evil/index.html' }],
])('%s is refused before anything else', async (_name, change) => {
  const wire = served({ app: { status: () => ok('told') } });
  expect(await wire.ask('app.status', undefined, { ...page, ...change })).toMatchObject({
    ok: false,
    error: { code: 'refused-sender' },
  });
});

test('what does not fit the schema never reaches the handler, and is not repeated back', async () => {
  let calls = 0;
  const wire = served({
    keys: {
      store: () => {
        calls += 1;
        return ok(null);
      },
    },
  });
  const secret = 'sk-very-secret-value';
  const input = { providerId: 'a', keyId: 'b', secret, extra: secret };
  const reply = (await wire.ask('keys.store', input)) as Reply<null>;
  expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  expect(JSON.stringify(reply)).not.toContain(secret);
  expect(calls).toBe(0);
});

test('a handler that throws is a reply with a code, not a rejection', async () => {
  const wire = served({
    app: {
      status: () => {
        throw new KeychainError('locked', null);
      },
    },
    keys: { store: () => Promise.reject(new Error('disk full')) },
  });
  expect(await wire.ask('app.status', undefined)).toMatchObject({ error: { code: 'keychain' } });
  const input = { providerId: 'a', keyId: 'b', secret: 's' };
  expect(await wire.ask('keys.store', input)).toEqual({
    ok: false,
    error: { code: 'failed', message: 'disk full' },
  });
});

test('only invokes are served, and every one of the contract has its schema', () => {
  const wire = served();
  expect([...wire.answers.keys()]).toEqual(['keys.store', 'app.status']);
  for (const [group, entries] of Object.entries(contract)) {
    for (const [method, descriptor] of Object.entries(entries)) {
      const schema = (inputSchemas as unknown as Record<string, Record<string, unknown>>)[group]?.[
        method
      ];
      expect([group, method, schema !== undefined]).toEqual([
        group,
        method,
        (descriptor as { readonly verb: string }).verb === 'invoke',
      ]);
    }
  }
});

test('the client asks and listens on the channels of the table', async () => {
  const wire = served();
  const listeners = new Map<string, (payload: unknown) => void>();
  const client = createClient(small, {
    invoke: (channel, input) => wire.ask(channel, input),
    listen: (channel, listener) => {
      listeners.set(channel, listener);
      return () => listeners.delete(channel);
    },
  });
  expect(await client.app.status()).toEqual({ ok: true, value: 'fine' });
  const heard: number[] = [];
  const stop = client.keys.changed((count) => {
    heard.push(count);
  });
  const notifier = createNotifier(small, (channel, payload) => listeners.get(channel)?.(payload));
  notifier.keys.changed(3);
  stop();
  notifier.keys.changed(4);
  expect(heard).toEqual([3]);
});

test('an address to open must be https', () => {
  const schema = inputSchemas.app.openDocs;
  expect(schema.safeParse({ url: 'https://docs.example/' }).success).toBe(true);
  for (const url of ['http://x/', 'file:///etc/passwd', 'javascript:alert(1)', ' https://x/'])
    expect(schema.safeParse({ url }).success).toBe(false);
});

test('a pasted key loses its line end', () => {
  const parsed = inputSchemas.keys.store.safeParse({ providerId: 'a', keyId: 'b', secret: 'k1\n' });
  expect(parsed).toMatchObject({ success: true, data: { secret: 'k1' } });
});

// The projections, checked by the compiler: each line below must not compile.
export function projections(
  client: ReturnType<typeof createClient<Contract>>,
  handlers: Handlers<Contract>,
): unknown {
  // @ts-expect-error an input that is needed
  void client.app.setRouting();
  // @ts-expect-error an input where none is taken
  void client.app.status(1);
  // @ts-expect-error a notify is listened to, not asked
  void client.app.statusChanged();
  // @ts-expect-error a handler that answers with the wrong type
  const wrong: Handlers<Contract>['keys']['store'] = () => ok('stored');
  // @ts-expect-error a group with a handler missing
  const missing: Handlers<Contract>['keys'] = { store: handlers.keys.store };
  return [wrong, missing];
}
