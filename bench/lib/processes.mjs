// Starts the programs under measurement and reads their CPU time and memory (Linux).
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const START_MS = 20_000;

const loopDelay = pathToFileURL(path.join(import.meta.dirname, 'loop-delay.mjs')).href;

/** Resolves with the child and the JSON of its first line; `longestBlock` can be asked of it. */
export function startJson(args, env = process.env) {
  const child = spawn(process.execPath, ['--import', loopDelay, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
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

/** The longest time in ms that the child's loop stood still since it was asked last. */
export function longestBlock(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('a target does not answer')), START_MS);
    child.once('message', ({ longestMs }) => {
      clearTimeout(timer);
      resolve(longestMs);
    });
    child.send('longest block');
  });
}

/** CPU milliseconds so far of all threads, in nanosecond steps where the kernel counts them, and resident bytes. */
export function usageOf(pid) {
  if (process.platform !== 'linux') return { cpuMs: Number.NaN, rssBytes: Number.NaN };
  const pages = Number(fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return { cpuMs: cpuMsOf(pid), rssBytes: pages * 4096 };
}

function cpuMsOf(pid) {
  const threads = fs.readdirSync(`/proc/${pid}/task`);
  const spent = threads.map((thread) => {
    const file = `/proc/${pid}/task/${thread}/schedstat`;
    return Number(fs.readFileSync(file, 'utf8').split(' ')[0]);
  });
  return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
}
