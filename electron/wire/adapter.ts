import type { Result } from '../../shared/base/result.ts';
import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { Message, MessagesEvent, MessagesRequest } from '../../shared/wire/messages.ts';
import type { SseFrame } from './sse.ts';
import type { StreamTranslator } from './translator.ts';

/** What an attempt aims at: a provider, the model to send and the rule's options for it. */
export interface WireTarget {
  readonly provider: ResolvedProvider;
  readonly model: string;
  readonly options: TargetSpec | null;
}

/** A request in the upstream's dialect, without credentials: the attempt adds those at the last moment. */
export interface UpstreamRequest {
  /** Absolute address, query included. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly dropped: readonly Dropped[];
}

/** Ids and names come in from outside, so that translation stays pure. `model` is what the client asked for. */
export interface MessageSeed {
  readonly id: string;
  readonly model: string;
  /** Estimated prompt tokens, used where the upstream reports no usage. */
  readonly estimatedInputTokens: number;
  /** Who answers: thinking is sent back only to the provider that it came from. */
  readonly providerId?: string;
  /** Named in the words of a failure. */
  readonly providerName?: string;
  /** Names of the tools offered: long ones are cut for the upstream and restored by this list. */
  readonly toolNames?: readonly string[];
}

/** A translating wire: one dialect to and from Messages. `anthropic-messages` is not one: its bytes pass untouched. */
export interface WireAdapter<Event = unknown> {
  encodeRequest(request: MessagesRequest, target: WireTarget): UpstreamRequest;
  /** A whole (non-stream) answer. */
  decodeResponse(body: unknown, seed: MessageSeed): Result<Message, GatewayError>;
  /** One SSE frame to a typed event; `done` for the end marker, `ignore` for comments and keep-alives. */
  decodeEvent(
    frame: SseFrame,
    providerName?: string,
  ): Result<Event | 'done' | 'ignore', GatewayError>;
  translate(seed: MessageSeed): StreamTranslator<Event, MessagesEvent>;
  decodeError(status: number, body: string, providerName: string): GatewayError;
}

/** The part of a wire that reads good answers. */
export type AnswerAdapter<Event = unknown> = Pick<
  WireAdapter<Event>,
  'decodeEvent' | 'decodeResponse' | 'translate'
>;
