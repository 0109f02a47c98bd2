import type { ExportFormat } from '../../shared/domain/bodies.ts';
import type { Result } from '../../shared/base/result.ts';
import type { HarEntry, HarProblem, HarView } from '../../shared/domain/har.ts';
import type { ExportedExchange } from './export.ts';

/** What passes between main and a thread that reads or writes a file of requests. */
export interface FileOperations {
  readonly open: {
    readonly input: string;
    readonly output: Result<Omit<HarView, 'harId'>, HarProblem>;
  };
  readonly entry: { readonly input: string; readonly output: HarEntry | null };
  /** One exchange as it stands in the file, blanked. */
  readonly piece: {
    readonly input: { readonly exchange: ExportedExchange; readonly format: ExportFormat };
    readonly output: string;
  };
}
export type FileOperation = keyof FileOperations;

export interface FileTask {
  readonly id: number;
  readonly operation: FileOperation;
  readonly input: unknown;
}

export type FileAnswer =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };
