import { channelOf, type ContractShape, type Notifier } from '../../shared/ipc/descriptors.ts';

/** Typed push. `send` knows whether a window is there to listen; with none, nothing is serialised. */
export function createNotifier<C extends ContractShape>(
  contract: C,
  send: (channel: string, payload: unknown) => void,
): Notifier<C> {
  const groups = Object.entries(contract).map(([group, entries]) => {
    const methods = Object.entries(entries)
      .filter(([, descriptor]) => descriptor.verb === 'notify')
      .map(([method]) => [
        method,
        (payload: unknown) => {
          send(channelOf(group, method), payload);
        },
      ]);
    return [group, Object.fromEntries(methods) as unknown];
  });
  return Object.fromEntries(groups) as Notifier<C>;
}
