import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** True for `localhost` and for literal loopback addresses (`127.0.0.0/8`, `::1`, with or without brackets). */
export function isLoopbackHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || isLoopbackAddress(bare);
}

function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The lock "local only" where it counts: at the addresses a name resolves to, so that no name can dodge it. */
export const localOnlyLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '', 0);
      return;
    }
    const refused = addresses.find(({ address }) => !isLoopbackAddress(address));
    const first = addresses[0];
    if (refused !== undefined || first === undefined) {
      callback(notLocal(hostname, refused), '', 0);
    } else if (options.all === true) {
      callback(null, addresses);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

function notLocal(hostname: string, refused: LookupAddress | undefined): NodeJS.ErrnoException {
  const where = refused === undefined ? 'nothing' : refused.address;
  return Object.assign(new Error(`${hostname} is ${where}, which is not this machine`), {
    code: 'ESWITCHYARDNOTLOCAL',
  });
}
