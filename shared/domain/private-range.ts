import { z } from 'zod';

/** Whose addresses never belong to a machine on the public internet. Link-local is not among them: clouds keep credentials there. */
const PRIVATE_V4 = [
  { network: [10], bits: 8 },
  { network: [172, 16], bits: 12 },
  { network: [192, 168], bits: 16 },
  { network: [100, 64], bits: 10 },
] as const;
/** fc00::/7; its first group can never be written shorter. */
const UNIQUE_LOCAL_V6 = /^f[cd][0-9a-f]{2}:/i;

export const MOST_PRIVATE_RANGES = 64;

/** A network in CIDR form that a local-only profile may reach besides this machine. */
export const privateRangeSchema = z
  .union([z.cidrv4(), z.cidrv6()], { error: 'use a network like 192.168.1.0/24 or fd00::/8' })
  .refine(isPrivate, {
    message:
      'is not private: use a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 or fc00::/7',
  });

function isPrivate(cidr: string): boolean {
  const [address = '', bits = ''] = cidr.split('/');
  if (address.includes(':')) return UNIQUE_LOCAL_V6.test(address) && Number(bits) >= 7;
  const value = numberOf(address.split('.').map(Number));
  return PRIVATE_V4.some(({ network, bits: least }) => {
    const first = numberOf([...network]);
    return Number(bits) >= least && value >= first && value < first + 2 ** (32 - least);
  });
}

function numberOf(octets: readonly number[]): number {
  return [0, 1, 2, 3].reduce((sum, at) => sum * 256 + (octets[at] ?? 0), 0);
}
