import type { Result } from '../base/result.ts';

/**
 * Two verbs, as in VS Code: `invoke` (the renderer asks) and `notify` (main tells). A descriptor carries types only,
 * so that the preload bundle stays tiny; input schemas live in main.
 */
export interface Invoke<In, Out> {
  readonly verb: 'invoke';
  readonly input?: (value: In) => void;
  readonly output?: () => Out;
}
export interface Notify<Payload> {
  readonly verb: 'notify';
  readonly payload?: (value: Payload) => void;
}

export function invoke<In, Out>(): Invoke<In, Out> {
  return { verb: 'invoke' };
}
export function notify<Payload>(): Notify<Payload> {
  return { verb: 'notify' };
}

/** Why a call failed; Electron alone would keep only an error's message. */
export interface IpcError {
  readonly code:
    'refused-sender' | 'invalid-input' | 'not-found' | 'conflict' | 'keychain' | 'failed';
  readonly message: string;
}
export type Reply<T> = Result<T, IpcError>;

type Group = Readonly<Record<string, Invoke<never, unknown> | Notify<never>>>;
export type ContractShape = Readonly<Record<string, Group>>;

type InvokeKeys<G> = { [K in keyof G]: G[K] extends Invoke<never, unknown> ? K : never }[keyof G];
type NotifyKeys<G> = { [K in keyof G]: G[K] extends Notify<never> ? K : never }[keyof G];
type InputOf<D> = D extends Invoke<infer In, unknown> ? In : never;
type OutputOf<D> = D extends Invoke<never, infer Out> ? Out : never;
type PayloadOf<D> = D extends Notify<infer Payload> ? Payload : never;
type Arguments<In> = [In] extends [void] ? [] : [input: In];

/** What main must implement; leaving one out does not compile. */
export type Handlers<C> = {
  readonly [G in keyof C]: {
    readonly [K in InvokeKeys<C[G]>]: (
      ...args: Arguments<InputOf<C[G][K]>>
    ) => Promise<Reply<OutputOf<C[G][K]>>> | Reply<OutputOf<C[G][K]>>;
  };
};

/** What main may send. */
export type Notifier<C> = {
  readonly [G in keyof C]: {
    readonly [K in NotifyKeys<C[G]>]: (payload: PayloadOf<C[G][K]>) => void;
  };
};

/** `window.api`: calls return a Reply, listeners return their own removal. */
export type Client<C> = {
  readonly [G in keyof C]: {
    readonly [K in InvokeKeys<C[G]>]: (
      ...args: Arguments<InputOf<C[G][K]>>
    ) => Promise<Reply<OutputOf<C[G][K]>>>;
  } & {
    readonly [K in NotifyKeys<C[G]>]: (
      listener: (payload: PayloadOf<C[G][K]>) => void,
    ) => () => void;
  };
};

interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly message: string } };
}

/** One schema per invoke that takes an input: compulsory. */
export type InputSchemas<C> = {
  readonly [G in keyof C]: {
    readonly [K in InvokeKeys<C[G]>]: [InputOf<C[G][K]>] extends [void]
      ? null
      : Schema<InputOf<C[G][K]>>;
  };
};

export function channelOf(group: string, method: string): string {
  return `${group}.${method}`;
}
