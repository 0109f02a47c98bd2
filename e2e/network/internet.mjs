// A whole internet in a network namespace of its own: every public address answers, and each packet is counted.
// Started by world.ts; commands come as lines on stdin, answers and what was asked go as JSON lines to stdout.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createInterface } from 'node:readline';

const PUBLIC_V4 = [
  '0.0.0.0/5',
  '8.0.0.0/7',
  '11.0.0.0/8',
  '12.0.0.0/6',
  '16.0.0.0/4',
  '32.0.0.0/3',
  '64.0.0.0/2',
];
const MORE_V4 = ['128.0.0.0/2', '192.0.0.0/9', '198.0.0.0/8', '203.0.0.0/8', '169.254.0.0/16'];
const PUBLIC_V6 = ['2000::/3', '64:ff9b::/96', '::ffff:0:0/96', 'fd66:dead::/32'];

/** The test's end of the cable. */
const HOME = '02:00:00:00:00:01';

const ip = (...args) => execFileSync('ip', args, { stdio: ['ignore', 'inherit', 'inherit'] });
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function connect() {
  ip('link', 'set', 'lo', 'up');
  ip('link', 'set', 'outside', 'addrgenmode', 'none', 'multicast', 'off');
  ip('addr', 'add', '10.66.0.2/24', 'dev', 'outside');
  ip('-6', 'addr', 'add', 'fd66::2/64', 'dev', 'outside', 'nodad');
  ip('link', 'set', 'outside', 'up');
  ip('-6', 'neigh', 'add', 'fd66::1', 'lladdr', HOME, 'dev', 'outside', 'nud', 'permanent');
  for (const range of [...PUBLIC_V4, ...MORE_V4]) ip('route', 'add', 'local', range, 'dev', 'lo');
  for (const range of PUBLIC_V6) ip('-6', 'route', 'add', 'local', range, 'dev', 'lo');
}

/** IPv4 and IPv6 packets that came over the cable. Its two ends know each other, so none of them is about the cable itself. */
function counts() {
  const snmp = fs.readFileSync('/proc/net/snmp', 'utf8');
  const figures = (name) =>
    new RegExp(`^${name}: ([\\d -]+)$`, 'm').exec(snmp)[1].split(' ').map(Number);
  const v6 = /^Ip6InReceives\s+(\d+)$/m.exec(fs.readFileSync('/proc/net/snmp6', 'utf8'))[1];
  // Nobody listens on UDP here, so every datagram is counted as one without a port.
  return { packets: figures('Ip')[2] + Number(v6), datagrams: figures('Udp')[1], connections };
}

let connections = 0;
const server = http.createServer((request, response) => {
  const { localAddress: to } = request.socket;
  say({ asked: `${request.method} ${request.url}`, to, host: request.headers.host });
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ type: 'error', error: { type: 'api_error', message: 'the internet' } }),
  );
});

server.on('connection', (socket) => {
  connections += 1;
  socket.on('close', () => (connections -= 1));
});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const port = /^listen (\d+)$/.exec(line)?.[1];
    if (port !== undefined) {
      connect();
      server.listen({ port: Number(port), host: '::' }, () => say(counts()));
    } else {
      say(counts());
    }
  })
  .on('close', () => process.exit(0));
say({ ready: true });
