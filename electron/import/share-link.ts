import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ImportError } from './conversion.ts';

/** What every platform still hands to a program in one piece. */
export const MAX_LINK_CHARACTERS = 8_000;
/** A policy is some kilobytes; what unpacks to more was made to hurt. */
const MAX_SHARE_BYTES = 256 * 1024;
const PREFIX = 'switchyard://import?v=1&d=';

/** null: too long for a link. */
export function linkOfShare(text: string): string | null {
  const link = `${PREFIX}${deflateRawSync(text, { level: 9 }).toString('base64url')}`;
  return link.length > MAX_LINK_CHARACTERS ? null : link;
}

/** The text inside a link; throws `ImportError`, and no message repeats a part of the link. */
export function shareOfLink(link: string): string {
  if (link.length > MAX_LINK_CHARACTERS) throw new ImportError('the link is too long');
  const parts = /^switchyard:\/\/import\/?\?v=(\d{1,4})&d=([\w-]+)$/i.exec(link);
  if (parts === null) throw new ImportError('this is no link that Switchyard can read');
  const [, version = '', data = ''] = parts;
  if (version !== '1') throw new ImportError('the link was made by a newer Switchyard');
  return decodeText(unpack(Buffer.from(data, 'base64url')));
}

function unpack(packed: Buffer): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: MAX_SHARE_BYTES });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ImportError(isTooLarge ? 'the link holds too much' : 'the link is damaged');
  }
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ImportError('the link is damaged');
  }
}
