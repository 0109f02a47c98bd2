import type { Configuration } from '../../shared/domain/configuration.ts';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import type { KeyRef } from '../../shared/domain/ids.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { BodyThread } from './body/body-thread.ts';
import type { TokenFactorStore } from '../tokens/calibration.ts';
import type { PromptCounter } from '../tokens/prompt-counter.ts';
import type { SignatureStore } from '../wire/anthropic-messages/signature-origins.ts';
import type { ExchangeObserver } from './observer.ts';

/** What a valid gateway token stands for: the app's own token (project null) or one launch of Claude Code. */
export interface ClientGrant {
  readonly project: string | null;
  /** The request is sent again by the user: this target answers it, and no other. */
  readonly replay?: ReplayGrant;
}

/** One side of a replay. Rules, routing being off, retries and conversations have no part in it; a lock has. */
export interface ReplayGrant {
  /** Names the side to whoever started it. */
  readonly id: string;
  /** The exchange that is sent again; null: it was pasted. */
  readonly of: string | null;
  readonly target: TargetSpec;
}

/** Everything the gateway needs from outside; it imports neither Electron nor storage. */
export interface GatewayDependencies {
  /** The current snapshot; read once per exchange, so a change never splits one exchange. */
  readonly configuration: () => Configuration;
  /** The secret, at the last moment. null: there is none. Rejects when the keychain cannot be asked. */
  readonly revealKey: (ref: KeyRef, env: string | undefined) => Promise<string | null>;
  /** Constant-time; null refuses the caller. */
  readonly authorize: (token: string) => ClientGrant | null;
  readonly observer: ExchangeObserver;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Origins that may call besides none at all. */
  readonly allowedOrigins: readonly string[];
  readonly version: string;
  /** Reads and writes large bodies beside the loop; without it they hold it up. */
  readonly bodyThread?: BodyThread;
  /** Counts prompts beside the loop; without it count_tokens answers with the estimate that rules see. */
  readonly promptCounter?: PromptCounter;
  /** Keeps what was learned of the models' tokenizers; without it each start learns anew. */
  readonly tokenFactors?: TokenFactorStore;
  /** Keeps who signed which thought; without it a restart takes foreign thoughts out of conversations under way. */
  readonly signatureStore?: SignatureStore;
}

export interface GatewayAddress {
  readonly host: string;
  readonly port: number;
}

export interface Gateway {
  /** Binds loopback. Rejects with the system's error (EADDRINUSE …) and can then be called again. */
  start(listen: { readonly host: string; readonly port: number }): Promise<GatewayAddress>;
  /**
   * Goes on at another address: binds it first, and rejects with the system's error with everything as it was. Requests
   * under way at the old one end there, for `graceMs` at most; nothing new is taken there.
   */
  move(listen: GatewayAddress, graceMs: number): Promise<GatewayAddress>;
  readonly address: GatewayAddress | null;
  /** Takes no new exchange, gives those under way `graceMs`, then ends them and tells each client so. */
  stop(graceMs: number): Promise<void>;
  /** Stops one exchange, or the side of a replay, by its id; false when it is not under way. */
  cancel(id: string): boolean;
  readonly inFlight: number;
  /** The prompt in the tokens of a target's model, as far as its size is known. */
  estimateTokens(request: MessagesRequest, target: TargetSpec): number;
  /** What was learned of targets and keys so far. A snapshot; it holds no secret. */
  health(): GatewayHealth;
  /** Forgets it: circuits close, cool-downs end, refused keys are tried again. null: of every provider. */
  resetHealth(provider: string | null): void;
  /** The same for one key alone; circuits stay. */
  resetKey(provider: string, keyId: string): void;
}
