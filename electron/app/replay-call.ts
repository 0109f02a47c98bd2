import { request as httpRequest } from 'node:http';
import type { GatewayAddress } from '../gateway/gateway.ts';

/** The observer reads the answer; here it is only taken, so that the gateway goes on. */
export interface ReplayCall {
  readonly address: GatewayAddress;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What of a refusal is read. */
const MAX_ERROR_BYTES = 16 * 1024;

/** Resolves when it is over: null, or why it failed as the gateway's client saw it. Never rejects. */
export function sendReplay(call: ReplayCall): Promise<string | null> {
  const { address, token, body, signal } = call;
  return new Promise((resolve) => {
    const request = httpRequest({
      host: address.host,
      port: address.port,
      path: '/v1/messages',
      method: 'POST',
      agent: false,
      signal,
      headers: {
        'anthropic-version': '2023-06-01',
        'user-agent': 'switchyard-replay',
        ...call.headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-switchyard-token': token,
      },
    });
    request.on('response', (response) => {
      const isRefused = (response.statusCode ?? 0) >= 400;
      let words = '';
      response.on('data', (chunk: Buffer) => {
        if (isRefused && words.length < MAX_ERROR_BYTES) words += chunk.toString();
      });
      response.on('close', () => {
        if (isRefused) resolve(messageOf(words));
        else resolve(response.complete ? null : 'The connection to the gateway broke');
      });
      // `close` tells.
      response.on('error', () => undefined);
    });
    request.on('error', (error) => {
      resolve(signal.aborted ? 'Cancelled in Switchyard' : error.message);
    });
    request.end(body);
  });
}

function messageOf(body: string): string {
  try {
    const { error } = JSON.parse(body) as { readonly error?: { readonly message?: string } };
    return error?.message ?? body;
  } catch {
    // Not the gateway's own words; they are shown as they came.
    return body;
  }
}
