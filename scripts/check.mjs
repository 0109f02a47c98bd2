// npm run check: the one door. `npm run check -- types` runs the steps whose names are given.
import { checkSteps, runSteps } from './lib/check-steps.mjs';

const wanted = process.argv.slice(2);
const steps =
  wanted.length > 0 ? checkSteps.filter((step) => wanted.includes(step.name)) : checkSteps;
const { failed } = await runSteps(steps);
process.exitCode = failed > 0 ? 1 : 0;
