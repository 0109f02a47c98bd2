import { isEnded, type ExchangeRow } from '../../../shared/domain/exchange.ts';
import { inputTokens, outputTokens } from './row-figures.ts';
import type { Rows } from './traffic-state.ts';

/** The requests of one session that the filter lets through, with their sums. */
export interface Conversation {
  /** Place in the list, next to exchange ids. */
  readonly key: string;
  /** null: the client named none. */
  readonly sessionId: string | null;
  readonly project: string | null;
  readonly ids: readonly string[];
  readonly running: number;
  readonly failed: number;
  readonly startedAt: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** nanoUSD of those whose price is known. */
  readonly costNanoUsd: number;
  readonly savedNanoUsd: number;
  readonly unpriced: number;
  /** Of `ids`: ended without a reported usage. */
  readonly estimated: number;
}

const prefix = 'conversation ';

export function isConversationKey(id: string): boolean {
  return id.startsWith(prefix);
}

export interface Grouped {
  /** Keys of conversations, each followed by the ids of its requests unless it is closed. */
  readonly ids: readonly string[];
  readonly conversations: Conversations;
}

/** By key, the conversation that spoke last at the end. */
export type Conversations = ReadonlyMap<string, Conversation>;

/** `ids` oldest first. */
export function gathered(ids: readonly string[], rows: Rows): Conversations {
  const byKey = new Map<string, ExchangeRow[]>();
  for (const id of ids) {
    const row = rows.byId.get(id);
    if (row === undefined) continue;
    const key = prefix + (row.sessionId ?? '');
    const members = byKey.get(key);
    // Deleted and put back, so that the map ends with the conversation that spoke last.
    byKey.delete(key);
    if (members === undefined) byKey.set(key, [row]);
    else {
      members.push(row);
      byKey.set(key, members);
    }
  }
  return new Map([...byKey].map(([key, members]) => [key, sumOf(key, members)]));
}

/** As if all had been gathered at once: sums are added, so that what does not move is not gone through again. */
export function joined(older: Conversations, newer: Conversations): Conversations {
  if (older.size === 0) return newer;
  const all = new Map([...older].filter(([key]) => !newer.has(key)));
  for (const [key, conversation] of newer) {
    const before = older.get(key);
    all.set(key, before === undefined ? conversation : continued(before, conversation));
  }
  return all;
}

function continued(older: Conversation, newer: Conversation): Conversation {
  return {
    ...older,
    ids: [...older.ids, ...newer.ids],
    running: older.running + newer.running,
    failed: older.failed + newer.failed,
    input: older.input + newer.input,
    cached: older.cached + newer.cached,
    output: older.output + newer.output,
    costNanoUsd: older.costNanoUsd + newer.costNanoUsd,
    savedNanoUsd: older.savedNanoUsd + newer.savedNanoUsd,
    unpriced: older.unpriced + newer.unpriced,
    estimated: older.estimated + newer.estimated,
  };
}

/** Each conversation is followed by its requests; a closed one shows its sums only. */
export function grouped(conversations: Conversations, closed: ReadonlySet<string>): Grouped {
  const list: string[] = [];
  for (const { key, ids } of conversations.values()) {
    list.push(key);
    if (!closed.has(key)) for (const id of ids) list.push(id);
  }
  return { ids: list, conversations };
}

function sumOf(key: string, members: readonly ExchangeRow[]): Conversation {
  const sum = (read: (row: ExchangeRow) => number | null): number =>
    members.reduce((total, row) => total + (read(row) ?? 0), 0);
  const first = members[0];
  return {
    key,
    sessionId: first?.sessionId ?? null,
    project: first?.project ?? null,
    ids: members.map(({ id }) => id),
    running: members.filter(({ state }) => !isEnded(state)).length,
    failed: members.filter(({ state }) => state === 'failed' || state === 'cut').length,
    startedAt: first?.startedAt ?? 0,
    input: sum(inputTokens),
    cached: sum((row) => row.usage?.cacheRead ?? null),
    output: sum(outputTokens),
    costNanoUsd: sum((row) => row.costNanoUsd),
    savedNanoUsd: sum((row) =>
      row.costNanoUsd === null || row.baselineNanoUsd === null
        ? null
        : row.baselineNanoUsd - row.costNanoUsd,
    ),
    unpriced: members.filter(({ priceBasis }) => priceBasis === 'unpriced').length,
    estimated: members.filter(({ isEstimated }) => isEstimated === true).length,
  };
}

/** Requests of the same conversation that began before this one, the latest first. */
export function earlierOf(row: ExchangeRow, rows: Rows): readonly ExchangeRow[] {
  if (row.sessionId === null) return [];
  const found: ExchangeRow[] = [];
  for (let place = rows.ids.length - 1; place >= 0 && found.length < mostEarlier; place -= 1) {
    const other = rows.byId.get(rows.ids[place] ?? '');
    if (other === undefined || other.id === row.id || other.startedAt > row.startedAt) continue;
    if (other.sessionId === row.sessionId) found.push(other);
  }
  return found;
}

/** As many as can be chosen from. */
export const mostEarlier = 50;

/** A session mixes its own requests with those of subagents and titles: the last one of the same kinds goes before. */
export function likelyPredecessor(
  row: ExchangeRow,
  earlier: readonly ExchangeRow[],
): ExchangeRow | null {
  const kindOf = (each: ExchangeRow): string =>
    each.kinds.filter((kind) => !passing.has(kind)).join(' ');
  const wanted = kindOf(row);
  return earlier.find((each) => kindOf(each) === wanted) ?? earlier[0] ?? null;
}

/** Kinds that come and go within one thread. */
const passing: ReadonlySet<string> = new Set(['thinking', 'image', 'long-context', 'plan']);
