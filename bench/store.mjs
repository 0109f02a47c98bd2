import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** What the store costs: one million requests through it, and a week of heavy use (50,000) opened and filtered. */
const root = join(import.meta.dirname, '..');
const million = Number(process.env['SWITCHYARD_BENCH_ROWS'] ?? 1_000_000);
const week = Number(process.env['SWITCHYARD_BENCH_WEEK'] ?? 50_000);
const rounds = Number(process.env['SWITCHYARD_BENCH_ROUNDS'] ?? 5);
const DAY = 24 * 60 * 60 * 1000;
mkdirSync(join(root, '.cache'), { recursive: true });
const folder = mkdtempSync(join(root, '.cache/bench-store-'));
const models = ['MiniMax-M2.7', 'glm-5.2', 'qwen3:8b', 'claude-sonnet-4-6', 'deepseek-v4-pro'];
const providers = ['minimax', 'zai', 'ollama', 'native', 'deepseek'];
const baseline = { provider: 'anthropic', model: 'claude-sonnet-4-6' };

try {
  const storage = join(root, 'electron/storage');
  const input = {
    store: join(storage, 'store.ts'),
    'storage-worker': join(storage, 'storage-worker.ts'),
  };
  const files = {
    ...input,
    parse: join(root, 'shared/domain/traffic-filter-parse.ts'),
  };
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'out'),
      target: 'node20',
      minify: false,
      ssr: true,
      rolldownOptions: {
        input: files,
        external: ['libsql'],
        output: { entryFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  });
  const load = (name) => import(pathToFileURL(join(folder, `out/${name}.js`)).href);
  const [{ openStore }, { parseTrafficFilter }] = [await load('store'), await load('parse')];
  console.log(
    `store: ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; least / median / most of ${String(rounds)}`,
  );
  await filtersOfAWeek(openStore, parseTrafficFilter);
  await throughTheStore(openStore);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function throughTheStore(openStore) {
  const file = join(folder, 'million.db');
  const store = await openStore({ file });
  const rss = process.memoryUsage().rss;
  const began = performance.now();
  const start = Date.now() - 30 * DAY;
  await fill(store, million, (index) => start + (index * 30 * DAY) / million, false);
  const ms = performance.now() - began;
  report('rows kept', million - store.droppedRows);
  report('time', `${(ms / 1000).toFixed(1)} s, ${Math.round(million / (ms / 1000))} rows/s`);
  report('memory grown by', `${megabytes(process.memoryUsage().rss - rss)} MB`);
  const since = Date.now() - 31 * DAY;
  await timed('cost summary by model', () =>
    store.costSummary({ from: since, to: Date.now(), groupBy: 'model', baseline }),
  );
  await timed('hits of a profile', () => store.hits('hybrid'));
  await timed('fold 10 days into sums', () => store.fold(start + 10 * DAY));
  await timed('cost summary after', () =>
    store.costSummary({ from: since, to: Date.now(), groupBy: 'model', baseline }),
  );
  report('file', `${megabytes(statSync(file).size)} MB`);
  await timed('delete everything', () => store.deleteEverything());
  await store.close();
}

async function filtersOfAWeek(openStore, parseTrafficFilter) {
  const file = join(folder, 'week.db');
  const options = { file, bodyLimits: () => ({ maxAgeMs: 30 * DAY, maxBytes: 10_000_000_000 }) };
  const filling = await openStore(options);
  const start = Date.now() - 7 * DAY;
  await fill(filling, week, (index) => start + (index * 7 * DAY) / week, true);
  if (filling.droppedRows > 0) throw new Error('rows were dropped');
  await filling.close();
  await timed(`open ${String(week)} and read the first page`, async () => {
    const opened = await openStore(options);
    const first = await opened.list({ limit: 500, before: null });
    await opened.close();
    return first;
  });
  const store = await openStore(options);
  report('file', `${megabytes(statSync(file).size)} MB`);
  for (const filter of [
    ...['status:error', 'provider:ollama', 'cost>0.05', 'ttft>2s', 'has:tool_use', 'status:529'],
    ...['model:gemini', 'project:nothing', 'session:s-77', 'rate>900', 'tokens>5M', 'nowhere'],
    ...['id:row-123', 'error:quota', '-provider:o -kind:main saved>90', 'kind:title in>500k'],
    ...['text:needle', 'text:"all tests"', 'text:없음', '-text:word'],
  ]) {
    const { terms, problems } = parseTrafficFilter(filter);
    if (problems.length > 0) throw new Error(`no filter: ${filter}`);
    await timed(`filter ${filter}`, () => store.list({ limit: 500, before: null, terms }));
  }
  await store.close();
}

async function fill(store, count, timeOf, withBodies) {
  for (let index = 0; index < count; index += 1) {
    store.put([exchange(index, Math.round(timeOf(index)))]);
    if (withBodies && index % 5 === 0) store.putBodies(`row-${String(index)}`, bodies(index));
    if (index % 1000 === 999) await store.flush();
  }
  await store.flush();
}

function exchange(index, startedAt) {
  const which = index % 5;
  const isFailed = index % 40 === 0;
  const row = {
    id: `row-${String(index)}`,
    startedAt,
    state: isFailed ? 'failed' : 'complete',
    kinds: [['main', 'subagent', 'title', 'background'][index % 4]],
    client: 'claude-code',
    project: `/home/kim/src/project-${String(index % 12)}`,
    sessionId: `s-${String(index % 900)}`,
    askedModel: 'claude-sonnet-4-6',
    sentModel: models[which],
    provider: providers[which],
    profile: 'hybrid',
    rule: ['long', 'subagents', 'background', null][index % 4],
    attempts: 1 + (index % 30 === 0 ? 1 : 0),
    targets: 1,
    stream: true,
    status: isFailed ? 429 : 200,
    estimatedInputTokens: 9000,
    usage: {
      input: 400 + (index % 999),
      cacheRead: 17_000,
      cacheWrite5m: 90,
      cacheWrite1h: 0,
      output: index % 700,
    },
    firstTokenMs: 200 + (index % 2500),
    durationMs: 4000 + (index % 9000),
    costNanoUsd: which === 2 ? 0 : 1_000_000 + (index % 9_000_000),
    baselineNanoUsd: 12_000_000,
    priceBasis: which === 2 ? 'free' : 'priced',
    textTail: '',
    outputSoFar: 0,
    answerParts: index % 3 === 0 ? ['text', 'tool_use'] : ['text'],
    errorCode: isFailed ? 'upstream-rate-limited' : null,
    errorMessage: isFailed ? 'MiniMax: slow down' : null,
  };
  const reason = (rule) => ({
    rule,
    matched: false,
    because: '17,490 tokens, wants 60,000 or more',
  });
  const attempt = {
    provider: row.provider,
    model: row.sentModel,
    keyId: 'main',
    startedAtMs: 3,
    durationMs: 4000,
  };
  return {
    row,
    trace: ['long', 'subagents', 'background', 'rest'].map(reason),
    attempts: [
      { ...attempt, status: row.status, outcome: 'answered', errorCode: null, errorMessage: null },
    ],
    dropped: [{ path: 'thinking.display', why: 'unknown to the wire' }],
    eventsLost: 40,
  };
}

function bodies(index) {
  const words = Array.from(
    { length: 250 },
    (_, at) => `word${String((index * 31 + at * 7) % 9973)}`,
  ).join(' ');
  const needle = index === 7 * 5 ? ' needle' : '';
  const request = new TextEncoder().encode(
    JSON.stringify({ messages: [{ role: 'user', content: words + needle }] }),
  );
  const response = JSON.stringify({
    content: [{ type: 'text', text: `All tests pass. ${words}` }],
  });
  return {
    ...{ method: 'POST', path: '/v1/messages', headers: {}, isResponseCut: false },
    ...{ request, requestBytes: request.length, response, responseBytes: response.length },
  };
}

async function timed(name, run) {
  const took = [];
  let found = null;
  const isOnce = name.startsWith('fold') || name.startsWith('delete');
  for (let round = 0; round < (isOnce ? 1 : rounds); round += 1) {
    const began = performance.now();
    found = await run();
    took.push(performance.now() - began);
  }
  const rows = Array.isArray(found) ? `, ${String(found.length)} rows` : '';
  took.sort((one, other) => one - other);
  const [least, middle, most] = [took[0], took[took.length >> 1], took.at(-1)].map((ms) =>
    ms.toFixed(0),
  );
  report(name, `${least} / ${middle} / ${most} ms${rows}`);
}

function report(name, value) {
  console.log(`${name.padEnd(44)} ${String(value)}`);
}

function megabytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(0);
}
