/** Models that cannot be told not to think, by any vendor's name for them. */
export function isAlwaysThinking(model: string): boolean {
  return /gpt-oss|glm-5[.p]3/i.test(model);
}
