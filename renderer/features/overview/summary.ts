import type { ExchangeRow, ExchangeState, PriceBasis } from '../../../shared/domain/exchange.ts';
import { isGivenUp } from '../../../shared/domain/gateway-error.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import type { RequestKind } from '../../../shared/domain/rule.ts';

/** Who pays for a band of the flow; its colour and its word. */
export type Payment = 'paid' | 'subscription' | 'own' | 'native' | 'practice';

export interface KindLine {
  /** `other` holds what is too rare for a line of its own. */
  readonly kind: RequestKind | 'other';
  readonly requests: number;
}

export interface ProviderLine {
  readonly id: string;
  readonly name: string;
  readonly payment: Payment;
  readonly requests: number;
  readonly firstTokenMs: number | null;
  /** Sum of what is priced; null: nothing is. */
  readonly costNanoUsd: number | null;
  readonly unpriced: number;
  /** Of the priced ones: their sum rests on estimated tokens. */
  readonly estimated: number;
  readonly view: ProviderView | null;
  /** What the newest request showed; null: none says anything of it. */
  readonly last: 'answered' | 'failed' | null;
}

export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly requests: number;
}

export interface Summary {
  readonly kinds: readonly KindLine[];
  readonly providers: readonly ProviderLine[];
  readonly flows: readonly Flow[];
  readonly requests: number;
}

/** A request of several kinds counts once, under the one that says most about it. */
const kindOrder: readonly RequestKind[] = [
  'compaction',
  'title',
  'count-tokens',
  'background',
  'subagent',
  'web-search',
  'long-context',
  'image',
  'plan',
  'thinking',
  'main',
];

const kindsShown = 6;

export function leadingKind(kinds: readonly RequestKind[]): RequestKind {
  return kindOrder.find((kind) => kinds.includes(kind)) ?? 'main';
}

/** Today's rows as lines of kinds, lines of providers and the bands between them. Refused rows went nowhere. */
export function summarize(rows: readonly ExchangeRow[], views: readonly ProviderView[]): Summary {
  const sent = rows.filter((row) => row.provider !== null);
  const kinds = kindLines(sent);
  const providers = providerLines(sent, views);
  const kindAt = new Map(kinds.map((line, index) => [line.kind, index]));
  const providerAt = new Map(providers.map((line, index) => [line.id, index]));
  const counts = new Map<string, number>();
  for (const row of sent) {
    const from = kindAt.get(leadingKind(row.kinds)) ?? kindAt.get('other') ?? 0;
    const to = providerAt.get(row.provider ?? '') ?? 0;
    const key = `${from}>${to}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const flows = [...counts].map(([key, requests]) => {
    const [from = 0, to = 0] = key.split('>').map(Number);
    return { from, to, requests };
  });
  flows.sort((a, b) => a.from - b.from || a.to - b.to);
  return { kinds, providers, flows, requests: sent.length };
}

function kindLines(rows: readonly ExchangeRow[]): KindLine[] {
  const counts = countBy(rows, (row) => leadingKind(row.kinds));
  const lines: KindLine[] = [...counts]
    .map(([kind, requests]) => ({ kind, requests }))
    .sort((a, b) => b.requests - a.requests);
  if (lines.length <= kindsShown) return lines;
  const rare = lines.slice(kindsShown - 1);
  const requests = rare.reduce((sum, line) => sum + line.requests, 0);
  return [...lines.slice(0, kindsShown - 1), { kind: 'other', requests }];
}

function providerLines(
  rows: readonly ExchangeRow[],
  views: readonly ProviderView[],
): ProviderLine[] {
  return [...countBy(rows, (row) => row.provider ?? '')]
    .sort((a, b) => b[1] - a[1])
    .map(([id, requests]) => {
      const own = rows.filter((row) => row.provider === id);
      const view = views.find((known) => known.id === id) ?? null;
      const priced = own.filter((row) => row.costNanoUsd !== null && row.priceBasis === 'priced');
      return {
        id,
        name: id === 'native' ? 'Anthropic' : (view?.resolved.name ?? id),
        payment: paymentOf(id, own[0]?.priceBasis ?? null, view),
        requests,
        firstTokenMs: median(own.map((row) => row.firstTokenMs)),
        costNanoUsd:
          priced.length === 0 ? null : priced.reduce((sum, row) => sum + (row.costNanoUsd ?? 0), 0),
        unpriced: own.filter((row) => row.priceBasis === 'unpriced').length,
        estimated: priced.filter((row) => row.isEstimated === true).length,
        view,
        last: lastEnd(own),
      };
    });
}

/**
 * Of the newest request that ended by itself; what was given up or blocked says nothing of its provider. One that streams
 * says that it is alive, where nothing else is known.
 */
function lastEnd(own: readonly ExchangeRow[]): ProviderLine['last'] {
  const told =
    own.find(({ state, errorCode }) => ownEnds.has(state) && !isGivenUp(errorCode)) ??
    own.find(({ state }) => state === 'streaming');
  if (told === undefined) return null;
  return told.state === 'failed' || told.state === 'cut' ? 'failed' : 'answered';
}

const ownEnds: ReadonlySet<ExchangeState> = new Set<ExchangeState>(['complete', 'failed', 'cut']);

function paymentOf(id: string, basis: PriceBasis | null, view: ProviderView | null): Payment {
  if (id === 'native') return 'native';
  if (id === 'practice' || basis === 'practice') return 'practice';
  const kind = view?.resolved.billing.kind;
  if (kind === 'free' || kind === 'hardware' || basis === 'free' || basis === 'hardware')
    return 'own';
  return kind === 'subscription' || basis === 'subscription' ? 'subscription' : 'paid';
}

/** Middle of the known values; null when none is. */
export function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const upper = known[Math.floor(known.length / 2)];
  const lower = known[Math.floor((known.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
