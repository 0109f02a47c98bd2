import type { StreamEventRecord } from '../../../shared/domain/exchange.ts';

/** One line of the event log: an event, or a run of like deltas folded into one. */
export type EventLine =
  | {
      readonly fold: false;
      readonly index: number;
      readonly deltaMs: number;
      readonly type: string;
      /** The part worth seeing first, such as `text_delta`; empty when the data says it all. */
      readonly head: string;
      readonly data: string;
    }
  | {
      readonly fold: true;
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly head: string;
      readonly spanMs: number;
      readonly characters: number;
    };

/** A run shows its first two and its last; what is between folds when that saves at least two lines. */
const shownBefore = 2;
const shownAfter = 1;
const foldFrom = shownBefore + shownAfter + 3;

export function eventLines(
  events: readonly StreamEventRecord[],
  matches: ((event: StreamEventRecord) => boolean) | null,
  readDelta: ReadDelta = readClientDelta,
): readonly EventLine[] {
  const read = events.map((event, place) => readEvent(event, events[place - 1], readDelta));
  // Someone who searches wants to see each hit.
  if (matches !== null) return read.filter(({ event }) => matches(event)).map(({ line }) => line);
  const lines: EventLine[] = [];
  let start = 0;
  while (start < read.length) {
    let end = start + 1;
    const kind = read[start]?.run ?? null;
    while (kind !== null && end < read.length && read[end]?.run === kind) end += 1;
    lines.push(...foldRun(read.slice(start, end), events.slice(start, end)));
    start = end;
  }
  return lines;
}

interface ReadEvent {
  readonly event: StreamEventRecord;
  readonly line: EventLine;
  /** Equal for deltas that may fold together. */
  readonly run: string | null;
  readonly characters: number;
}

function foldRun(
  run: readonly ReadEvent[],
  events: readonly StreamEventRecord[],
): readonly EventLine[] {
  if (run.length < foldFrom) return run.map((read) => read.line);
  const inner = run.slice(shownBefore, -shownAfter);
  const times = events.slice(shownBefore - 1, -shownAfter);
  const first = times[0];
  const last = times.at(-1);
  const fold: EventLine = {
    fold: true,
    from: events[shownBefore]?.index ?? 0,
    to: last?.index ?? 0,
    count: inner.length,
    head: run[0]?.line.head ?? '',
    spanMs: (last?.atMs ?? 0) - (first?.atMs ?? 0),
    characters: inner.reduce((sum, read) => sum + read.characters, 0),
  };
  return [
    ...run.slice(0, shownBefore).map((read) => read.line),
    fold,
    ...run.slice(-shownAfter).map((read) => read.line),
  ];
}

interface Delta {
  readonly block: number;
  readonly head: string;
  readonly text: string;
}
/** The one string that an event carries, in the words of its dialect; null where it is no delta. */
export type ReadDelta = (event: StreamEventRecord) => Delta | null;

function readEvent(
  event: StreamEventRecord,
  previous: StreamEventRecord | undefined,
  readDelta: ReadDelta,
): ReadEvent {
  const delta = readDelta(event);
  const line: EventLine = {
    fold: false,
    index: event.index,
    deltaMs: Math.round(event.atMs - (previous?.atMs ?? event.atMs)),
    type: event.type,
    head: delta?.head ?? '',
    data: delta === null ? event.data : JSON.stringify(delta.text),
  };
  return {
    event,
    line,
    run: delta === null ? null : `${String(delta.block)} ${delta.head}`,
    characters: delta?.text.length ?? 0,
  };
}

const deltaTexts: Readonly<Record<string, string>> = {
  text_delta: 'text',
  thinking_delta: 'thinking',
  input_json_delta: 'partial_json',
  signature_delta: 'signature',
};

/** Data is cut at 4 KiB, so it may not parse; then it is shown as it is. */
export function readClientDelta({ type, data }: StreamEventRecord): Delta | null {
  if (type !== 'content_block_delta') return null;
  const parsed = parseObject(data);
  const fields = objectOf(parsed?.['delta']);
  if (fields === null) return null;
  const head = fields['type'];
  if (typeof head !== 'string') return null;
  const text = fields[deltaTexts[head] ?? ''];
  if (typeof text !== 'string') return null;
  const block = parsed?.['index'];
  return { block: typeof block === 'number' ? block : 0, head, text };
}

/** A chat-completion chunk with one string in its delta: content, reasoning, or a piece of a tool call. */
export function readUpstreamDelta({ data }: StreamEventRecord): Delta | null {
  const choices = parseObject(data)?.['choices'];
  const delta = objectOf(Array.isArray(choices) ? objectOf(choices[0])?.['delta'] : null);
  if (delta === null) return null;
  const calls = delta['tool_calls'];
  if (Array.isArray(calls) && calls.length > 0) return readCall(objectOf(calls[0]));
  for (const head of ['reasoning_content', 'reasoning', 'content']) {
    const text = delta[head];
    if (typeof text === 'string' && text !== '') return { block: 0, head, text };
  }
  return null;
}

/** The name comes once and begins a call; its arguments follow in pieces. */
function readCall(call: Readonly<Record<string, unknown>> | null): Delta | null {
  const given = objectOf(call?.['function']);
  const place = typeof call?.['index'] === 'number' ? call['index'] : 0;
  const name = given?.['name'];
  if (typeof name === 'string' && name !== '')
    return { block: place, head: `tool_calls[${String(place)}].name`, text: name };
  const text = given?.['arguments'];
  if (typeof text !== 'string') return null;
  return { block: place, head: `tool_calls[${String(place)}].arguments`, text };
}

/** Places worth jumping to, in whichever dialect a line is written. */
export const jumps = ['text', 'tool', 'error', 'gap'] as const;
export type Jump = (typeof jumps)[number];

export const longGapMs = 500;

/** Its place among the lines, or -1. */
export function jumpPlace(lines: readonly EventLine[], jump: Jump): number {
  return lines.findIndex((line) => !line.fold && jumpTests[jump](line));
}

const jumpTests: Readonly<
  Record<Jump, (line: Extract<EventLine, { readonly fold: false }>) => boolean>
> = {
  text: ({ head }) => head === 'text_delta' || head === 'content',
  tool: ({ head, data }) => head.startsWith('tool_calls[') || /"type":\s*"tool_use"/.test(data),
  error: ({ type, head, data }) =>
    type === 'error' || (head === '' && /^\{(?:"type":\s*"error"|"error":\s*[{"])/.test(data)),
  gap: ({ deltaMs }) => deltaMs > longGapMs,
};

function parseObject(data: string): Readonly<Record<string, unknown>> | null {
  try {
    return objectOf(JSON.parse(data));
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** `/expression/i` or plain words; null when the box is empty, `'invalid'` while an expression is half typed. */
export function eventFilter(
  text: string,
): ((event: StreamEventRecord) => boolean) | null | 'invalid' {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const expression = /^\/(.*?)(?:\/([a-z]*))?$/.exec(trimmed);
  if (expression === null) {
    const word = trimmed.toLowerCase();
    return (event) =>
      event.type.toLowerCase().includes(word) || event.data.toLowerCase().includes(word);
  }
  try {
    const compiled = new RegExp(
      expression[1] ?? '',
      (expression[2] ?? '').replaceAll(/[gy]/g, '') || 'i',
    );
    return (event) => compiled.test(`${event.type} ${event.data}`);
  } catch {
    return 'invalid';
  }
}
