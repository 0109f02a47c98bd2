/**
 * How far the sampled count may lie from the whole one, as a part of the whole. It is what `estimate-prompt.test.ts`
 * holds over prose, code, other scripts and mixtures; the factor of a model is the same for both and cancels out.
 */
export const SAMPLING_ERROR = 0.1;

/** Text of a request is looked at whole up to here; from then on a window stands for a stretch. */
const WHOLE_CHARACTERS = 2048;
const WINDOW_CHARACTERS = 192;
/** A stretch is this part of what came before it: windows grow with the logarithm of the prompt, not with its length. */
const STRETCH_DIVISOR = 16;
const MIN_STRETCH_CHARACTERS = 1024;

/**
 * A token counter for the texts of one prompt, in order. Every stretch of characters gets the density of a window in
 * it, so that prose, code and other scripts each weigh as much as they are long. Deterministic.
 */
export function createSampler(count: (text: string) => number): (text: string) => number {
  let seen = 0;
  let nextWindow = WHOLE_CHARACTERS;
  let density = 0.25;

  return (text) => {
    let tokens = 0;
    let at = 0;
    if (seen < WHOLE_CHARACTERS) {
      const head = text.slice(0, WHOLE_CHARACTERS - seen);
      tokens = count(head);
      if (head.length >= WINDOW_CHARACTERS) density = tokens / head.length;
      at = head.length;
      seen += head.length;
    }
    while (at < text.length) {
      const stretch = Math.max(MIN_STRETCH_CHARACTERS, Math.floor(seen / STRETCH_DIVISOR));
      if (seen >= nextWindow) {
        density = densityAround(text, at, stretch, count, density);
        nextWindow = seen + stretch;
      }
      const step = Math.min(text.length - at, nextWindow - seen);
      tokens += step * density;
      at += step;
      seen += step;
    }
    return tokens;
  };
}

/** Tokens a character in a window amid the stretch; a rest too short to tell keeps what was known. */
function densityAround(
  text: string,
  at: number,
  stretch: number,
  count: (text: string) => number,
  known: number,
): number {
  const end = Math.min(text.length, at + stretch);
  const start = Math.max(at, Math.floor((at + end - WINDOW_CHARACTERS) / 2));
  const window = text.slice(start, Math.min(end, start + WINDOW_CHARACTERS));
  return window.length < WINDOW_CHARACTERS / 4 ? known : count(window) / window.length;
}
