import type { ExchangeState } from '../../shared/domain/exchange.ts';
import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import type { RequestOutline } from './body/read-request.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';

/** Times are epoch ms from the gateway's clock. */
export interface ExchangeStarted {
  readonly exchangeId: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly bodyBytes: number;
  /** Sent again by the user, and of which exchange. */
  readonly replay?: ReplayMark;
}
export interface ReplayMark {
  /** Names the side of a replay. */
  readonly id: string;
  readonly of: string | null;
}
/** The client's body as it came; read it later if at all, and never change it. */
export interface RequestObserved {
  readonly exchangeId: string;
  readonly method: string;
  /** With its query, as it came. */
  readonly path: string;
  /** Only headers that say how to read the body; no credential is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
/** An answer that was not streamed, as the client got it. */
export interface AnswerObserved {
  readonly exchangeId: string;
  readonly text: string;
}
export interface ExchangeRouted {
  readonly exchangeId: string;
  readonly at: number;
  readonly facts: RequestFacts;
  readonly profileId: string;
  readonly plan: RoutePlan;
  /** What the answer can be held against. */
  readonly asked?: Pick<RequestOutline, 'tools' | 'maxTokens'>;
}
export interface AttemptStarted {
  readonly exchangeId: string;
  readonly at: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** `native` for the pass-through to Anthropic with the client's own login. */
  readonly provider: string;
  readonly model: string;
  readonly keyId: string | null;
  readonly dropped: readonly Dropped[];
}
export interface AttemptEnded {
  readonly exchangeId: string;
  readonly at: number;
  readonly attempt: number;
  readonly status: number | null;
  readonly error: GatewayError | null;
  /** When a connection was there, and when the upstream's headers were; null: it did not come to that. */
  readonly connectedAt?: number | null;
  readonly headersAt?: number | null;
}
export interface ResponseStarted {
  readonly exchangeId: string;
  readonly at: number;
  readonly status: number;
  readonly stream: boolean;
}
export interface EventObserved {
  readonly exchangeId: string;
  readonly at: number;
  readonly event: MessagesEvent;
}
/** One frame as the upstream sent it, the key that was used blanked. */
export interface UpstreamFrameObserved {
  readonly exchangeId: string;
  readonly at: number;
  readonly event: string | null;
  readonly data: string;
}
export interface ExchangeEnded {
  readonly exchangeId: string;
  readonly at: number;
  readonly state: Exclude<ExchangeState, 'waiting' | 'streaming'>;
  readonly status: number | null;
  readonly error: GatewayError | null;
  /** The last word on usage: merged over message_start and message_delta, or of the whole answer. */
  readonly usage: MessagesUsage | null;
}

/**
 * Watches exchanges off the byte path. Calls are synchronous and come in order per exchange:
 * onStart, [onRouted], (onAttempt, onAttemptEnd)*, [onResponseStart, onEvent*], onEnd exactly once. The attempt that
 * answers ends with its answer: its onAttemptEnd comes after the last onEvent, just before onEnd. onUpstreamFrame comes
 * between onAttempt and onAttemptEnd, of streams in another dialect than the client's only. onRequest follows onStart;
 * onAnswer comes once, before the end, where the answer is no stream.
 */
export interface ExchangeObserver {
  onStart(event: ExchangeStarted): void;
  onRequest?(event: RequestObserved): void;
  onRouted(event: ExchangeRouted): void;
  onAttempt(event: AttemptStarted): void;
  onAttemptEnd(event: AttemptEnded): void;
  onResponseStart(event: ResponseStarted): void;
  onEvent(event: EventObserved): void;
  onAnswer?(event: AnswerObserved): void;
  onUpstreamFrame?(event: UpstreamFrameObserved): void;
  onEnd(event: ExchangeEnded): void;
}

/** The observer cannot hurt the exchange: a throw is caught and handed to `onFault`, the others still hear. */
export function combineObservers(
  observers: readonly ExchangeObserver[],
  onFault: (error: unknown) => void,
): ExchangeObserver {
  const each = (call: (observer: ExchangeObserver) => void): void => {
    for (const observer of observers) {
      try {
        call(observer);
      } catch (error) {
        onFault(error);
      }
    }
  };
  return {
    onStart: (event) => {
      each((o) => {
        o.onStart(event);
      });
    },
    onRequest: (event) => {
      each((o) => {
        o.onRequest?.(event);
      });
    },
    onRouted: (event) => {
      each((o) => {
        o.onRouted(event);
      });
    },
    onAttempt: (event) => {
      each((o) => {
        o.onAttempt(event);
      });
    },
    onAttemptEnd: (event) => {
      each((o) => {
        o.onAttemptEnd(event);
      });
    },
    onResponseStart: (event) => {
      each((o) => {
        o.onResponseStart(event);
      });
    },
    onEvent: (event) => {
      each((o) => {
        o.onEvent(event);
      });
    },
    onAnswer: (event) => {
      each((o) => {
        o.onAnswer?.(event);
      });
    },
    onUpstreamFrame: (event) => {
      each((o) => {
        o.onUpstreamFrame?.(event);
      });
    },
    onEnd: (event) => {
      each((o) => {
        o.onEnd(event);
      });
    },
  };
}
