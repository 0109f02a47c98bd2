import type { GatewayHealth, KeyHealth, TargetHealth } from '../../shared/domain/gateway-health.ts';

const target: TargetHealth = {
  provider: '',
  model: '',
  circuit: 'closed',
  recentFailures: 0,
  lastFailure: null,
  inFlight: 0,
  firstTokenMs: null,
  obstacle: null,
  blockedUntil: null,
};
const key: KeyHealth = {
  provider: 'minimax',
  keyId: 'main',
  model: null,
  requestsLastMinute: 0,
  tokensLastMinute: 0,
  inFlight: 0,
  obstacle: null,
  refusal: null,
  blockedUntil: null,
  learned: [],
};

/** One provider with a bit of everything, the others well. */
export function fakeHealth(now: number): GatewayHealth {
  return {
    targets: [
      { ...target, provider: 'minimax', model: 'MiniMax-M2.7', firstTokenMs: 812, inFlight: 1 },
      { ...target, provider: 'spark', model: 'nvidia/Gemma-4-26B-A4B-NVFP4', firstTokenMs: 640 },
    ],
    keys: [
      { ...key, requestsLastMinute: 44, tokensLastMinute: 61_000, inFlight: 1 },
      {
        ...key,
        keyId: 'team',
        model: 'MiniMax-M2.7',
        requestsLastMinute: 60,
        tokensLastMinute: 88_000,
        obstacle: 'rate-limited',
        blockedUntil: now + 42_000,
      },
    ],
  };
}

export function withoutHealth(
  health: GatewayHealth,
  providerId: string,
  keyId: string | null,
): GatewayHealth {
  const isOther = (row: { readonly provider: string; readonly keyId?: string }): boolean =>
    row.provider !== providerId || (keyId !== null && row.keyId !== keyId);
  return {
    targets: keyId === null ? health.targets.filter(isOther) : health.targets,
    keys: health.keys.filter(isOther),
  };
}
