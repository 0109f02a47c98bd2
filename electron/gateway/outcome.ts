import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import type { MessagesUsage } from '../../shared/wire/messages.ts';
import type { ExchangeStory } from './exchange-story.ts';
import type { RawHeaders } from './headers.ts';
import type { GatewayLimits } from './limits.ts';
import type { ClientReply } from './reply.ts';
import type { ResponseFlow } from './transport.ts';

/** How an attempt ended: with an answer that the client got (whatever it was), or with nothing sent to the client. */
export type AttemptOutcome =
  | {
      readonly kind: 'answered';
      readonly state: 'complete' | 'cut' | 'failed';
      readonly status: number;
      readonly error: GatewayError | null;
      readonly usage: MessagesUsage | null;
    }
  | {
      readonly kind: 'failed';
      readonly status: number | null;
      readonly error: GatewayError;
      /** What the upstream said that is worth keeping on an error answer (request-id, limits). */
      readonly headers: RawHeaders;
    };

/** The client got a whole answer. */
export function isComplete(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'answered' && outcome.state === 'complete';
}

/** What every relay of an answer works with. */
export interface RelayContext {
  readonly reply: ClientReply;
  readonly story: ExchangeStory;
  readonly limits: GatewayLimits;
  readonly providerName: string;
  /** The key in use, so that it can be blanked wherever the upstream quotes it. */
  readonly secret: string | null;
  /** The client's own vendor: its bytes pass whatever they are. */
  readonly isNative: boolean;
  /** What a good answer has to be. A `message` is a whole one. */
  readonly expects: 'stream' | 'message' | 'count' | 'anything';
  /** True while another target could take over: the opening of an answer is then held back. */
  readonly holdBack: boolean;
  /** Headers of the reply, ours included, made from the upstream's. */
  readonly replyHeaders: (upstream: RawHeaders) => RawHeaders;
  /** Told every signature (or redacted thought) of an answer that passes, so that it goes back to its maker only. */
  readonly onSignature: (signature: string) => void;
  /** Called once; the upstream is let go. */
  readonly settle: (outcome: AttemptOutcome) => void;
}

/** An upstream's status line and headers, as received. */
export interface Opening {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly flow: ResponseFlow;
}
