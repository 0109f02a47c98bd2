import type { Duplex } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export interface ContentDecoder {
  push(chunk: Uint8Array): void;
  /** No more bytes will come; `onEnd` follows once everything is decoded. */
  end(): void;
}

export interface DecodedSink {
  onBytes(bytes: Uint8Array): void;
  onEnd(): void;
}

/**
 * Undoes `content-encoding` beside the byte path. Plain bytes come out within the call, others a little later. What
 * is broken or cut ends early instead of failing. null: an encoding that cannot be read here.
 */
export function createContentDecoder(
  encoding: string | null,
  sink: DecodedSink,
): ContentDecoder | null {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') {
    return {
      push: (chunk) => {
        sink.onBytes(chunk);
      },
      end: () => {
        sink.onEnd();
      },
    };
  }
  const inflater = createInflater(name);
  if (inflater === null) return null;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    sink.onEnd();
  };
  inflater.on('data', (bytes: Uint8Array) => {
    sink.onBytes(bytes);
  });
  inflater.on('end', end);
  inflater.on('error', end);
  return {
    push: (chunk) => {
      if (!ended) inflater.write(chunk);
    },
    end: () => {
      inflater.end();
    },
  };
}

function createInflater(name: string): Duplex | null {
  const finish = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(finish);
    case 'deflate':
      return createInflate(finish);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}
