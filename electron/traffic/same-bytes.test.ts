import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { anthropicFrames, openaiFrames } from '../../e2e/upstream/dialects.ts';
import { combineObservers, type ExchangeObserver } from '../gateway/observer.ts';
import { configurationFor } from '../gateway/testing.ts';
import { useGateway, useUpstreams } from '../gateway/testing/hooks.ts';
import { openDatabase } from '../storage/database.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { inProcessChannel } from '../storage/store-channel.ts';
import { openStore } from '../storage/store.ts';
import { createRecorder } from './recorder.ts';

let folder: string;
const { upstream } = useUpstreams({
  upstream: (response, request) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const blocks = [{ type: 'text', text: 'one two three '.repeat(200) }] as const;
    const isChat = request.url.endsWith('/chat/completions');
    for (const frame of isChat ? openaiFrames(blocks) : anthropicFrames(blocks))
      response.write(frame);
    response.end();
  },
});
const under = useGateway();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-bytes-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const nothing = (): void => undefined;
const blind: ExchangeObserver = {
  onStart: nothing,
  onRouted: nothing,
  onAttempt: nothing,
  onAttemptEnd: nothing,
  onResponseStart: nothing,
  onEvent: nothing,
  onEnd: nothing,
};

/** Every call fails; the gateway hears it as the app's: through `combineObservers`. */
function failing(): { observer: ExchangeObserver; faults: () => number } {
  let faults = 0;
  const fail = (): never => {
    throw new Error('the observer is broken');
  };
  const broken = Object.fromEntries(
    [...Object.keys(blind), 'onRequest', 'onAnswer', 'onUpstreamFrame'].map((name) => [name, fail]),
  ) as unknown as ExchangeObserver;
  return { observer: combineObservers([broken], () => (faults += 1)), faults: () => faults };
}

/** The app's own recorder and store; with `pages` the file may not grow beyond them. */
async function recording(pages: number | null) {
  const store = await openStore({
    file: join(folder, `traffic-${String(pages)}.db`),
    channel: inProcessChannel(Date.now, (file, now) => {
      const opened = openDatabase(file, now);
      if (pages !== null) opened.database.pragma(`max_page_count = ${String(pages)}`);
      return opened;
    }),
  });
  onTestFinished(() => store.close());
  const observer = createRecorder({
    configuration: () => configurationFor(upstream.url, []),
    onRow: (row) => {
      store.put([{ row }]);
    },
    onEnd: (_row, summary) => {
      store.put([summary]);
    },
    capture: () => 'all',
    onBodies: ({ id }, bodies) => {
      store.putBodies(id, bodies);
    },
  });
  return { store, observer };
}

async function fullDisk() {
  const { store, observer } = await recording(200);
  for (let from = 0; store.state.condition !== 'full'; from += 50) {
    if (from > 5000) throw new Error('there was always room');
    store.put(
      Array.from({ length: 50 }, (_, index) => ({
        row: exchangeRow({
          id: `row-${String(from + index)}`,
          errorMessage: 'x'.repeat(4000),
        }),
      })),
    );
    await store.flush();
  }
  return observer;
}

describe.each([
  ['in the same dialect', 'anthropic-messages', ''],
  ['in another dialect', 'openai-chat', '/v1'],
] as const)('the client gets the same bytes %s', (_name, wire, path) => {
  async function bytesWith(observer: ExchangeObserver): Promise<string> {
    const baseUrl = `${upstream.url}${path}`;
    const provider = { id: 'one', wire, baseUrl, auth: 'none' as const };
    await under.start(configurationFor(upstream.url, [provider]), {}, { observer });
    const answer = await under.send({ stream: true }, { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ status: 200, complete: true });
    // A translated message gets an id of its own each time.
    return answer.body.toString('latin1').replace(/"id":"msg_\w*"/, '"id":"msg"');
  }

  test('watched by nobody, by the recorder, by one that fails, and with a disk that is full', async () => {
    const alone = await bytesWith(blind);
    expect(alone).toContain('one two three');
    expect(alone).toContain('message_stop');
    expect(await bytesWith((await recording(null)).observer)).toBe(alone);
    const broken = failing();
    expect(await bytesWith(broken.observer)).toBe(alone);
    expect(broken.faults()).toBeGreaterThan(5);
    expect(await bytesWith(await fullDisk())).toBe(alone);
  });
});
