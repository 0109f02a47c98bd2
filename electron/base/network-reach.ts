import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Which addresses a connection may be made to. */
export interface NetworkReach {
  /** Names it among others, for what is pooled by it. */
  readonly name: string;
  /** Why an address written in numbers may not be asked; null where it may, and for names, which `lookup` judges. */
  refusal(hostname: string): string | null;
  /** Resolves a name to the addresses that may be connected to, and to nothing else. */
  readonly lookup: LookupFunction;
}

/** The code of the error that `lookup` fails with where a name leads out. */
export const OUT_OF_REACH = 'ESWITCHYARDOUTOFREACH';

const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
const loopback = blockListOf(['127.0.0.0/8', '::1/128']);

/** True for `localhost`, names below it, and literal loopback addresses (`127.0.0.0/8`, `::1`, with or without brackets). */
export function isLoopbackHost(hostname: string): boolean {
  return isLocalhost(hostname) || contains(loopback, withoutBrackets(hostname));
}

/** Anywhere; only `localhost` is never asked of a resolver. */
export const anywhere: NetworkReach = {
  name: 'anywhere',
  refusal: () => null,
  lookup: (hostname, options, callback) => {
    if (isLocalhost(hostname)) answer(hostname, options, LOOPBACK, callback);
    else systemLookup(hostname, options, callback);
  },
};

/**
 * This machine and the private networks listed (CIDR). Judged at the addresses a name resolves to, and those very addresses
 * are connected to: between the check and the connection nobody is asked again.
 */
export function localOnly(privateRanges: readonly string[]): NetworkReach {
  const allowed = blockListOf(['127.0.0.0/8', '::1/128', ...privateRanges]);
  return {
    name: `local ${privateRanges.join(' ')}`,
    refusal: (hostname) => {
      const bare = withoutBrackets(hostname);
      if (isIP(bare) === 0 || contains(allowed, bare)) return null;
      return `${bare} is neither this machine nor in a private network that you listed`;
    },
    lookup: (hostname, options, callback) => {
      if (isLocalhost(hostname)) {
        answer(hostname, options, LOOPBACK, callback);
        return;
      }
      systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) {
          callback(error, '', 0);
          return;
        }
        const within = addresses.filter(({ address }) => contains(allowed, address));
        const [outside] = addresses;
        if (within.length > 0 || outside === undefined) answer(hostname, options, within, callback);
        else callback(outOfReach(hostname, outside.address), '', 0);
      });
    },
  };
}

type LookupCallback = Parameters<LookupFunction>[2];

function answer(
  hostname: string,
  { all, family }: LookupOptions,
  addresses: readonly LookupAddress[],
  callback: LookupCallback,
): void {
  const wanted = family === 4 || family === 6 ? family : null;
  const fitting = addresses.filter((each) => wanted === null || each.family === wanted);
  const [first] = fitting;
  if (first === undefined) {
    callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '', 0);
  } else if (all === true) {
    callback(null, [...fitting]);
  } else {
    callback(null, first.address, first.family);
  }
}

/** RFC 6761 6.3: `localhost` and all names below it are this machine, whatever a resolver or a file says. */
function isLocalhost(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(hostname);
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** `::ffff:127.0.0.1` counts as the IPv4 address that it stands for. */
function contains(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function outOfReach(hostname: string, address: string): NodeJS.ErrnoException {
  const words = `${hostname} is ${address}, which is neither this machine nor in a private network that you listed`;
  return Object.assign(new Error(words), { code: OUT_OF_REACH });
}
