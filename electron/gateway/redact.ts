const keyShapes = [
  /\b(?:sk|pk|rk|nvapi|gsk|xai|tgp|fw|csk|hf|ghp|gho|AIza|AKIA|ya29)[-_.]?[A-Za-z0-9_\-.]{12,}/g,
  /\b(Bearer|Basic)\s+[A-Za-z0-9+/_\-.=]{8,}/gi,
  /\b[A-Za-z0-9_-]{40,}\b/g,
];

/**
 * Blanks what looks like a key in an upstream's words (some quote the key that they refuse), and exactly the secret
 * that was used, however it looks.
 */
export function redact(text: string, secret: string | null): string {
  const known = secret === null || secret.length < 4 ? text : text.replaceAll(secret, '[key]');
  return keyShapes.reduce((redacted, shape) => redacted.replace(shape, '[key]'), known);
}
