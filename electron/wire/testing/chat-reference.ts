import type { Summary } from './streams.ts';

interface Call {
  index: number | null;
  id: string;
  name: string;
  text: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * An accumulator of chat chunks that shares no code with the translator: it reads the finished stream as a whole and
 * so needs neither queue nor state machine.
 */
export function referenceOf(payloads: readonly unknown[]): Summary & { finish: string | null } {
  let content = '';
  let reasoning = '';
  let finish: string | null = null;
  const calls: Call[] = [];
  for (const payload of payloads as readonly Fields[]) {
    const choices = (payload['choices'] ?? []) as readonly Fields[];
    const choice = choices[0];
    if (!choice || finish !== null) continue;
    const delta = (choice['delta'] ?? choice['message'] ?? {}) as Fields;
    reasoning += reasoningOf(delta);
    if (typeof delta['content'] === 'string') content += delta['content'];
    else {
      for (const part of (delta['content'] ?? []) as readonly Fields[]) {
        if (part['type'] === 'thinking') reasoning += textsOf(part['thinking']);
        else content += textsOf(part['text']);
      }
    }
    for (const piece of (delta['tool_calls'] ?? []) as readonly Fields[]) addCall(calls, piece);
    if (choice['finish_reason']) finish = choice['finish_reason'] as string;
  }
  const [thought, text] = splitTag(content, reasoning === '');
  return {
    text: text.trim() === '' ? '' : text,
    thinking: reasoning + thought,
    tools: calls.map(({ name, text: json }) => ({ name, input: json === '' ? {} : parse(json) })),
    finish,
  };
}

function reasoningOf(delta: Fields): string {
  for (const field of ['reasoning_content', 'reasoning']) {
    const words = delta[field];
    if (typeof words === 'string' && words !== '') return words;
  }
  const details = (delta['reasoning_details'] ?? []) as readonly Fields[];
  return details.map((detail) => (detail['text'] ?? detail['summary'] ?? '') as string).join('');
}

function addCall(calls: Call[], piece: Fields): void {
  const index = (piece['index'] ?? null) as number | null;
  const id = (piece['id'] ?? '') as string;
  const { name, arguments: raw } = (piece['function'] ?? {}) as Fields;
  const text = typeof raw === 'string' ? raw : raw ? JSON.stringify(raw) : '';
  const same = calls.findLast((call) => (index === null ? id === call.id : index === call.index));
  const isNew = !same || (id !== '' && same.id !== '' && same.id !== id && Boolean(name));
  const call = isNew ? { index, id, name: '', text: '' } : same;
  if (isNew) calls.push(call);
  if (call.id === '') call.id = id;
  if (typeof name === 'string' && name !== call.name) call.name += name;
  call.text += text;
}

function splitTag(content: string, mayHaveTag: boolean): [string, string] {
  const open = mayHaveTag ? /^\s*<(think|thinking)>/.exec(content) : null;
  if (!open) return ['', content];
  const rest = content.slice(open[0].length);
  const close = `</${open[1] ?? ''}>`;
  const at = rest.indexOf(close);
  return at === -1 ? [rest, ''] : [rest.slice(0, at), rest.slice(at + close.length).trimStart()];
}

function textsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value)
    ? (value as readonly Fields[]).map((part) => String(part['text'])).join('')
    : '';
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return json;
  }
}
