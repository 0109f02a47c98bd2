import { gatewayError } from '../../shared/domain/gateway-error.ts';
import type { AnswerAdapter, MessageSeed } from '../wire/adapter.ts';
import { BodySource, FrameSource, type ByteSource } from './answer-sources.ts';
import { createContentDecoder, type ContentDecoder } from './content-decoder.ts';
import { headerValue } from './headers.ts';
import { EventWriter, WholeWriter, type MessageWriter } from './message-writers.ts';
import type { Opening, RelayContext } from './outcome.ts';
import type { ResponseHandler, TransportFailure } from './transport.ts';

export interface TranslationTask {
  readonly wantsStream: boolean;
  readonly seed: MessageSeed;
}

/** An answer in another dialect to the client's, whole or streamed, whichever of the two the upstream chose to send. */
export function createTranslatedRelay(
  context: RelayContext,
  opening: Opening,
  adapter: AnswerAdapter,
  task: TranslationTask,
): Omit<ResponseHandler, 'onHeaders'> {
  const type = headerValue(opening.headers, 'content-type') ?? '';
  const out: MessageWriter = task.wantsStream
    ? new EventWriter(context, opening)
    : new WholeWriter(context, opening);
  const source = type.includes('text/event-stream')
    ? new FrameSource(context, adapter, task.seed, out)
    : new BodySource(context, adapter, task.seed, out);
  return decodeContent(opening, source, context);
}

function decodeContent(
  opening: Opening,
  source: ByteSource,
  context: RelayContext,
): Omit<ResponseHandler, 'onHeaders'> {
  let failure: TransportFailure | null = null;
  const encoding = headerValue(opening.headers, 'content-encoding');
  const decoder: ContentDecoder | null = createContentDecoder(encoding, {
    onBytes: (bytes) => {
      source.push(bytes);
    },
    onEnd: () => {
      source.end(failure === null ? 'complete' : 'truncated', failure);
    },
  });
  if (decoder === null) {
    const message = `${context.providerName} answered in an encoding that was not asked for (${encoding ?? ''})`;
    const { status, headers } = opening;
    context.settle({
      kind: 'failed',
      status,
      headers,
      error: gatewayError('upstream-garbled', message),
    });
  }
  return {
    onData: (chunk) => {
      decoder?.push(chunk);
    },
    onEnd: () => {
      decoder?.end();
    },
    onFailure: (broken) => {
      failure = broken;
      if (broken.kind === 'aborted') source.end('aborted', broken);
      else decoder?.end();
    },
  };
}
