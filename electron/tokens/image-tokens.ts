import { Buffer } from 'node:buffer';

/** An image costs width * height / 750, and is scaled down to about this many tokens. */
const MAX_IMAGE_TOKENS = 1600;
const PIXELS_PER_TOKEN = 750;
/** Enough for the size in PNG, GIF and WebP, and in a JPEG whose camera data is not huge. */
const HEAD_CHARACTERS = 64 * 1024;

/** Tokens of a base64 image by the size that its header tells; unknown formats and URLs count as a large one. */
export function imageTokens(base64: string): number {
  const isJpeg = base64.startsWith('/9j/');
  const head = Buffer.from(base64.slice(0, isJpeg ? HEAD_CHARACTERS : 44), 'base64');
  const pixels = isJpeg ? jpegPixels(head) : otherPixels(head);
  if (pixels === null || pixels === 0) return MAX_IMAGE_TOKENS;
  return Math.min(MAX_IMAGE_TOKENS, Math.ceil(pixels / PIXELS_PER_TOKEN));
}

function otherPixels(head: Buffer): number | null {
  if (head.length < 30) return null;
  if (head.readUInt32BE(0) === 0x89_50_4e_47) return head.readUInt32BE(16) * head.readUInt32BE(20);
  const name = head.toString('latin1', 0, 4);
  if (name === 'GIF8') return head.readUInt16LE(6) * head.readUInt16LE(8);
  return name === 'RIFF' ? webpPixels(head) : null;
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webpPixels(head: Buffer): number | null {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return (head.readUIntLE(24, 3) + 1) * (head.readUIntLE(27, 3) + 1);
    case 'VP8 ':
      return (head.readUInt16LE(26) & 0x3fff) * (head.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1);
    }
    default:
      return null;
  }
}

/** Walks the segments to the frame header (SOF0 to SOF15, without DHT, JPG and DAC). */
function jpegPixels(head: Buffer): number | null {
  let at = 2;
  while (at + 9 < head.length && head[at] === 0xff) {
    const marker = head[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return head.readUInt16BE(at + 5) * head.readUInt16BE(at + 7);
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}
