import {
  configurationFor,
  NOBODY,
  startTestGateway,
  type GatewayUnderTest,
} from '../gateway/testing.ts';
import type { GatewayOptions } from '../gateway/create-gateway.ts';
import { combineObservers } from '../gateway/observer.ts';
import { anthropicAnswer } from '../../e2e/upstream/dialects.ts';
import {
  startScriptedUpstream,
  type Script,
  type ScriptedUpstream,
} from '../../e2e/upstream/scripted-upstream.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import type { Provider, WireFormat } from '../../shared/domain/provider.ts';
import { createRecorder, type Recorder } from './recorder.ts';

/** Two upstreams that play scripts, a real gateway before them, and what its recorder wrote down. */
export interface RecordedWorld {
  readonly one: ScriptedUpstream;
  readonly two: ScriptedUpstream;
  /** Replaces the gateway of before, if there was one. */
  start(configuration: Configuration, options?: GatewayOptions): Promise<GatewayUnderTest>;
  readonly recorder: Recorder;
  /** The next request that ends, or one that nobody waited for yet. */
  nextRow(): Promise<ExchangeRow>;
  /** Of the exchange that began last, running or not. */
  newest(): ExchangeDetail;
  close(): Promise<void>;
}

export async function openRecordedWorld(): Promise<RecordedWorld> {
  const good = anthropicAnswer([{ type: 'text', text: 'some words' }]);
  const one = await startScriptedUpstream(good);
  const two = await startScriptedUpstream(good);
  let under: GatewayUnderTest | null = null;
  let current: Configuration = configurationFor(NOBODY, [], { native: true });
  const ended: ExchangeRow[] = [];
  const waiting: ((row: ExchangeRow) => void)[] = [];
  const recorder = createRecorder({
    configuration: () => current,
    onRow: () => undefined,
    onEnd: (row) => {
      const next = waiting.shift();
      if (next === undefined) ended.push(row);
      else next(row);
    },
  });
  const observer = combineObservers([recorder], (error) => {
    throw error;
  });
  return {
    one,
    two,
    recorder,
    start: async (configuration, options = {}) => {
      await under?.gateway.stop(0);
      current = configuration;
      under = await startTestGateway(configuration, options, { observer });
      return under;
    },
    nextRow: () => {
      const row = ended.shift();
      return row === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(row);
    },
    newest: () => {
      const [row] = recorder.rows(1);
      const detail = row === undefined ? null : recorder.detail(row.id);
      if (detail === null) throw new Error('No exchange has begun');
      return detail;
    },
    close: async () => {
      await under?.gateway.stop(0);
      await one.close();
      await two.close();
    },
  };
}

/** `one` or `two`, whose addresses are those of the world's upstreams. */
export function providerAt(
  { url }: ScriptedUpstream,
  id: 'one' | 'two',
  wire: WireFormat = 'anthropic-messages',
  keys: readonly string[] = ['main'],
): Provider {
  return {
    id,
    name: id,
    wire,
    baseUrl: wire === 'openai-chat' ? `${url}/v1` : url,
    auth: 'bearer',
    keys: keys.map((key, place) => ({ id: key, keychain: true, priority: place + 1 })),
  };
}

/** Status 200 and these pieces of a stream; then the end, a broken connection, or nothing more. */
export function streamOf(pieces: readonly string[], then: 'end' | 'break' | 'hang'): Script {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    response.write(pieces.join(''), () => {
      if (then === 'end') response.end();
      // What was written is on its way before the connection breaks: a reset could overtake it.
      else if (then === 'break') response.socket?.end();
    });
  };
}

/** How an answer reached the client: its status, and what stands at its end. */
export function endingOf(answer: {
  readonly status: number;
  readonly body: Buffer;
  readonly complete: boolean;
}): string {
  const text = answer.body.toString();
  const events = [...text.matchAll(/^event: (\w+)\r?\ndata: (.*)$/gm)];
  const last = events.at(-1);
  if (!answer.complete) return `${String(answer.status)} broken`;
  if (last !== undefined) {
    const [, type = '', data = '{}'] = last;
    const errors = events.filter(([, each]) => each === 'error').length;
    const { error } = JSON.parse(data) as { readonly error?: { readonly type: string } };
    const words = type === 'error' ? `error ${error?.type ?? ''}` : type;
    return `${String(answer.status)} … ${words}${errors > 1 ? ` (${String(errors)} errors)` : ''}`;
  }
  const body = parsed(text);
  const error = (body as { readonly error?: { readonly type: string } } | null)?.error;
  return `${String(answer.status)} ${error?.type ?? (body === null ? 'no JSON' : 'JSON')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is told as such.
    return null;
  }
}
