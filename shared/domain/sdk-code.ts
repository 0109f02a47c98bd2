import type { ExchangeBodies } from './bodies.ts';

/** Why there is no code, or the code itself. */
export type Snippet =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly because: 'notKept' | 'cut' | 'notMessages' };

export type SnippetLanguage = 'typescript' | 'python';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Body = Readonly<Record<string, Json>>;

/** The request as a call of Anthropic's SDK to the gateway; the key is read from the environment, never written. */
export function sdkCodeOf(
  bodies: ExchangeBodies | null,
  origin: string,
  language: SnippetLanguage,
): Snippet {
  const request = bodies?.request ?? null;
  if (bodies === null || request === null) return { ok: false, because: 'notKept' };
  if (request.isCut) return { ok: false, because: 'cut' };
  const body = parsedBody(request.text);
  const [path = ''] = bodies.path.split('?');
  const isCount = path === '/v1/messages/count_tokens';
  if (body === null || (!isCount && path !== '/v1/messages'))
    return { ok: false, because: 'notMessages' };
  const call = { body, origin, isCount, headers: extraHeaders(bodies.headers) };
  return { ok: true, text: language === 'python' ? pythonCode(call) : typescriptCode(call) };
}

interface Call {
  readonly body: Body;
  readonly origin: string;
  readonly isCount: boolean;
  readonly headers: Body;
}

/** The SDK sets content type and version by itself. */
function extraHeaders(headers: Readonly<Record<string, string>>): Body {
  const beta = headers['anthropic-beta'];
  return beta === undefined ? {} : { 'anthropic-beta': beta };
}

function typescriptCode({ body, origin, isCount, headers }: Call): string {
  const streams = body['stream'] === true;
  const options = Object.keys(headers).length === 0 ? '' : `, { headers: ${json(headers)} }`;
  const method = isCount ? 'countTokens' : 'create';
  const type = isCount
    ? 'MessageCountTokensParams'
    : `MessageCreateParams${streams ? '' : 'Non'}Streaming`;
  return [
    `import Anthropic from '@anthropic-ai/sdk';`,
    '',
    'const client = new Anthropic({',
    `  baseURL: ${json(origin)},`,
    '  apiKey: process.env.SWITCHYARD_KEY,',
    '});',
    // The cast lets fields through that the SDK's types do not have yet.
    `const answer = await client.messages.${method}(${json(body)} as Anthropic.${type}${options});`,
    streams
      ? 'for await (const event of answer) console.log(JSON.stringify(event));'
      : 'console.log(JSON.stringify(answer, null, 2));',
    '',
  ].join('\n');
}

/** Arguments that the Python SDK knows; all others go into `extra_body`. */
const pythonArguments = new Set(
  `model max_tokens messages system tools tool_choice temperature top_p top_k stop_sequences metadata stream thinking
  service_tier`.split(/\s+/),
);

function pythonCode({ body, origin, isCount, headers }: Call): string {
  const known = Object.entries(body).filter(([key]) => pythonArguments.has(key));
  const others = Object.fromEntries(
    Object.entries(body).filter(([key]) => !pythonArguments.has(key)),
  );
  const given: [string, Json][] = [
    ...known,
    ...(Object.keys(others).length === 0 ? [] : [['extra_body', others] as [string, Json]]),
    ...(Object.keys(headers).length === 0 ? [] : [['extra_headers', headers] as [string, Json]]),
  ];
  const lines = given.map(([key, value]) => `    ${key}=${python(value, 1)},`);
  return [
    'import os',
    '',
    'import anthropic',
    '',
    `client = anthropic.Anthropic(base_url=${python(origin, 0)}, api_key=os.environ["SWITCHYARD_KEY"])`,
    `answer = client.messages.${isCount ? 'count_tokens' : 'create'}(`,
    ...lines,
    ')',
    ...(body['stream'] === true
      ? ['for event in answer:', '    print(event.to_json())']
      : ['print(answer.to_json())']),
    '',
  ].join('\n');
}

function json(value: Json): string {
  // In a literal `"__proto__":` would set the prototype; computed it is a key like any other.
  return JSON.stringify(value, null, 2).replaceAll(/^(\s*)"__proto__":/gm, '$1["__proto__"]:');
}

/** JSON's escapes are Python's too, surrogate pairs apart: those stay characters. */
function python(value: Json, depth: number): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const indent = '    '.repeat(depth + 1);
  const close = '    '.repeat(depth);
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(
      (each) => `${indent}${python(each, depth + 1)},\n`,
    );
    return items.length === 0 ? '[]' : `[\n${items.join('')}${close}]`;
  }
  const entries = Object.entries(value).map(
    ([key, each]) => `${indent}${JSON.stringify(key)}: ${python(each, depth + 1)},\n`,
  );
  return entries.length === 0 ? '{}' : `{\n${entries.join('')}${close}}`;
}

function parsedBody(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Body)
      : null;
  } catch {
    return null;
  }
}
