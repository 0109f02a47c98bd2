/** How the options of a model reach the rules that aim at it. */
export type ModelOptions = (provider: string, model: string) => { readonly thinking?: 'off' };

/** `provider,model`, or `provider/model` as 3.x writes it. */
export function splitTarget(text: string): { readonly provider: string; readonly model: string } {
  const at = text.includes(',') ? text.indexOf(',') : text.indexOf('/');
  return at === -1
    ? { provider: text, model: '' }
    : { provider: text.slice(0, at).trim(), model: text.slice(at + 1).trim() };
}
