import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RawBodies } from '../traffic/bodies.ts';
import type { BodyLimits } from './body-table.ts';
import { openDatabase } from './database.ts';
import { exchanges0001 } from './migrations/0001-exchanges.ts';
import { inProcessChannel } from './store-channel.ts';
import { openStore, type ExchangeStore } from './store.ts';

let folder: string;
let now: number;
let limits: BodyLimits;
let store: ExchangeStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-bodies-'));
  now = Date.parse('2026-11-21T05:00:00Z');
  limits = { maxAgeMs: 1000, maxBytes: 1_000_000 };
  // Files of the first version are brought up on the way.
  openDatabase(join(folder, 'traffic.db'), () => now, [exchanges0001]).database.close();
  store = await openStore({
    file: join(folder, 'traffic.db'),
    channel: inProcessChannel(() => now),
    bodyLimits: () => limits,
  });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const raw = (body: string): RawBodies => ({
  method: 'POST',
  path: '/v1/messages',
  headers: {},
  request: new TextEncoder().encode(body),
  requestBytes: body.length,
  response: '{"content":[]}',
  responseBytes: 14,
  isResponseCut: false,
});
/** Does not deflate well. */
const noise = (seed: number, length: number): string => {
  let state = seed;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647);
  return JSON.stringify(Array.from({ length }, () => String.fromCodePoint(40 + (next() % 50))));
};
const kept = async (...ids: string[]): Promise<string[]> => {
  const found = await Promise.all(ids.map((id) => store.bodies(id)));
  return ids.filter((_, index) => found[index] !== null);
};

describe('kept bodies', () => {
  test('come back as text, with keys blanked before they were written', async () => {
    store.putBodies('one', raw('{"text":"my key is sk-ant-api03-abcdefghijklmnop"}'));
    expect(await store.bodies('one')).toMatchObject({
      request: { text: '{"text":"my key is [redacted]"}', isCut: false },
      response: { text: '{"content":[]}' },
    });
    expect(await store.bodies('two')).toBeNull();
  });

  test('go when they are too old, the oldest first when they are too many', async () => {
    store.putBodies('old', raw('{}'));
    await store.flush();
    now += 1001;
    for (const id of ['a', 'b', 'c']) store.putBodies(id, raw(noise(id.charCodeAt(0), 4000)));
    expect(await kept('old', 'a', 'b', 'c')).toEqual(['a', 'b', 'c']);
    limits = { ...limits, maxBytes: 10_000 };
    await store.trimBodies();
    const left = await kept('a', 'b', 'c');
    expect(left.length).toBeLessThan(3);
    expect(left).toEqual(['a', 'b', 'c'].slice(3 - left.length));
  });

  test('delete all leaves nothing of them in any file', async () => {
    const words = noise(7, 3000);
    store.putBodies('one', raw(words));
    store.putBodies('two', raw('{}'));
    await store.flush();
    const stored = await storedRunOf('one');
    expect(filesOf().includes(stored)).toBe(true);
    expect(await store.deleteBodies()).toBe(2);
    expect(await kept('one', 'two')).toEqual([]);
    expect(filesOf().includes(stored)).toBe(false);
  });
});

function filesOf(): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}

/**
 * Some bytes of what was written. They are made anew, not looked for by zlib's first two bytes: those come up in the
 * journal's random salts and checksums too.
 */
async function storedRunOf(id: string): Promise<Buffer> {
  return deflateSync(JSON.stringify(await store.bodies(id))).subarray(40, 72);
}
