// npm run bench: what the gateway adds, beside the floor, in the same rounds.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { payload, quantile, stream } from './lib/client.mjs';
import { startJson, usageOf } from './lib/processes.mjs';

const here = import.meta.dirname;
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
});
const rounds = Math.min(50, Number(values.rounds));
const TOKEN = 'bench-token-0123456789abcdef';

const upstream = await startJson([path.join(here, 'lib', 'upstream.mjs')]);
const floor = await startJson([path.join(here, 'lib', 'floor.mjs'), String(upstream.first.port)]);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-bench-'));
const config = path.join(folder, 'bench.json');
fs.writeFileSync(config, JSON.stringify(configuration(upstream.first.port)));
const cli = path.join(here, '..', 'dist', 'cli', 'switchyard.js');
const ours = await startJson([cli, 'serve', '--config', config, '--port', '0', '--json'], {
  ...process.env,
  SWITCHYARD_TOKEN: TOKEN,
});
const port = Number(new URL(ours.first.url).port);
const headers = { 'x-switchyard-token': ours.first.token };
const targets = [
  { name: 'direct', port: upstream.first.port, pid: upstream.child.pid, model: 'bench' },
  { name: 'floor', port: floor.first.port, pid: floor.child.pid, model: 'bench' },
  { name: 'pass-through', port, pid: ours.child.pid, headers, model: 'same,bench' },
  { name: 'openai-chat', port, pid: ours.child.pid, headers, model: 'chat,bench' },
];

try {
  const measured = targets.map(() => ({ small: [], big: [], delay: [], delay99: [], cpu: [] }));
  for (let round = -1; round < rounds; round += 1) {
    for (const index of shuffled(targets.length, round)) {
      const result = await measure(targets[index]);
      // The first round warms up code and connections.
      if (round >= 0)
        for (const [figure, value] of Object.entries(result)) measured[index][figure].push(value);
    }
  }
  report(measured);
} finally {
  for (const { child } of [ours, floor, upstream]) {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
  }
  fs.rmSync(folder, { recursive: true, force: true });
}

async function measure(target) {
  const first = async (bytes, count) => {
    const body = payload(bytes, 3, 0, target.model);
    const times = [];
    for (let index = 0; index < count; index += 1) times.push((await stream(target, body)).firstMs);
    return quantile(times, 0.5);
  };
  const together = (count, body) =>
    Promise.all(Array.from({ length: count }, () => stream(target, body)));
  const small = await first(200, 60);
  const big = await first(200_000, 25);
  const paced = (await together(32, payload(200, 60, 20, target.model))).flatMap(
    (one) => one.delaysMs,
  );
  const before = usageOf(target.pid).cpuMs;
  const flat = await together(32, payload(200, 400, 0, target.model));
  const events = flat.reduce((sum, one) => sum + one.events, 0);
  if (events !== 32 * 400)
    throw new Error(`${target.name}: ${events} events of ${32 * 400} arrived`);
  const cpu = ((usageOf(target.pid).cpuMs - before) / events) * 1000;
  return { small, big, delay: quantile(paced, 0.5), delay99: quantile(paced, 0.99), cpu };
}

function report(measured) {
  const added = (index, figure) =>
    quantile(
      measured[index][figure].map((value, round) => value - measured[0][figure][round]),
      0.5,
    );
  const rows = targets.slice(1).map(({ name, pid }, offset) => ({
    target: name,
    firstSmallMs: added(offset + 1, 'small'),
    firstBigMs: added(offset + 1, 'big'),
    eventP50Ms: added(offset + 1, 'delay'),
    eventP99Ms: added(offset + 1, 'delay99'),
    cpuMsPer1000: quantile(measured[offset + 1].cpu, 0.5),
    rssMb: usageOf(pid).rssBytes / 2 ** 20,
  }));
  if (values.json) {
    console.log(JSON.stringify({ rounds, rows }));
    return;
  }
  console.log(`added to the direct call, medians of ${rounds} rounds (ratio to the floor)`);
  for (const row of rows) {
    const cells = Object.entries(row)
      .filter(([key]) => key !== 'target')
      .map(([key, value]) => `${key} ${value.toFixed(3)} (${(value / rows[0][key]).toFixed(2)})`);
    console.log(`${row.target.padEnd(14)} ${cells.join('  ')}`);
  }
}

/** A fixed order per round, different in each, so that no target always runs after the same one. */
function shuffled(length, round) {
  return Array.from({ length }, (_, index) => (index + round + length) % length);
}

function configuration(upstreamPort) {
  const provider = (id, wire, baseUrl) => ({
    id,
    name: id,
    wire,
    baseUrl,
    auth: 'none',
    models: [{ id: 'bench' }],
    billing: { kind: 'free' },
  });
  return {
    version: 1,
    routing: true,
    activeProfile: 'bench',
    native: { baseUrl: `http://127.0.0.1:${upstreamPort}` },
    providers: [
      provider('same', 'anthropic-messages', `http://127.0.0.1:${upstreamPort}`),
      provider('chat', 'openai-chat', `http://127.0.0.1:${upstreamPort}/v1`),
    ],
    profiles: [{ id: 'bench', name: 'Bench', lock: null, rules: [] }],
  };
}
