/** What stands where a key stood. */
export const REDACTED = '[redacted]';

/** A key's prefix counts only where a word begins: at a letter's edge, or behind an escape (`\\nsk-…`, `%22sk-…`) of raw text. */
const WORD_BEGINS = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf])|(?<=%[0-9A-Fa-f]{2}))`;

function shape(source: string): RegExp {
  return new RegExp(WORD_BEGINS + source, 'g');
}

/**
 * Shapes that are keys wherever they occur: the one list of the product. Prefixes are those that the catalogue's vendors
 * give; `*` stands in keys that a vendor shows in part.
 */
const keyShapes: readonly RegExp[] = [
  // First, or `Bearer x-api-key: …` would lose the name and keep the key. `x-api-key: …`, `"api_key":"…"`, `?key=…`, `token=…`
  /\b(?:x-api-key|api[-_]?key|x-goog-api-key|x-switchyard-token|authorization|access[-_]?token|token|secret|password|key)(\\*["']?\s*[:=]\s*\\*["']?)(?!\[redacted\])[^\s"'&,;}]{8,}/gi,
  /\b(?:bearer|basic)\s+[\w.~+/=*-]{8,}/gi,
  shape('(?:sk|pk|rk)-[\\w*-]{12,}'),
  shape('(?:gsk|csk|nvapi|xai|fw|wfr|tgp|hf|gh[oprsu]|glpat|xox[abeprs])[-_][\\w*-]{12,}'),
  // Words such as "api-version" begin so too: only a run without a break, with a digit, is a key.
  shape('(?:key|api|tok|ak|pk|rk)[-_](?=[A-Za-z]*[\\d*])[A-Za-z0-9*]{16,}'),
  shape('AIza[\\w*-]{16,}'),
  shape('ya29\\.[\\w-]{12,}'),
  shape('(?:AKIA|ASIA)[A-Z0-9*]{16}'),
  // JSON web tokens
  /eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
];
/** Nothing that people write is this long without a break; keys of unknown vendors are. */
const longRun = /[\w-]{40,}/g;
/** With `+`, `/` and `=`: base64, unless it reads like a path (few capitals). */
const longBase64 = /[\w+/=-]{40,}/g;
/** A shorter secret would blank half of what people write; no vendor gives one. */
const MIN_SECRET_CHARACTERS = 4;

/** Blanks keys by their shape only. For text that may rightly hold long runs, such as signatures. Linear time. */
export function redactKeys(text: string): string {
  return keyShapes.reduce((redacted, shape) => redacted.replace(shape, REDACTED), text);
}

const keyName =
  /^(?:x-api-key|api[-_]?key|x-goog-api-key|x-switchyard-token|authorization|access[-_]?token|token|secret|password|key)$/i;

/**
 * Blanks keys in each string of a JSON text, so that it stays JSON; null where it is none. `blank` says how a string is
 * looked at: by key shapes only, or as {@link redact} does.
 */
export function redactJson(
  text: string,
  blank: (value: string) => string = redactKeys,
): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON, or only the beginning of it.
    return null;
  }
  return JSON.stringify(parsed, (name, value: unknown) => {
    if (typeof value === 'string')
      return keyName.test(name) && value.length >= 8 ? REDACTED : blank(value);
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

/**
 * For messages that are kept or shown: exactly the secret that was used, however it looks (some upstreams quote the key
 * that they refuse, as it is or percent-encoded), then keys by shape and whatever looks like one by its length.
 */
export function redact(text: string, secret: string | null = null): string {
  return redactKeys(withoutForms(text, secretForms(secret)))
    .replace(longRun, REDACTED)
    .replace(longBase64, (run) => (isPathLike(run) ? run : REDACTED));
}

/** How a known secret may be written: as it is and percent-encoded. None where it is too short to be looked for. */
export function secretForms(secret: string | null): readonly string[] {
  if (secret === null || secret.length < MIN_SECRET_CHARACTERS) return [];
  return [...new Set([secret, percentEncoded(secret)])];
}

/** Blanks exactly these; nothing else. */
export function withoutForms(text: string, forms: readonly string[]): string {
  return forms.reduce((blanked, form) => blanked.replaceAll(form, REDACTED), text);
}

/** As `encodeURIComponent`, which throws for half a surrogate pair; such a secret stays as it is. */
function percentEncoded(secret: string): string {
  return secret.isWellFormed() ? encodeURIComponent(secret) : secret;
}

function isPathLike(run: string): boolean {
  const capitals = run.match(/[A-Z]/g)?.length ?? 0;
  return run.includes('/') && !/[+=]/.test(run) && capitals < run.length / 5;
}
