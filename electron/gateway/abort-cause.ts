import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';

/** Why an exchange is given up before its end. The abort signal carries it as its reason, from whoever aborted first. */
export const abortCauses = {
  clientGone: gatewayError('client-gone', 'The client went away', { shouldRetry: false }),
  cancelled: gatewayError('cancelled-here', 'Cancelled in Switchyard', { shouldRetry: false }),
  stopping: gatewayError('gateway-stopping', 'Switchyard stopped', { retryAfterSeconds: 2 }),
  moving: gatewayError('gateway-stopping', 'Switchyard moved to another address', {
    retryAfterSeconds: 2,
  }),
} as const;

/** The client's connection stands, but nothing has been taken from it for `ms`. */
export function clientStalled(ms: number): GatewayError {
  const words = `The client took nothing of its answer for ${String(Math.round(ms / 1000))} s`;
  return gatewayError('client-gone', words, { shouldRetry: false });
}

/** null while nobody has given it up. Only these causes are ever given to the signal of an exchange. */
export function abortCause(signal: AbortSignal): GatewayError | null {
  return signal.aborted ? (signal.reason as GatewayError) : null;
}
