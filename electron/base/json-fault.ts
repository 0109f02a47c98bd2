/**
 * Where a text stops being JSON, as an offset; `text.length` where it ends too early, null where it is JSON. The engine's
 * own error names a place only sometimes.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function jsonFaultAt(text: string): number | null {
  const reader = new Reader(text);
  while (reader.step());
  return reader.faultAt;
}

type Want = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'more' | 'end';

const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
// eslint-disable-next-line no-control-regex -- the characters that a string of JSON may not hold as they are
const plainCharacters = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const blank = /[\t\n\r ]*/y;

/** Goes over the text once, without a call per level: a stranger's file may nest as deep as it likes. */
class Reader {
  readonly #text: string;
  /** Signs that close what is open. */
  readonly #open: string[] = [];
  #wants: Want = 'value';
  #at = 0;
  faultAt: number | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#skip(blank);
  }

  /** One sign, string or word; false at the end or at the fault. */
  step(): boolean {
    const isFine = this.#take(this.#text[this.#at] ?? '');
    if (!isFine) this.faultAt ??= this.#at;
    if (!isFine || this.#wants === 'end') {
      this.#skip(blank);
      if (isFine && this.#at < this.#text.length) this.faultAt = this.#at;
      return false;
    }
    this.#skip(blank);
    return true;
  }

  #take(sign: string): boolean {
    switch (this.#wants) {
      case 'value':
        return this.#value(sign);
      case 'first-value':
        return sign === ']' ? this.#close() : this.#value(sign);
      case 'key':
        return this.#key(sign);
      case 'first-key':
        return sign === '}' ? this.#close() : this.#key(sign);
      case 'colon':
        return sign === ':' && this.#on('value');
      case 'more':
        if (sign === this.#open.at(-1)) return this.#close();
        return sign === ',' && this.#on(this.#open.at(-1) === '}' ? 'key' : 'value');
      case 'end':
        return false;
    }
  }

  #value(sign: string): boolean {
    if (sign === '{' || sign === '[') {
      this.#open.push(sign === '{' ? '}' : ']');
      return this.#on(sign === '{' ? 'first-key' : 'first-value');
    }
    const isRead = sign === '"' ? this.#string() : this.#skip(literal);
    if (isRead) this.#wants = this.#open.length === 0 ? 'end' : 'more';
    return isRead;
  }

  #key(sign: string): boolean {
    const isRead = sign === '"' && this.#string();
    if (isRead) this.#wants = 'colon';
    return isRead;
  }

  #close(): boolean {
    this.#open.pop();
    return this.#on(this.#open.length === 0 ? 'end' : 'more');
  }

  /** Past one sign. */
  #on(wants: Want): boolean {
    this.#at += 1;
    this.#wants = wants;
    return true;
  }

  #string(): boolean {
    this.#at += 1;
    do this.#skip(plainCharacters);
    while (this.#skip(escape));
    if (this.#text[this.#at] !== '"') return false;
    this.#at += 1;
    return true;
  }

  /** Past what the expression matches here; false where it does not. */
  #skip(expression: RegExp): boolean {
    expression.lastIndex = this.#at;
    if (!expression.test(this.#text)) return false;
    this.#at = expression.lastIndex;
    return true;
  }
}
