/** What stands where a key stood. */
export const REDACTED = '[redacted]';

/** Shapes that are keys wherever they occur. Prefixes are those that the catalogue's vendors give. */
const keyShapes: readonly RegExp[] = [
  // First, or `Bearer x-api-key: …` would lose the name and keep the key. `x-api-key: …`, `"api_key":"…"`, `?key=…`, `token=…`
  /\b(?:x-api-key|api[-_]?key|x-goog-api-key|x-switchyard-token|authorization|access[-_]?token|token|secret|password|key)(\\*["']?\s*[:=]\s*\\*["']?)(?!\[redacted\])[^\s"'&,;}]{8,}/gi,
  /\b(?:bearer|basic)\s+[\w.~+/=-]{8,}/gi,
  /(?:sk|pk|rk)-[\w-]{12,}/g,
  /(?:gsk|csk|nvapi|xai|fw|wfr|hf|ghp|gho|glpat|xox[abprs])[-_][\w-]{12,}/g,
  /AIza[\w-]{20,}/g,
  /(?:AKIA|ASIA)[A-Z0-9]{16}/g,
  // JSON web tokens
  /eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
];
/** Nothing that people write is this long without a break; keys of unknown vendors are. */
const longRun = /[\w-]{40,}/g;
/** With `+`, `/` and `=`: base64, unless it reads like a path (few capitals). */
const longBase64 = /[\w+/=-]{40,}/g;

/** Blanks keys by their shape only. For text that may rightly hold long runs, such as signatures. Linear time. */
export function redactKeys(text: string): string {
  return keyShapes.reduce((redacted, shape) => redacted.replace(shape, REDACTED), text);
}

const keyName =
  /^(?:x-api-key|api[-_]?key|x-goog-api-key|x-switchyard-token|authorization|access[-_]?token|token|secret|password|key)$/i;

/** Blanks keys in each string of a JSON text, so that it stays JSON; null where it is none. */
export function redactJson(text: string): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON, or only the beginning of it.
    return null;
  }
  return JSON.stringify(parsed, (name, value: unknown) => {
    if (typeof value === 'string')
      return keyName.test(name) && value.length >= 8 ? REDACTED : redactKeys(value);
    return isRecord(value) ? withRedactedNames(value) : value;
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withRedactedNames(
  record: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(record);
  if (names.every((name) => redactKeys(name) === name)) return record;
  return Object.fromEntries(names.map((name) => [redactKeys(name), record[name]]));
}

/** For messages that are kept or shown: keys by shape, and whatever looks like one by its length. */
export function redact(text: string): string {
  return redactKeys(text)
    .replace(longRun, REDACTED)
    .replace(longBase64, (run) => (isPathLike(run) ? run : REDACTED));
}

function isPathLike(run: string): boolean {
  const capitals = run.match(/[A-Z]/g)?.length ?? 0;
  return run.includes('/') && !/[+=]/.test(run) && capitals < run.length / 5;
}
