import {
  channelOf,
  type ContractShape,
  type Handlers,
  type InputSchemas,
  type IpcError,
  type Reply,
} from '../../shared/ipc/descriptors.ts';
import { err } from '../../shared/base/result.ts';
import { KeychainError } from '../base/secret-store.ts';
import type { Logger } from '../base/logger.ts';

/** What the check needs to know about who calls. */
export interface Sender {
  readonly webContentsId: number;
  readonly isMainFrame: boolean;
  readonly url: string;
}

/** Electron's `ipcMain`, as narrow as it is used. */
export interface IpcServer {
  handle(channel: string, answer: (sender: Sender, input: unknown) => Promise<unknown>): void;
}

export interface ServeOptions<C> {
  readonly contract: C;
  readonly schemas: InputSchemas<C>;
  readonly handlers: Handlers<C>;
  readonly server: IpcServer;
  readonly isTrusted: (sender: Sender) => boolean;
  readonly logger: Logger;
}

interface AnySchema {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly message: string } };
}
type AnyHandler = (input?: unknown) => Promise<Reply<unknown>> | Reply<unknown>;

/** Registers every invoke of the contract: sender check, then input schema, then handler, always a Reply. */
export function serve<C extends ContractShape>(options: ServeOptions<C>): void {
  const schemas = options.schemas as Record<string, Record<string, AnySchema | null>>;
  const handlers = options.handlers as unknown as Record<string, Record<string, AnyHandler>>;
  for (const [group, entries] of Object.entries(options.contract)) {
    for (const [method, descriptor] of Object.entries(entries)) {
      if (descriptor.verb !== 'invoke') continue;
      const channel = channelOf(group, method);
      const handler = handlers[group]?.[method];
      const schema = schemas[group]?.[method];
      if (handler === undefined || schema === undefined)
        throw new Error(`${channel} has no handler or no schema`);
      options.server.handle(channel, (sender, input) => {
        if (!options.isTrusted(sender))
          return Promise.resolve(refuse('refused-sender', 'This page may not call Switchyard'));
        return answer(options.logger, channel, schema, handler, input);
      });
    }
  }
}

async function answer(
  logger: Logger,
  channel: string,
  schema: AnySchema | null,
  handler: AnyHandler,
  input: unknown,
): Promise<Reply<unknown>> {
  const parsed = schema?.safeParse(input);
  // A schema's message names the place and what is allowed; it never repeats the value, which may be a secret.
  if (parsed?.success === false) return refuse('invalid-input', parsed.error.message);
  try {
    return await handler(parsed?.data);
  } catch (error) {
    if (error instanceof KeychainError) return refuse('keychain', error.message);
    const message = error instanceof Error ? error.message : String(error);
    logger.log('error', 'a call from the window failed', { channel, error: message });
    return refuse('failed', message);
  }
}

export function refuse(
  code: IpcError['code'],
  message: string,
): { readonly ok: false; readonly error: IpcError } {
  return err({ code, message });
}
