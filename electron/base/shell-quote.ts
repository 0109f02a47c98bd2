/** One word for sh, bash, zsh and fish. Plain words stay as they are, so that commands can be read. */
export function quotePosix(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** One word for PowerShell; it also reads typographic quotes as quotes, so those are doubled too. */
export function quotePowerShell(word: string): string {
  return `'${word.replace(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}
