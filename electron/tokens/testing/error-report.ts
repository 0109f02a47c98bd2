/** Ratios of our count to the vendor's: 1 is exact, above 1 is too high. */
export interface Judged {
  readonly provider: string;
  readonly model: string;
  readonly real: number;
  readonly plain: number;
  readonly sampled: number;
  readonly calibrated: number;
}

/** Heads the part of the page that is written here; what stands before it is written by hand. */
export const REPORT_HEADING = '## Error over the recordings';

/** The part as Markdown, to the end of the page; figures only, nothing of a recording's text. */
export function errorReport(rows: readonly Judged[]): string {
  const table = [...rows]
    .sort((one, other) => keyOf(one).localeCompare(keyOf(other)) || one.real - other.real)
    .map(({ provider, model, real, plain, sampled, calibrated }) => {
      const ratios = [plain, sampled, calibrated].map((ratio) => ratio.toFixed(2));
      return `| ${[provider, model, String(real), ...ratios].join(' | ')} |`;
    });
  const lines = [
    REPORT_HEADING,
    '',
    `Over ${String(rows.length)} recorded exchanges of 500 prompt tokens or more without pictures and server tools; ratios of ours to the`,
    "vendor's count. *Calibrated*: with what the other recordings of the same model taught. Written by",
    '`SWITCHYARD_WRITE_DOCS=1 npx vitest run electron/tokens/corpus-error.test.ts`.',
    '',
    'The recordings are short, so what a vendor adds unseen weighs most: the hidden prompt for tools, and one of 680 tokens',
    'that xAI puts before four words (asked for as Gemini). A prompt of Claude Code is fifty times as long.',
    '',
    '| | plain | sampled | calibrated |',
    '|---|---|---|---|',
    figures('median error', rows, (errors) => quantile(errors, 0.5)),
    figures('90th percentile', rows, (errors) => quantile(errors, 0.9)),
    '',
    '| provider | model | real tokens | plain | sampled | calibrated |',
    '|---|---|---|---|---|---|',
    ...table,
    '',
  ];
  return lines.join('\n');
}

function keyOf({ provider, model }: Judged): string {
  return `${provider} ${model}`;
}

function figures(
  name: string,
  rows: readonly Judged[],
  pick: (errors: readonly number[]) => number,
): string {
  const errorsOf = (ratio: (row: Judged) => number): number =>
    pick(rows.map((row) => Math.abs(ratio(row) - 1)).sort((one, other) => one - other));
  const cells = [
    errorsOf(({ plain }) => plain),
    errorsOf(({ sampled }) => sampled),
    errorsOf(({ calibrated }) => calibrated),
  ];
  return `| ${[name, ...cells.map((error) => `${String(Math.round(error * 100))} %`)].join(' | ')} |`;
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
