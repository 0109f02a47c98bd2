import { createSocket, type Socket } from 'node:dgram';

/** What a name stands for: addresses of either family, or another name first. */
export interface NameEntry {
  readonly alias?: string;
  readonly addresses: readonly string[];
}

export interface NameServer {
  /** Names asked for, in order, as `A name` or `AAAA name`. */
  readonly asked: readonly string[];
  /** `count` is how often this name and type were asked for before. */
  answer(script: (name: string, count: number) => NameEntry | null): void;
  close(): void;
}

const A = 1;
const CNAME = 5;
const AAAA = 28;
const NXDOMAIN = 3;

/** A DNS server on 127.0.0.1:53 that says what the script says, and never the same twice unless told so (TTL 0). */
export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  let script: (name: string, count: number) => NameEntry | null = () => null;
  socket.on('message', (query, peer) => {
    const question = readQuestion(query);
    const line = `${question.type === AAAA ? 'AAAA' : 'A'} ${question.name}`;
    const count = asked.filter((known) => known === line).length;
    asked.push(line);
    const entry = script(question.name, count);
    socket.send(reply(query, question, entry), peer.port, peer.address);
  });
  await listen(socket);
  return {
    asked,
    answer: (next) => {
      script = next;
    },
    close: () => socket.close(),
  };
}

function listen(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, '127.0.0.1', resolve);
  });
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** Where it ends in the query. */
  readonly end: number;
}

function readQuestion(query: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function reply(query: Buffer, question: Question, entry: NameEntry | null): Buffer {
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(entry === null ? 0x8180 | NXDOMAIN : 0x8180, 2);
  const records = entry === null ? [] : recordsOf(question, entry);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, query.subarray(12, question.end), ...records]);
}

function recordsOf({ name, type }: Question, { alias, addresses }: NameEntry): Buffer[] {
  const owner = alias ?? name;
  const wanted = addresses.filter((address) => address.includes(':') === (type === AAAA));
  return [
    ...(alias === undefined ? [] : [record(name, CNAME, encodeName(alias))]),
    ...wanted.map((address) => record(owner, type === AAAA ? AAAA : A, encodeAddress(address))),
  ];
}

function record(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([encodeName(name), fixed, data]);
}

function encodeName(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

/** IPv6 addresses are written in full groups with at most one `::`. */
function encodeAddress(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => parseInt(group, 16));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}
