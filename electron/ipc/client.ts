import { channelOf, type Client, type ContractShape } from '../../shared/ipc/descriptors.ts';

/** What the preload script has of Electron's; tests pass their own. */
export interface ClientTransport {
  invoke(channel: string, input: unknown): Promise<unknown>;
  /** Returns the removal. */
  listen(channel: string, listener: (payload: unknown) => void): () => void;
}

/** The table projected for the window: one function per entry, nothing else gets through. */
export function createClient<C extends ContractShape>(
  contract: C,
  transport: ClientTransport,
): Client<C> {
  const groups = Object.entries(contract).map(([group, entries]) => {
    const methods = Object.entries(entries).map(([method, descriptor]) => {
      const channel = channelOf(group, method);
      const call =
        descriptor.verb === 'invoke'
          ? (input?: unknown) => transport.invoke(channel, input)
          : (listener: (payload: unknown) => void) => transport.listen(channel, listener);
      return [method, call];
    });
    return [group, Object.fromEntries(methods) as unknown];
  });
  return Object.fromEntries(groups) as Client<C>;
}
