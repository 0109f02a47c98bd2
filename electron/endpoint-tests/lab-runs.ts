import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { probeIds, type LabRun } from '../../shared/domain/lab.ts';
import { wireFormats } from '../../shared/domain/provider.ts';

const MAX_RUNS = 50;

const values = z.record(z.string(), z.union([z.string(), z.number()]));
const wire = z.enum(wireFormats);
/** What a file must hold to be shown; codes stay open, since a newer version may have written them. */
const labRunSchema = z.object({
  id: z.string().min(1),
  request: z.object({
    baseUrl: z.string(),
    wire: z.union([wire, z.literal('auto')]),
    model: z.string().nullable(),
    providerId: z.string().nullable(),
    maxConcurrency: z.number(),
    outputTokens: z.number(),
  }),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  state: z.enum(['done', 'cancelled', 'failed']),
  wire: wire.nullable(),
  model: z.string().nullable(),
  probes: z.array(
    z.object({
      id: z.enum(probeIds),
      outcome: z.enum(['pass', 'warn', 'fail', 'skipped']),
      code: z.string(),
      values,
      durationMs: z.number(),
    }),
  ),
  steps: z.array(
    z.object({
      concurrency: z.number(),
      totalTokensPerSecond: z.number(),
      perStreamTokensPerSecond: z.number(),
      ttftP50Ms: z.number(),
      ttftP95Ms: z.number(),
      requests: z.number(),
      errors: z.number(),
    }),
  ),
  runningStep: z.number(),
  verdict: z
    .object({
      code: z.enum([
        'fits-haiku',
        'fits-sonnet',
        'too-slow',
        'tools-fail',
        'context-small',
        'unreachable',
        'partial',
      ]),
      bestConcurrency: z.number(),
      values,
    })
    .nullable(),
  error: z.string().nullable(),
});

/** Finished runs on disk, one file each, the newest fifty. Holds no key: a run never carries one. */
export interface LabRunFiles {
  /** Newest first; a file that cannot be read is left alone and left out. */
  load(): Promise<readonly LabRun[]>;
  /** Atomic: a reader sees the whole run or none. Drops the oldest beyond the bound. */
  keep(run: LabRun): Promise<void>;
}

export function createLabRunFiles(directory: string): LabRunFiles {
  const list = async (): Promise<string[]> => {
    const names = await readdir(directory).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    // Names start with the zero-padded time, so their order is the runs' order.
    return names.filter((name) => /^\d+-[\w-]+\.json$/.test(name)).sort();
  };
  return {
    load: async () => {
      const runs = await Promise.all(
        (await list()).slice(-MAX_RUNS).map((name) => readRun(join(directory, name))),
      );
      return runs.filter((run) => run !== null).reverse();
    },
    keep: async (run) => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const path = join(directory, `${String(run.startedAt).padStart(15, '0')}-${run.id}.json`);
      await writeFile(`${path}.tmp`, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
      await rename(`${path}.tmp`, path);
      const outdated = (await list()).slice(0, -MAX_RUNS);
      await Promise.all(outdated.map((name) => rm(join(directory, name), { force: true })));
    },
  };
}

async function readRun(path: string): Promise<LabRun | null> {
  try {
    return labRunSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Damaged, or of another version: not ours to delete, and no reason to hide the other runs.
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
