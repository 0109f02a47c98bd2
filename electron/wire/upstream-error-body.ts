import { redact } from '../../shared/base/redact.ts';

/** What an upstream said about its failure, whatever shape it chose. */
export interface UpstreamErrorFacts {
  /** The upstream's own words, without secrets; never empty. */
  readonly message: string;
  /** `code`, `type` and `status` of every layer, lower-case, for classification. */
  readonly codes: readonly string[];
  /** From `RetryInfo` or "try again in 7m12s"; null when not said. */
  readonly retryAfterSeconds: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const MAX_MESSAGE_CHARACTERS = 2000;

/**
 * Reads `{error:{…}}`, `{error:"…"}`, `{type:"error",…}`, `{object:"error",…}`, `{message}`, `{detail:…}`,
 * `{status,title}`, `{base_resp:{…}}`, `[{error}]`, `{code,msg}`, HTML, plain text and nothing at all.
 */
export function readErrorBody(status: number, body: string): UpstreamErrorFacts {
  const trimmed = body.trim();
  const parsed = parse(trimmed);
  const root = asFields(Array.isArray(parsed) ? parsed[0] : parsed);
  const facts = root ? readFields(root) : null;
  const words = facts?.message ?? (root === null ? readText(trimmed) : null);
  const message = redact(words ?? `HTTP ${status} without a message`)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_MESSAGE_CHARACTERS);
  return {
    message,
    codes: facts?.codes ?? [],
    retryAfterSeconds: readRetryDelay(trimmed),
  };
}

function readFields(root: Fields): { message: string | null; codes: string[] } {
  const error = root['error'] ?? firstOf(root['errors']);
  const baseResponse = asFields(root['base_resp']);
  const layers = [asFields(error), asFields(asFields(error)?.['error']), baseResponse, root];
  const codes = layers.flatMap((layer) =>
    ['code', 'type', 'status', 'status_code', 'reason'].flatMap((key) => codeOf(layer?.[key])),
  );
  const candidates = [
    asFields(asFields(error)?.['error'])?.['message'],
    withRaw(asFields(error)),
    error,
    baseResponse?.['status_msg'],
    root['message'],
    root['Message'],
    root['msg'],
    readDetail(root['detail']),
    root['title'],
    root['error_description'],
  ];
  const message = candidates.find((words) => typeof words === 'string' && words.trim() !== '');
  return { message: (message as string | undefined) ?? null, codes };
}

/** OpenRouter wraps: "Provider returned error" says nothing, `metadata.raw` says why. */
function withRaw(error: Fields | null): string | null {
  const message = error?.['message'];
  if (typeof message !== 'string') return null;
  const raw = asFields(error?.['metadata'])?.['raw'];
  if (typeof raw !== 'string' || raw === '') return message;
  const inner = asFields(parse(raw.trim()));
  return `${message}: ${(inner && readFields(inner).message) ?? raw}`;
}

/** FastAPI: a string, or a list of `{loc, msg}`. */
function readDetail(detail: unknown): string | null {
  if (typeof detail === 'string') return detail;
  if (!Array.isArray(detail)) {
    const message = asFields(detail)?.['message'] ?? asFields(detail)?.['msg'];
    return typeof message === 'string' ? message : null;
  }
  const lines = detail.flatMap((entry: unknown) => {
    const { loc, msg } = asFields(entry) ?? {};
    if (typeof msg !== 'string') return [];
    return [Array.isArray(loc) ? `${loc.join('.')}: ${msg}` : msg];
  });
  return lines.length === 0 ? null : lines.join('; ');
}

function readText(text: string): string | null {
  if (text === '') return null;
  if (!/^<(!doctype|html|head|body|\?xml)/i.test(text)) return text;
  const title = /<(title|h1)[^>]*>([^<]+)</i.exec(text)?.[2]?.trim();
  return title ? `an HTML page: ${title}` : 'an HTML page instead of an answer';
}

function readRetryDelay(text: string): number | null {
  const inBody = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(text)?.[1];
  if (inBody !== undefined) return Math.ceil(Number(inBody));
  const words =
    /(?:try again|retry) (?:in|after) (?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)\s*(ms|s))?/i.exec(
      text,
    );
  if (!words) return null;
  const [, hours = '0', minutes = '0', amount = '0', unit] = words;
  const last = Number.parseFloat(amount) / (unit?.toLowerCase() === 'ms' ? 1000 : 1);
  const seconds = Number(hours) * 3600 + Number(minutes) * 60 + last;
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}

function codeOf(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' && value !== '' ? [value.toLowerCase()] : [];
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function parse(text: string): unknown {
  if (!/^[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Cut or half JSON is read as plain text.
    return null;
  }
}

function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}
