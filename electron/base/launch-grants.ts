import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ClientGrant } from '../gateway/gateway.ts';

/** What is kept of one launch: never the secret, only its SHA-256 (hex). `createdAt` in epoch ms. */
export interface GrantRecord {
  readonly hash: string;
  readonly project: string | null;
  readonly createdAt: number;
}

export interface GrantDependencies {
  readonly load: () => readonly GrantRecord[];
  readonly save: (records: readonly GrantRecord[]) => void;
  readonly now: () => number;
}

export interface LaunchGrants {
  /** A new secret (32 random bytes, base64url) that stands for one launch in this folder. */
  issue(project: string | null): string;
  /** Constant-time over all grants; null when the token belongs to none. */
  authorize(token: string): ClientGrant | null;
}

/** More launches than anybody keeps open; the oldest one goes out. */
export const MAX_GRANTS = 200;
/** Ours are 43 characters; a longer one is refused before it is hashed. */
const MAX_TOKEN_CHARACTERS = 256;

export function createGrants({ load, save, now }: GrantDependencies): LaunchGrants {
  let records = load().slice(-MAX_GRANTS);
  let hashes = records.map(({ hash }) => Buffer.from(hash, 'hex'));
  return {
    issue: (project) => {
      const secret = randomBytes(32).toString('base64url');
      const record = { hash: sha256(secret).toString('hex'), project, createdAt: now() };
      records = [...records, record].slice(-MAX_GRANTS);
      hashes = records.map(({ hash }) => Buffer.from(hash, 'hex'));
      save(records);
      return secret;
    },
    authorize: (token) => {
      if (token === '' || token.length > MAX_TOKEN_CHARACTERS) return null;
      const given = sha256(token);
      let found = -1;
      hashes.forEach((hash, index) => {
        if (hash.length === given.length && timingSafeEqual(hash, given)) found = index;
      });
      const record = records[found];
      return record === undefined ? null : { project: record.project };
    },
  };
}

/** True when both are the same; takes as long whatever differs. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
