import { join } from 'node:path';
import { exchangeRow } from '../shared/domain/exchange-row.fixture.ts';
import { inProcessChannel } from '../electron/storage/store-channel.ts';
import { openStore } from '../electron/storage/store.ts';

const MINUTE = 60_000;
const models = ['MiniMax-M2.7', 'glm-5.2', 'qwen3:8b', 'deepseek-v4-pro'] as const;
const providers = ['minimax', 'zai', 'ollama', 'deepseek'] as const;

/** Words that were kept of a request and of its answer, by the request's place in the history (0 is the oldest). */
export type KeptWords = Readonly<Record<number, string>>;

/**
 * A history as the app's own store keeps it, one request a minute until now: `row-0` is the oldest. Twenty in a row are a
 * conversation; the first three are of a project of their own.
 */
export async function seedHistory(
  userData: string,
  count: number,
  words: KeptWords = {},
): Promise<void> {
  const day = 24 * 60 * MINUTE;
  const store = await openStore({
    file: join(userData, 'traffic.sqlite'),
    channel: inProcessChannel(Date.now),
    bodyLimits: () => ({ maxAgeMs: day, maxBytes: 100_000_000 }),
  });
  const newest = Date.now() - MINUTE;
  for (let place = 0; place < count; place += 1) {
    store.put([exchange(place, newest - (count - 1 - place) * MINUTE)]);
    const kept = words[place];
    if (kept !== undefined) store.putBodies(idOf(place), bodiesOf(kept));
    if (place % 1000 === 999) await store.flush();
  }
  await store.close();
  if (store.droppedRows > 0) throw new Error('Not all of the history was kept');
}

export function idOf(place: number): string {
  return `row-${String(place)}`;
}

function exchange(place: number, startedAt: number) {
  const which = place % 4;
  const hasFailed = place % 40 === 7;
  const row = exchangeRow({
    id: idOf(place),
    startedAt,
    state: hasFailed ? 'failed' : 'complete',
    kinds: [place % 3 === 0 ? 'subagent' : 'main'],
    project: `/home/kim/src/${place < 3 ? 'beginnings' : `atlas-${String(place % 5)}`}`,
    sessionId: `session-${String(Math.floor(place / 20))}`,
    sentModel: models[which] ?? null,
    provider: providers[which] ?? null,
    rule: 'everything',
    status: hasFailed ? 429 : 200,
    estimatedInputTokens: 9000,
    usage: { input: 900, cacheRead: 8000, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 + which },
    firstTokenMs: 400,
    durationMs: 4000,
    costNanoUsd: 2_000_000,
    baselineNanoUsd: 9_000_000,
    errorCode: hasFailed ? 'upstream-rate-limited' : null,
    errorMessage: hasFailed ? 'Slow down' : null,
  });
  return { row, trace: [], attempts: [], dropped: [], eventsLost: 0 };
}

function bodiesOf(words: string) {
  const request = new TextEncoder().encode(
    JSON.stringify({ model: 'm', messages: [{ role: 'user', content: words }] }),
  );
  const response = JSON.stringify({ content: [{ type: 'text', text: `I heard: ${words}` }] });
  return {
    ...{ method: 'POST', path: '/v1/messages', headers: {}, isResponseCut: false },
    ...{ request, requestBytes: request.length, response, responseBytes: response.length },
  };
}
