import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { familyFactor } from './family-factor.ts';
import { TokenCalibration, targetKey } from './calibration.ts';
import { countPrompt, estimatePrompt } from './estimate-prompt.ts';
import { errorReport, REPORT_HEADING, type Judged } from './testing/error-report.ts';

interface Recording {
  readonly provider: string;
  readonly file: string;
  readonly request?: string | null;
  readonly wire: string;
  readonly status: number;
  readonly model: string | null;
}

const shared = process.env['SWITCHYARD_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');
const folder = join(shared, 'fixtures');
const page = join(import.meta.dirname, '../../docs/wire/count-tokens.md');
/** Below this the hidden parts of a template outweigh the text, and nothing depends on the count. */
const LARGE = 500;
const isThere = existsSync(join(folder, 'index.json'));

/** Prompt tokens as the vendor counted them; null when the recording does not say. */
function realTokens(file: string, wire: string): number | null {
  const text = readFileSync(join(folder, file), 'utf8');
  const all = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^data:\s*/, ''))
    .filter((line) => line.startsWith('{') && line.includes('"usage"'));
  const documents = all.length > 0 ? all : [text];
  for (const document of documents) {
    const tokens = tokensIn(parse(document), wire);
    if (tokens > 0) return tokens;
  }
  return null;
}

function parse(text: string): Partial<Record<string, Record<string, unknown>>> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<Record<string, Record<string, unknown>>>;
  } catch {
    // Not a document of its own: nothing to read.
    return {};
  }
}

function tokensIn(payload: Partial<Record<string, Record<string, unknown>>>, wire: string): number {
  const usage =
    payload['usage'] ?? (payload['message']?.['usage'] as Record<string, unknown> | undefined);
  const read = (name: string): number => Number(usage?.[name] ?? 0) || 0;
  if (wire === 'openai-chat') return read('prompt_tokens');
  const cached = read('cache_read_input_tokens') + read('cache_creation_input_tokens');
  return read('input_tokens') + cached;
}

/** A chat request as Messages, for counting only: its texts, calls and tools in the same places. */
function asMessages(body: Record<string, unknown>, wire: string): MessagesRequest | null {
  if (!Array.isArray(body['messages'])) return null;
  if (wire !== 'openai-chat') return body as unknown as MessagesRequest;
  const messages = (body['messages'] as Record<string, unknown>[]).map((message) => ({
    role: message['role'],
    content: [
      ...(typeof message['content'] === 'string'
        ? [{ type: 'text', text: message['content'] }]
        : ((message['content'] as unknown[] | null) ?? [])),
      ...((message['tool_calls'] as { function?: object }[] | undefined) ?? []).map((call) => ({
        type: 'tool_use',
        ...call.function,
        input: (call.function as { arguments?: unknown } | undefined)?.arguments,
      })),
    ],
  }));
  const tools = (body['tools'] as { function?: object }[] | undefined)?.map(
    (tool) => tool.function ?? tool,
  );
  return {
    model: '',
    max_tokens: 1,
    messages,
    ...(tools && { tools }),
  } as unknown as MessagesRequest;
}

interface Measured {
  readonly provider: string;
  readonly model: string;
  readonly real: number;
  readonly counted: number;
  readonly sampled: number;
}

function measure(): readonly Measured[] {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Recording[];
  const measured: Measured[] = [];
  for (const { file, request, wire, status, provider, model } of index) {
    if (status !== 200 || request == null || !existsSync(join(folder, request))) continue;
    if (wire !== 'openai-chat' && wire !== 'anthropic-messages') continue;
    const real = realTokens(file, wire);
    const raw = parse(readFileSync(join(folder, request), 'utf8')) as Record<string, unknown>;
    const body = asMessages((raw['body'] as Record<string, unknown> | undefined) ?? raw, wire);
    if (real === null || body === null || hasHiddenPrompt(body)) continue;
    const size = countPrompt(body);
    if (size.hasImages) continue;
    measured.push({
      provider,
      model: model ?? (raw['model'] as string | undefined) ?? 'unknown',
      real,
      counted: size.inputTokens,
      sampled: estimatePrompt(body).inputTokens,
    });
  }
  return measured;
}

const plainParts = new Set(['text', 'thinking', 'tool_use', 'tool_result']);

/** Search results, pictures and files become part of the prompt without being text of the request. */
function hasHiddenPrompt({ messages, tools = [], ...rest }: MessagesRequest): boolean {
  const isServerTool = tools.some(({ type = 'custom' }) => !['custom', 'function'].includes(type));
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return isServerTool || 'mcp_servers' in rest || parts.some(({ type }) => !plainParts.has(type));
}

/** Each recording is judged by what the others of its model taught, as a running gateway would. */
function calibrated(one: Measured, all: readonly Measured[]): number {
  const calibration = new TokenCalibration();
  for (const other of all) {
    if (other === one || other.model !== one.model || other.provider !== one.provider) continue;
    calibration.learn({
      target: targetKey(other.provider, other.model),
      askedModel: other.model,
      ownTokens: other.counted,
      realTokens: other.real,
    });
  }
  return one.counted * calibration.ofTarget(one.provider, one.model);
}

function judged(one: Measured, all: readonly Measured[]): Judged {
  const factor = familyFactor(one.model);
  return {
    provider: one.provider,
    model: one.model,
    real: one.real,
    plain: (one.counted * factor) / one.real,
    sampled: (one.sampled * factor) / one.real,
    calibrated: calibrated(one, all) / one.real,
  };
}

test.skipIf(!isThere)(
  isThere
    ? 'the error over the recordings is what the documentation says'
    : 'recordings are absent: set SWITCHYARD_SHARED, or keep ../shared beside the repository',
  () => {
    const all = measure();
    expect(all.length).toBeGreaterThan(20);
    const report = errorReport(
      all.filter(({ real }) => real >= LARGE).map((one) => judged(one, all)),
    );
    const text = readFileSync(page, 'utf8');
    const start = text.indexOf(REPORT_HEADING);
    if (process.env['SWITCHYARD_WRITE_DOCS'] === '1')
      writeFileSync(page, text.slice(0, start) + report);
    else expect(text.slice(start)).toBe(report);
  },
);
