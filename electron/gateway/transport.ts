import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';
import { anywhere, localOnly, OUT_OF_REACH, type NetworkReach } from '../base/network-reach.ts';

export interface UpstreamTimeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
}

/** One HTTP request to an upstream. `headers` are names and values in turn; host and content-length are added. */
export interface UpstreamCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
  readonly timeouts: UpstreamTimeouts;
  /** The private ranges that may be connected to besides this machine, checked after name resolution; null: anywhere. */
  readonly lock: readonly string[] | null;
}

export interface ResponseFlow {
  pause(): void;
  resume(): void;
}

export interface TransportFailure {
  readonly kind:
    'aborted' | 'unreachable' | 'not-local' | 'reset' | 'connect-timeout' | 'silent' | 'stalled';
  /** The system's own words. */
  readonly detail: string;
}

/** Called in order: onHeaders once, onData any number of times, then exactly one of onEnd and onFailure. */
export interface ResponseHandler {
  /** A connection, new or kept, is there and the request goes out. */
  onConnected?(): void;
  /** `headers` are names and values in turn, as received. */
  onHeaders(status: number, headers: readonly string[], flow: ResponseFlow): void;
  onData(chunk: Uint8Array): void;
  onEnd(): void;
  onFailure(failure: TransportFailure): void;
}

/** Asks an upstream. Never follows a redirect, never retries; when `signal` aborts, the connection is dropped at once. */
export interface Transport {
  send(call: UpstreamCall, handler: ResponseHandler, signal: AbortSignal): void;
  close(): Promise<void>;
}

/** Pools beyond this are closed, the longest unused first: a configuration edited for days must not leak sockets. */
const MAX_POOLS = 64;

/** One undici pool per origin and connect timeout; `dispatch` with callbacks, as fetch costs six times the CPU. */
export function createHttpTransport(headerBytes: number): Transport {
  const pools = new Map<string, Pool>();
  let reach = anywhere;
  let lock: UpstreamCall['lock'] = null;

  /** Connections that another lock let stand are not for this one: pools belong to one reach. */
  const changeReach = (next: UpstreamCall['lock']): void => {
    if (next === lock) return;
    lock = next;
    const changed = next === null ? anywhere : localOnly(next);
    if (changed.name === reach.name) return;
    reach = changed;
    for (const pool of pools.values()) letGo(pool);
    pools.clear();
  };
  const poolFor = (call: UpstreamCall): Pool => {
    const key = [call.url.origin, call.timeouts.connectMs].join(' ');
    const pool = pools.get(key) ?? createPool(call, headerBytes, reach);
    pools.delete(key);
    pools.set(key, pool);
    if (pools.size > MAX_POOLS) closeOldest(pools);
    return pool;
  };

  return {
    send: (call, handler, signal) => {
      if (signal.aborted) {
        handler.onFailure({ kind: 'aborted', detail: 'aborted' });
        return;
      }
      changeReach(call.lock);
      // An address in numbers is never looked up, so it is judged here; a name is judged when it is resolved.
      const refusal = reach.refusal(call.url.hostname);
      if (refusal === null) dispatch(poolFor(call), call, handler, signal);
      else handler.onFailure({ kind: 'not-local', detail: refusal });
    },
    close: async () => {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.destroy()));
    },
  };
}

function createPool(call: UpstreamCall, headerBytes: number, { lookup }: NetworkReach): Pool {
  return new Pool(call.url.origin, {
    pipelining: 1,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 600_000,
    maxHeaderSize: headerBytes,
    connect: { timeout: call.timeouts.connectMs, lookup },
  });
}

function closeOldest(pools: Map<string, Pool>): void {
  const oldest = pools.entries().next().value;
  if (oldest === undefined) return;
  pools.delete(oldest[0]);
  letGo(oldest[1]);
}

/** Lets requests under way finish; a late failure has nobody left to tell. */
function letGo(pool: Pool): void {
  pool.close().catch(() => undefined);
}

function dispatch(
  pool: Pool,
  call: UpstreamCall,
  handler: ResponseHandler,
  signal: AbortSignal,
): void {
  let controller: Dispatcher.DispatchController | null = null;
  let over = false;
  const chunks = new ChunkBatch((bytes) => {
    if (!over) handler.onData(bytes);
  });
  const finish = (report: () => void): void => {
    if (over) return;
    chunks.flush();
    over = true;
    signal.removeEventListener('abort', onAbort);
    report();
  };
  const onAbort = (): void => {
    finish(() => {
      handler.onFailure({ kind: 'aborted', detail: 'aborted' });
    });
    controller?.abort(new Error('aborted'));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  pool.dispatch(
    {
      path: call.url.pathname + call.url.search,
      method: call.method,
      ...bodyOf(call),
      headersTimeout: call.timeouts.firstByteMs,
      bodyTimeout: call.timeouts.idleMs,
    },
    {
      onRequestStart: (started) => {
        controller = started;
        if (over) started.abort(new Error('aborted'));
        else handler.onConnected?.();
      },
      onResponseStart: (flow, status) => {
        // An interim answer (100, 103) says nothing yet.
        if (over || status < 200) return;
        handler.onHeaders(status, rawHeaderStrings(flow.rawHeaders), flow);
      },
      onResponseData: (_, chunk) => {
        if (!over) chunks.push(chunk);
      },
      onResponseEnd: () => {
        finish(() => {
          handler.onEnd();
        });
      },
      onResponseError: (_, error) => {
        finish(() => {
          handler.onFailure(readFailure(error));
        });
      },
    },
  );
}

/** A write of this many bytes, encryption included, takes well below a millisecond. */
const SLICE_BYTES = 256 * 1024;

/** A small body as it is; a large one in slices, with a turn of the loop between them for everybody else. */
function bodyOf({ headers, body }: UpstreamCall): {
  readonly headers: string[];
  readonly body: Uint8Array | Readable | null;
} {
  if (body === null || body.length <= SLICE_BYTES) return { headers: [...headers], body };
  // What comes piece by piece would else be sent without its length, which some upstreams refuse.
  const length = ['content-length', String(body.length)];
  return { headers: [...headers, ...length], body: asBody(inSlices(body)) };
}

/** undici takes any iterable; its types know the stream alone. */
function asBody(slices: AsyncGenerator<Uint8Array>): Readable {
  return slices as unknown as Readable;
}

async function* inSlices(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += SLICE_BYTES) {
    yield body.subarray(at, at + SLICE_BYTES);
    await setImmediate();
  }
}

/**
 * All that one read of the socket brought, as one piece and still in the same turn. An upstream writes each event as an
 * HTTP chunk of its own, and the parser hands them over one by one; what follows costs per call more than per byte.
 */
class ChunkBatch {
  readonly #onBytes: (bytes: Uint8Array) => void;
  #chunks: Uint8Array[] = [];

  constructor(onBytes: (bytes: Uint8Array) => void) {
    this.#onBytes = onBytes;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    if (this.#chunks.length > 1) return;
    queueMicrotask(() => {
      this.flush();
    });
  }

  flush(): void {
    const chunks = this.#chunks;
    const [only] = chunks;
    if (only === undefined) return;
    this.#chunks = [];
    this.#onBytes(chunks.length === 1 ? only : Buffer.concat(chunks));
  }
}

function rawHeaderStrings(raw: Dispatcher.DispatchController['rawHeaders']): readonly string[] {
  if (!Array.isArray(raw)) return [];
  return raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')));
}

const failureKinds: Readonly<Record<string, TransportFailure['kind']>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'silent',
  UND_ERR_BODY_TIMEOUT: 'stalled',
  UND_ERR_SOCKET: 'reset',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  [OUT_OF_REACH]: 'not-local',
};

function readFailure(error: Error): TransportFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const kind = failureKinds[code] ?? (code.startsWith('HPE_') ? 'reset' : 'unreachable');
  return { kind, detail: error.message === '' ? code : error.message };
}
