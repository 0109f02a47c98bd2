// Starts the programs under measurement and reads their CPU time and memory (Linux).
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import readline from 'node:readline';

const START_MS = 20_000;

/** Resolves with the child and the JSON of its first line. */
export function startJson(args, env = process.env) {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${args[0]} did not start`)), START_MS);
    lines.once('line', (line) => {
      clearTimeout(timer);
      resolve({ child, first: JSON.parse(line) });
    });
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
  });
}

/** CPU milliseconds so far (10 ms steps) and resident bytes. */
export function usageOf(pid) {
  if (process.platform !== 'linux') return { cpuMs: Number.NaN, rssBytes: Number.NaN };
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const pages = Number(fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, rssBytes: pages * 4096 };
}
