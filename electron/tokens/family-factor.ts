/**
 * What a model's tokenizer makes of our unit before any real usage is known; rounded up, since a count too low ends in
 * "prompt is too long". Claude from Opus 4.7 and Sonnet 5 on has a new tokenizer with about 30 % more tokens:
 * https://platform.claude.com/docs/en/build-with-claude/token-counting
 */
export function familyFactor(model: string): number {
  const name = model.toLowerCase();
  const claude = /(opus|sonnet|haiku|fable)-(\d+)(?:[-.](\d{1,2})(?!\d))?/.exec(name);
  if (claude !== null) {
    const [, tier, major, minor] = claude;
    const version = Number(major) + Number(minor ?? 0) / 100;
    return version >= (tier === 'opus' ? 4.07 : 5) ? 1.25 : 1;
  }
  return /\bglm|mistral|minimax|kimi/.test(name) ? 1.1 : 1;
}
