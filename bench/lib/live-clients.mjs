// node live-clients.mjs PORT TOKEN STREAMS EVENTS EVERY_MS -> as many streams at once; prints how many events came.
import { payload, stream } from './client.mjs';

const [port, token, streams, events, everyMs] = process.argv.slice(2);
const target = { name: 'gateway', port: Number(port), headers: { 'x-switchyard-token': token } };
const body = payload(2_000, Number(events), Number(everyMs), 'claude-sonnet-4-6');
const results = await Promise.all(
  Array.from({ length: Number(streams) }, () => stream(target, body)),
);
console.log(JSON.stringify({ events: results.reduce((sum, one) => sum + one.events, 0) }));
process.exit(0);
