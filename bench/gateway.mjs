// npm run bench: what the gateway adds, beside the floor, in the same rounds.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { interference, payload, quantile, stream } from './lib/client.mjs';
import { longestBlock, startJson, usageOf } from './lib/processes.mjs';

const here = import.meta.dirname;
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const rounds = Math.min(50, Number(values.rounds));
/** Bodies whose longest block is measured: name, bytes, and whether most of them are pictures. */
const blockSizes = [
  ['block200KbMs', 200_000, false],
  ['block1MbTextMs', 1_000_000, false],
  ['block1MbImageMs', 1_000_000, true],
  ['block2MbTextMs', 2_000_000, false],
  ['block2MbImageMs', 2_000_000, true],
  ['block25MbTextMs', 25_000_000, false],
  ['block25MbImageMs', 25_000_000, true],
];
const TOKEN = 'bench-token-0123456789abcdef';

const upstream = await startJson([path.join(here, 'lib', 'upstream.mjs')]);
const floor = await startJson([path.join(here, 'lib', 'floor.mjs'), String(upstream.first.port)]);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-bench-'));
const cli = path.join(here, '..', 'dist', 'cli', 'switchyard.js');
const startGateway = async (routing, flags = []) => {
  const config = path.join(folder, `routing-${routing}.json`);
  fs.writeFileSync(config, JSON.stringify(configuration(upstream.first.port, routing)));
  const args = [...flags, cli, 'serve', '--config', config, '--port', '0', '--json'];
  const { child, first } = await startJson(args, { ...process.env, SWITCHYARD_TOKEN: TOKEN });
  const headers = { 'x-switchyard-token': first.token, authorization: 'Bearer bench' };
  return { child, port: Number(new URL(first.url).port), headers };
};
// With --profile FOLDER the gateway writes a .cpuprofile there when it ends.
const profiling = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
const gateway = await startGateway(true, profiling);
const idle = await startGateway(false, profiling);
// The body says who answers: a provider by name, or (no rule takes it) the client's own vendor with its own login.
const targets = [
  { name: 'direct', port: upstream.first.port, child: upstream.child, model: 'bench' },
  { name: 'floor', port: floor.first.port, child: floor.child, model: 'bench' },
  { ...idle, name: 'off', model: 'bench' },
  { ...gateway, name: 'native', model: 'bench' },
  { ...gateway, name: 'messages', model: 'same,bench' },
  { ...gateway, name: 'openai-chat', model: 'chat,bench' },
].filter(({ name }, index) => index < 2 || values.only === undefined || values.only === name);

try {
  const measured = targets.map(() => ({}));
  for (let round = -1; round < rounds; round += 1) {
    for (const index of shuffled(targets.length, round)) {
      const result = await measure(targets[index]);
      // The first round warms up code and connections.
      if (round >= 0)
        for (const [figure, value] of Object.entries(result))
          (measured[index][figure] ??= []).push(value);
    }
  }
  report(measured);
} finally {
  for (const { child } of [gateway, idle, floor, upstream]) {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
  }
  fs.rmSync(folder, { recursive: true, force: true });
}

async function measure(target) {
  const first = async (bytes, count) => {
    const body = payload(bytes, 3, 0, target.model);
    const times = [];
    for (let index = 0; index < count; index += 1) {
      times.push((await stream(target, body)).firstMs);
      // What a target does behind the answer is not the next request's waiting time: no client asks that fast.
      await pause(3);
    }
    return quantile(times, 0.5);
  };
  const together = (count, body) =>
    Promise.all(Array.from({ length: count }, () => stream(target, body)));
  const small = await first(200, 60);
  const big = await first(200_000, 25);
  const paced = (await together(32, payload(200, 60, 20, target.model))).flatMap(
    (one) => one.delaysMs,
  );
  const before = usageOf(target.child.pid).cpuMs;
  const flat = await together(32, payload(200, 1000, 0, target.model));
  const events = flat.reduce((sum, one) => sum + one.events, 0);
  if (events !== 32 * 1000)
    throw new Error(`${target.name}: ${events} events of ${32 * 1000} arrived`);
  const cpu = ((usageOf(target.child.pid).cpuMs - before) / events) * 1000;
  const paced16 = payload(200, 60, 20, target.model);
  const beside = await interference(target, 16, paced16, payload(200_000, 3, 0, target.model));
  const block = async (bytes, images = false) => {
    const body = payload(bytes, 3, 0, target.model, { images });
    await longestBlock(target.child);
    for (let index = 0; index < 3; index += 1) await stream(target, body);
    return longestBlock(target.child);
  };
  const blocks = {};
  for (const [name, bytes, images] of blockSizes) blocks[name] = await block(bytes, images);
  return {
    small,
    big,
    delay: quantile(paced, 0.5),
    delay99: quantile(paced, 0.99),
    cpu,
    beside99: quantile(beside, 0.99),
    ...blocks,
  };
}

function report(measured) {
  const added = (index, figure) =>
    quantile(
      measured[index][figure].map((value, round) => value - measured[0][figure][round]),
      0.5,
    );
  const rows = targets.slice(1).map(({ name, child }, offset) => ({
    target: name,
    firstSmallMs: added(offset + 1, 'small'),
    firstBigMs: added(offset + 1, 'big'),
    eventP50Ms: added(offset + 1, 'delay'),
    eventP99Ms: added(offset + 1, 'delay99'),
    cpuMsPer1000: quantile(measured[offset + 1].cpu, 0.5),
    beside200Kb99Ms: added(offset + 1, 'beside99'),
    ...Object.fromEntries(
      blockSizes.map(([name]) => [name, quantile(measured[offset + 1][name], 0.5)]),
    ),
    rssMb: usageOf(child.pid).rssBytes / 2 ** 20,
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

function configuration(upstreamPort, routing) {
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
    routing,
    activeProfile: 'bench',
    native: { baseUrl: `http://127.0.0.1:${upstreamPort}` },
    providers: [
      provider('same', 'anthropic-messages', `http://127.0.0.1:${upstreamPort}`),
      provider('chat', 'openai-chat', `http://127.0.0.1:${upstreamPort}/v1`),
    ],
    profiles: [{ id: 'bench', name: 'Bench', lock: null, rules: [] }],
  };
}
