/** Where the text in a key's place leads. */
export type KeySource =
  | { readonly kind: 'none' }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'secret'; readonly secret: string }
  /** A text that stands for "put your key here". */
  | { readonly kind: 'blank' };

/** What people write where a server wants some key but looks at none. */
const noKeyNeeded = new Set(
  'x - none null dummy test empty ollama lmstudio lm-studio llamacpp local no-key no-key-required not-needed sk-no-key-required'.split(
    ' ',
  ),
);
/** Stand-ins that other routers leave in a client's settings. */
const routersOwn = new Set(['proxy_managed', 'managed-by-cc-relay', 'freecc']);
const blank = /^(?:<.*>|\.{3,}|x{3,}|\*+|sk-(?:x+|\.+|\*+)|.*\byour[-_ ].*)$/i;

/** Tells a reference to the environment from a key in plain text; `Bearer ` before it is no part of it. */
export function keySource(value: string): KeySource {
  const key = value.replace(/^bearer\s+/i, '').trim();
  const name = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/.exec(key);
  if (name !== null) return { kind: 'env', name: name[1] ?? name[2] ?? '' };
  const plain = key.toLowerCase();
  if (plain === '' || noKeyNeeded.has(plain) || routersOwn.has(plain)) return { kind: 'none' };
  // Half a reference is no key: what it would become is only known when the other tool runs.
  return blank.test(key) || key.includes('${')
    ? { kind: 'blank' }
    : { kind: 'secret', secret: key };
}
