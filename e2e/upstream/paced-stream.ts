import type { ServerResponse } from 'node:http';
import type { EncodedStream } from './endpoint-answers.ts';
import type { EndpointOptions } from './endpoint-options.ts';

/** What really happened to one stream, on the endpoint's own clock (`performance.now()`). */
export interface StreamTruth {
  readonly prompt: string;
  readonly startedAt: number;
  firstTokenAt: number | null;
  lastTokenAt: number | null;
  tokens: number;
  state: 'open' | 'finished' | 'client-gone';
  /** Streams under way when this one began, itself included. */
  readonly concurrency: number;
}

/** Tokens have due times, so a late timer is caught up with and the rate stays what it should be. */
export function writeStream(
  options: EndpointOptions,
  streams: readonly StreamTruth[],
  truth: StreamTruth,
  encoded: EncodedStream,
  response: ServerResponse,
  changed: () => void,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(encoded.head);
  let due = truth.startedAt + options.timeToFirstTokenMs;
  const end = (state: StreamTruth['state']): void => {
    clearTimeout(timer);
    if (truth.state !== 'open') return;
    truth.state = state;
    changed();
  };
  const next = (): void => {
    while (truth.tokens < encoded.tokens.length && performance.now() >= due) {
      response.write(encoded.tokens[truth.tokens] ?? '');
      truth.tokens += 1;
      truth.lastTokenAt = performance.now();
      truth.firstTokenAt ??= truth.lastTokenAt;
      due += intervalMs(options, streams);
      if (truth.tokens === 1) changed();
    }
    if (truth.tokens < encoded.tokens.length) {
      timer = setTimeout(next, Math.max(0, due - performance.now()));
      return;
    }
    end('finished');
    response.end(options.cutsStreams ? '' : encoded.tail);
  };
  let timer = setTimeout(next, options.timeToFirstTokenMs);
  response.on('close', () => {
    end('client-gone');
  });
}

function intervalMs(options: EndpointOptions, streams: readonly StreamTruth[]): number {
  const open = streams.filter(({ state }) => state === 'open').length;
  return 1000 / Math.min(options.tokensPerSecond, options.totalTokensPerSecond / Math.max(1, open));
}
