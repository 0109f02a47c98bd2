/** What a figure calls the model that costs are compared with: Sonnet in one word, any other by its own name. */
export function baselineWord(model: string): string {
  return /^claude-sonnet\b/.test(model) ? 'Sonnet' : model.replace(/^claude-/, '');
}
