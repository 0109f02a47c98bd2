import type { Result } from '../../../shared/base/result.ts';
import type { GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { KnownSignature } from '../../wire/anthropic-messages/signature-origins.ts';
import type { ReadContext, RequestOutline } from './read-request.ts';
import type { BodyOrder, WrittenBody } from './write-request.ts';

/** What the thread is asked. `bytes` lie in shared memory, so that asking copies nothing. */
export type BodyTask = {
  readonly bodyId: number;
} & (
  | {
      readonly kind: 'read';
      readonly taskId: number;
      readonly bytes: Uint8Array;
      readonly context: ReadContext;
    }
  | {
      readonly kind: 'write';
      readonly taskId: number;
      readonly bytes: Uint8Array;
      readonly order: BodyOrder;
      readonly known: readonly KnownSignature[];
    }
  | { readonly kind: 'release' }
);

/** The memory of signatures is with the asking side: it is told which ones there are, and says who made them. */
export interface ReadBody {
  readonly outline: RequestOutline;
  readonly signatures: readonly string[];
}

export type BodyResult = Result<ReadBody | WrittenBody, GatewayError>;

/** `fault`: the thread failed at it by a mistake of ours. */
export type BodyAnswer = { readonly taskId: number } & (
  { readonly result: BodyResult } | { readonly fault: string }
);
