import type { WireFormat } from '../../shared/domain/provider.ts';
import type { WireAdapter } from '../wire/adapter.ts';
import type { TokenCalibration } from '../tokens/calibration.ts';
import type { SignatureOrigins } from '../wire/anthropic-messages/signature-origins.ts';
import type { Aim } from './aim.ts';
import type { RequestBody } from './body/request-body.ts';
import type { GatewayDependencies } from './gateway.ts';
import type { GatewayLimits } from './limits.ts';
import type { Resilience } from './resilience/resilience.ts';
import type { Transport } from './transport.ts';

/** What every exchange of one gateway shares. */
export interface GatewayContext {
  readonly deps: GatewayDependencies;
  readonly limits: GatewayLimits;
  readonly adapters: Partial<Record<WireFormat, WireAdapter>>;
  /** Chooses who reads it: the loop, or the thread for large ones. */
  readonly openBody: (bytes: Uint8Array) => RequestBody;
  readonly transportFor: (aim: Aim) => Transport;
  /** A target that is this very gateway would call itself without end. */
  readonly isOwnAddress: (url: URL) => boolean;
  /** Providers that answered 404 to count_tokens, and until when that is remembered (epoch ms). */
  readonly withoutCount: Map<string, number>;
  readonly calibration: TokenCalibration;
  readonly signatures: SignatureOrigins;
  readonly resilience: Resilience;
}
