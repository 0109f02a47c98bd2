/** Ratios of our count to the vendor's: 1 is exact, above 1 is too high. */
export interface Judged {
  readonly provider: string;
  readonly model: string;
  readonly real: number;
  readonly plain: number;
  readonly sampled: number;
  readonly calibrated: number;
}

const BEFORE = `# count_tokens

\`POST /v1/messages/count_tokens\` is answered by the first target's own endpoint where it has one. A 404, 405 or 501 is
remembered per provider for an hour. Everybody else gets our estimate, marked \`x-switchyard-estimated: true\`:

1. A count in a thread of its own: tokenx on every text, pictures by width x height / 750
   (at most 1,600), documents by their bytes, 4 tokens a message, 350 where tools are offered.
2. Times the factor of the target's model: a moving mean of real prompt tokens to ours over finished exchanges (newest
   10 %, bounded to 0.3 to 4), and until there is one, the family's (\`electron/tokens/family-factor.ts\`).

\`inputTokens\` in rules is the same count with long texts sampled (about 1 ms a MB instead of 100), times the same kind
of factor, kept for the model that was asked for. Sampled and whole count lie within 10 % of each other (4 % on requests of
Claude Code). Where a difference of that size would give the request to another rule, the thread counts the whole prompt first:
\`electron/gateway/near-limit.ts\`. Both are times the same factor, whose own error stays.

tokenx, and not a real tokenizer, because it needs no table: gpt-tokenizer (o200k) took 150 to 430 ms to load and some
60 MB more, while on twenty requests of Claude Code itself tokenx stayed at 1.12 to 1.19 times o200k. An offset that
steady is what the factor takes out.

`;

/** The page as Markdown; figures only, nothing of a recording's text. */
export function errorReport(rows: readonly Judged[]): string {
  const table = [...rows]
    .sort((one, other) => keyOf(one).localeCompare(keyOf(other)) || one.real - other.real)
    .map(({ provider, model, real, plain, sampled, calibrated }) => {
      const ratios = [plain, sampled, calibrated].map((ratio) => ratio.toFixed(2));
      return `| ${[provider, model, String(real), ...ratios].join(' | ')} |`;
    });
  const lines = [
    '## Error over the recordings',
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
  return BEFORE + lines.join('\n');
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
