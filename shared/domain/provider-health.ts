import type {
  GatewayHealth,
  KeyHealth,
  KeyRefusal,
  LearnedKeyLimit,
  ObstacleReason,
  TargetHealth,
} from './gateway-health.ts';

/** One key as a person thinks of it: the row for all its models and those for single ones together. */
export interface KeyStanding {
  readonly requestsLastMinute: number;
  readonly tokensLastMinute: number;
  readonly inFlight: number;
  /** What stands longest in its way. */
  readonly obstacle: ObstacleReason | null;
  readonly refusal: KeyRefusal | null;
  /** The one model that it stands for; null: all of them. */
  readonly model: string | null;
  readonly blockedUntil: number | null;
  readonly learned: readonly (LearnedKeyLimit & { readonly model: string | null })[];
}

/** null: it was not used since the gateway started or was reset. */
export function keyStanding(
  health: GatewayHealth,
  providerId: string,
  keyId: string,
): KeyStanding | null {
  const rows = health.keys.filter((row) => row.provider === providerId && row.keyId === keyId);
  const [first] = rows;
  if (first === undefined) return null;
  const worst = rows.reduce((one, other) => (weight(other) > weight(one) ? other : one));
  const { obstacle, refusal, model, blockedUntil } = worst;
  const { requestsLastMinute, tokensLastMinute, inFlight } = first;
  const use = { requestsLastMinute, tokensLastMinute, inFlight };
  const learned = rows.flatMap((row) =>
    row.learned.map((limit) => ({ ...limit, model: row.model })),
  );
  return { ...use, obstacle, refusal, model, blockedUntil, learned };
}

/** What stands for every model weighs more than what stands for one, a refusal more than a pause. */
function weight({ obstacle, model, blockedUntil }: KeyHealth): number {
  if (obstacle === null) return 0;
  const scope = model === null ? 4e15 : 2e15;
  return scope + (obstacle === 'key-refused' ? 1e15 : 0) + (blockedUntil ?? 0);
}

export function targetsOf(health: GatewayHealth, providerId: string): readonly TargetHealth[] {
  return health.targets.filter(({ provider }) => provider === providerId);
}

/** What is wrong with a provider, the worst first; empty: nothing that is known. */
export type ProviderTrouble =
  | { readonly kind: 'key-refused'; readonly keyId: string; readonly refusal: KeyRefusal }
  | { readonly kind: 'not-answering'; readonly model: string; readonly until: number | null }
  | { readonly kind: 'key-waiting'; readonly keyId: string; readonly until: number | null }
  | { readonly kind: 'waiting'; readonly model: string; readonly until: number | null };

export function troublesOf(
  health: GatewayHealth,
  providerId: string,
  keyIds: readonly string[],
): readonly ProviderTrouble[] {
  const keys = keyIds.flatMap((keyId) => {
    const standing = keyStanding(health, providerId, keyId);
    return standing?.obstacle == null ? [] : [{ keyId, ...standing }];
  });
  const targets = targetsOf(health, providerId);
  const open = targets.filter(({ circuit }) => circuit !== 'closed');
  const paused = targets.filter(
    ({ circuit, obstacle }) => circuit === 'closed' && obstacle !== null,
  );
  return [
    ...keys.flatMap(({ keyId, refusal }): ProviderTrouble[] =>
      refusal === null ? [] : [{ kind: 'key-refused', keyId, refusal }],
    ),
    ...open.map(({ model, blockedUntil }): ProviderTrouble => ({
      kind: 'not-answering',
      model,
      until: blockedUntil,
    })),
    ...keys.flatMap(({ keyId, refusal, blockedUntil }): ProviderTrouble[] =>
      refusal === null ? [{ kind: 'key-waiting', keyId, until: blockedUntil }] : [],
    ),
    ...paused.map(({ model, blockedUntil }): ProviderTrouble => ({
      kind: 'waiting',
      model,
      until: blockedUntil,
    })),
  ];
}
