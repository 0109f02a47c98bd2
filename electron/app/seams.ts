import type { LabPart } from './core.ts';

// Thin stand-in until the Lab lands.

export const seamLab: LabPart = {
  start: () => Promise.reject(new Error('no Lab yet')),
  cancel: () => undefined,
  runs: () => [],
};
