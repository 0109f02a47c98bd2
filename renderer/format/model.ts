/** Dense lists leave out `claude-`; tooltip, detail and copy have the whole id. */
export function shortModel(modelId: string): string {
  return modelId.replace(/^claude-/, '');
}

/** Two letters for a provider: initials of its words or humps, else the first two letters. */
export function providerMark(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const first = words[0] ?? '?';
  const second = words[1]?.[0] ?? first[1] ?? '';
  return `${first[0]?.toUpperCase() ?? ''}${second.toLowerCase()}`;
}
