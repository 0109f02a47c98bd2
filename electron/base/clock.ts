/** Time comes in from outside, so that tests need no sleeping. `now` is epoch ms, `monotonic` never goes back. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
