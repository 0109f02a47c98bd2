import type { GatewayError, GatewayErrorCode } from '../../../shared/domain/gateway-error.ts';
import type { KeyRefusal } from '../../../shared/domain/gateway-health.ts';

/** What a key was refused with; another one of the same provider may work. */
export const keyRefusals: ReadonlySet<GatewayErrorCode> = new Set<GatewayErrorCode>([
  'key-rejected',
  'key-forbidden',
  'no-credit',
]);

const regionWords =
  /\b(region|country|countries|territor(y|ies)|location|geograph\w*|jurisdiction)\b|地区|地域|国家/i;

/** Why a key is dead, in the few ways that call for different remedies. */
export function refusalOf({ code, message }: GatewayError): KeyRefusal {
  if (code === 'no-credit') return 'no-credit';
  if (regionWords.test(message)) return 'wrong-region';
  return code === 'key-forbidden' ? 'forbidden' : 'revoked';
}
