import type { Result } from '../../shared/base/result.ts';
import type { LabRequest } from '../../shared/domain/lab.ts';
import type { AuthScheme } from '../../shared/domain/provider.ts';
import type { Clock } from '../base/clock.ts';
import { credentialHeaders, type Addresses, type LabWire } from './addresses.ts';
import type { ContextFacts } from './context-facts.ts';
import type { ModelAsk } from './dialect.ts';
import type { EndpointClient } from './http.ts';
import { readStream, type StreamFailure, type StreamReading } from './read-stream.ts';
import type { Server } from './servers.ts';

/** A cold prompt on a small machine takes half a minute; a queue behind it as long again. */
const FIRST_BYTE_TIMEOUT_MS = 120_000;
const IDLE_TIMEOUT_MS = 60_000;

/** What the probes found out so far; each writes its own part. */
export interface LabFacts {
  server: Server | null;
  model: string | null;
  wire: LabWire | null;
  context: ContextFacts | null;
}

/** The key and how it is shown; absent where the endpoint belongs to no provider. */
export interface LabCredential {
  readonly auth: AuthScheme | null;
  readonly secret: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** One run against one endpoint. `signal` ends every wait of it. */
export interface LabSession {
  readonly runId: string;
  readonly request: LabRequest;
  readonly addresses: Addresses;
  readonly credential: LabCredential;
  readonly client: EndpointClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly facts: LabFacts;
  readonly headers: (wire: LabWire) => Readonly<Record<string, string>>;
  /** Asks in the wire and of the model that were found; calls before that are a bug. */
  readonly stream: (
    question: Omit<ModelAsk, 'model'>,
  ) => Promise<Result<StreamReading, StreamFailure>>;
}

export function createSession(
  given: Pick<
    LabSession,
    'runId' | 'request' | 'addresses' | 'credential' | 'client' | 'clock' | 'signal'
  >,
): LabSession {
  const facts: LabFacts = { server: null, model: null, wire: null, context: null };
  const { auth, secret, headers: extra } = given.credential;
  const headers = (wire: LabWire) => ({ ...extra, ...credentialHeaders(wire, auth, secret) });
  return {
    ...given,
    facts,
    headers,
    stream: (question) => {
      const { wire, model } = facts;
      if (wire === null || model === null) throw new Error('No wire and model were found yet');
      return readStream(given.client, given.clock, {
        wire,
        url: given.addresses.operation[wire],
        headers: headers(wire),
        ask: { ...question, model },
        timeoutMs: FIRST_BYTE_TIMEOUT_MS,
        idleTimeoutMs: IDLE_TIMEOUT_MS,
        signal: given.signal,
      });
    },
  };
}
