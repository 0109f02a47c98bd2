import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody, gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import {
  authorizeClient,
  checkSource,
  readTarget,
  type AccessRules,
  type Admission,
} from './access.ts';
import type { GatewayAddress } from './gateway.ts';
import type { GatewayLimits } from './limits.ts';

export interface ListenerDependencies {
  readonly limits: GatewayLimits;
  readonly name: string;
  readonly version: string;
  readonly access: (port: number) => AccessRules;
  /** Called for admitted requests only. Must not reject. */
  readonly serve: (
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission,
  ) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

export interface Listener {
  readonly address: GatewayAddress;
  /** Takes no new connection and lets idle ones go; those in use stay. */
  close(): void;
  /** Drops every connection. Resolves when the port is free. */
  destroy(): Promise<void>;
  /** Resolves when it was closed and its last connection is gone. */
  readonly closed: Promise<void>;
}

/** Binds the address and lets in whom `access` admits; liveness probes need no token and reveal name and version only. */
export function startListener(
  listen: GatewayAddress,
  dependencies: ListenerDependencies,
): Promise<Listener> {
  const { limits } = dependencies;
  let rules: AccessRules | null = null;
  let isClosing = false;
  const server = createServer(
    {
      noDelay: true,
      keepAliveTimeout: limits.keepAliveMs,
      headersTimeout: Math.min(limits.requestMs, 60_000),
      requestTimeout: limits.requestMs,
      maxHeaderSize: limits.headerBytes,
    },
    (request, response) => {
      // A client that keeps its connection would otherwise stay on an address that is given up.
      response.once('close', () => {
        if (isClosing) setImmediate(() => server.closeIdleConnections());
      });
      if (isClosing) response.setHeader('connection', 'close');
      if (rules !== null) admit(request, response, rules, dependencies);
    },
  );
  server.on('clientError', refuseConnection);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: listen.host, port: listen.port, exclusive: true }, () => {
      server.removeListener('error', reject);
      server.on('error', dependencies.onFault);
      const bound = server.address();
      if (bound === null || typeof bound === 'string') throw new Error('The listener has no port');
      const address = { host: listen.host, port: bound.port };
      rules = dependencies.access(address.port);
      resolve({
        address,
        ...endings(server, () => {
          isClosing = true;
        }),
      });
    });
  });
}

function endings(server: Server, onClose: () => void): Omit<Listener, 'address'> {
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  return {
    closed,
    close: () => {
      onClose();
      server.close();
      server.closeIdleConnections();
    },
    destroy: () => {
      server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}

function admit(
  request: IncomingMessage,
  response: ServerResponse,
  rules: AccessRules,
  dependencies: ListenerDependencies,
): void {
  const refusal = checkSource(request, rules);
  if (refusal !== null) {
    refuse(request, response, refusal);
    return;
  }
  if (isProbe(request)) {
    const { name, version } = dependencies;
    answerJson(request, response, 200, JSON.stringify({ name, version }));
    return;
  }
  const admission = authorizeClient(request, rules);
  if (!admission.ok) {
    refuse(request, response, admission.error);
    return;
  }
  dependencies.serve(request, response, admission.value).catch((error: unknown) => {
    dependencies.onFault(error);
    response.destroy();
  });
}

function isProbe({ method, url }: IncomingMessage): boolean {
  const path = readTarget(url ?? '')?.path;
  if (method !== 'GET' && method !== 'HEAD') return false;
  return path === '/' || path === '/api/hello' || path === '/healthz';
}

/** Answers without an exchange. What the client is still sending is not read: the connection ends with the answer. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: GatewayError,
  exchangeId = '',
): void {
  if (!request.complete) response.setHeader('connection', 'close');
  if (error.shouldRetry !== undefined) {
    response.setHeader('x-should-retry', String(error.shouldRetry));
  }
  if (error.retryAfterSeconds !== undefined) {
    response.setHeader('retry-after', String(error.retryAfterSeconds));
  }
  answerJson(request, response, error.status, errorBody(error, exchangeId));
}

/** A small whole answer of our own. */
export function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** What is no HTTP, or has headers beyond the limit, never becomes a request. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const status = isLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const words = isLarge ? 'The request headers are larger than 64 KiB' : 'This is not HTTP';
  const body = errorBody(gatewayError('bad-request', words), '');
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
