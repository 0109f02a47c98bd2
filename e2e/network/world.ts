import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What reached a public address. */
export interface AskedOutside {
  readonly asked: string;
  readonly to: string;
  readonly host: string;
}

export interface Internet {
  /** Requests that public addresses got, oldest first. */
  readonly asked: readonly AskedOutside[];
  /** Packets that left since the last call, whatever they were. */
  packets(): Promise<number>;
  /** Waits until connections made before have said goodbye, and counts anew. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface Counts {
  readonly packets: number;
  readonly datagrams: number;
  readonly connections: number;
}
type Line = AskedOutside | Counts | { readonly ready: true };

const BARRIER = '198.51.100.1';
const OUTSIDE = '02:00:00:00:00:02';

/**
 * The test's own network namespace gets one cable, to another namespace that stands for the internet: it has every public
 * address, answers on `port` and counts what arrives. Nothing of it is connected to anything real.
 */
export async function connectInternet(port: number): Promise<Internet> {
  const script = join(import.meta.dirname, 'internet.mjs');
  const child = spawn('unshare', ['-n', process.execPath, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createLines(child);
  await lines.next((line) => 'ready' in line);
  const ip = (words: string): void => {
    execFileSync('ip', words.split(' '), { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  const cable = 'link add home address 02:00:00:00:00:01 type veth peer name outside';
  ip(`${cable} address ${OUTSIDE} netns ${String(child.pid)}`);
  ip('link set home addrgenmode none multicast off');
  ip('addr add 10.66.0.1/24 dev home');
  // On `lo`, since an interface tells its neighbours which groups its addresses are in, and that would be counted.
  ip('-6 addr replace fd66::1/128 dev lo nodad');
  ip('link set home up');
  const count = async (command = 'count'): Promise<Counts> => {
    child.stdin.write(`${command}\n`);
    const line = await lines.next((each) => 'packets' in each);
    return 'packets' in line ? line : { packets: 0, datagrams: 0, connections: 0 };
  };
  ip(`-6 neigh add fd66::2 lladdr ${OUTSIDE} dev home nud permanent`);
  await count(`listen ${String(port)}`);
  ip('route add default via 10.66.0.2');
  ip('-6 route add fd66::2 dev home src fd66::1');
  ip('-6 route add default via fd66::2 dev home src fd66::1');
  const barrier = createSocket('udp4').unref();
  let last = await count();
  const packets = async (): Promise<number> => {
    // All packets take one cable, so whatever was sent before this one has been counted once this one is.
    barrier.send('barrier', 9, BARRIER);
    while ((await count()).datagrams === last.datagrams);
    // Figures are not read at one moment: those read now are after it.
    const now = await count();
    const others = now.packets - last.packets - 1;
    last = now;
    return others;
  };
  return {
    asked: lines.asked,
    packets,
    settle: async () => {
      while ((await count()).connections > 0);
      await packets();
    },
    close: async () => {
      barrier.close();
      ip('link del home');
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function createLines(child: ChildProcess): {
  readonly asked: AskedOutside[];
  next(wanted: (line: Line) => boolean): Promise<Line>;
} {
  const asked: AskedOutside[] = [];
  const waiting: { wanted: (line: Line) => boolean; resolve: (line: Line) => void }[] = [];
  if (child.stdout === null) throw new Error('The internet has no voice');
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    if ('asked' in line) asked.push(line);
    const at = waiting.findIndex(({ wanted }) => wanted(line));
    if (at >= 0) waiting.splice(at, 1)[0]?.resolve(line);
  });
  return {
    asked,
    next: (wanted) => new Promise((resolve) => waiting.push({ wanted, resolve })),
  };
}

/** An address of this machine that is not loopback. */
export function addAddress(address: string): void {
  const isV6 = address.includes(':');
  const words = [
    ...(isV6 ? ['-6'] : []),
    'addr',
    'replace',
    address,
    'dev',
    'lo',
    ...(isV6 ? ['nodad'] : []),
  ];
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'inherit'] });
}
