/** One part of a request that differs from the request before. Texts are pretty JSON, or prose as it is. */
export interface PartChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Where: `max_tokens`, `tools[3]`, `messages[12]`. */
  readonly path: string;
  /** What it is in a word: the tool's name, the role and the kinds of block. */
  readonly about: string;
  readonly before: string | null;
  readonly after: string | null;
}

export const requestParts = ['parameters', 'tools', 'system', 'messages'] as const;
export type RequestPart = (typeof requestParts)[number];

export interface RequestDiff {
  readonly changes: Readonly<Record<RequestPart, readonly PartChange[]>>;
  /** How many parts are the same in both. */
  readonly same: Readonly<Record<RequestPart, number>>;
  /** Where the part that a prompt cache could serve ends first; null: all of the request before is at the beginning. */
  readonly breaksAt: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** Parameters that belong to the cached prefix: another model caches nothing, the others cut off the messages. */
const prefixParameters = ['tool_choice', 'thinking'] as const;

/**
 * What one Messages request has that the request before had not, and the reverse. A cache is filled in the order tools,
 * system, messages; marks of `cache_control` are no content, so that moving one is no change. Rests between its steps,
 * so that a megabyte does not hold up a frame. null: one of the two is no Messages request.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching
 */
export async function diffRequests(
  beforeText: string,
  afterText: string,
  rest: () => Promise<void>,
): Promise<RequestDiff | null> {
  const before = parsed(beforeText);
  await rest();
  const after = parsed(afterText);
  if (before === null || after === null) return null;
  const parts: Partial<Record<RequestPart, ListDiff>> = {};
  for (const part of requestParts) {
    await rest();
    parts[part] =
      part === 'parameters'
        ? diffParameters(before, after)
        : diffList(part, listOf(before[part]), listOf(after[part]));
  }
  const { parameters = none, tools = none, system = none, messages = none } = parts;
  return {
    changes: {
      parameters: parameters.changes,
      tools: tools.changes,
      system: system.changes,
      messages: messages.changes,
    },
    same: {
      parameters: parameters.same,
      tools: tools.same,
      system: system.same,
      messages: messages.same,
    },
    breaksAt: firstBreak(before, after, [tools, system], messages),
  };
}

interface ListDiff {
  readonly changes: readonly PartChange[];
  readonly same: number;
  /** First place that differs; null: all of the list before stands at the beginning of the list after. */
  readonly breaksAt: string | null;
  /** Something was put behind the list: what follows it in the prefix has moved. */
  readonly hasGrown: boolean;
}
const none: ListDiff = { changes: [], same: 0, breaksAt: null, hasGrown: false };

function firstBreak(
  before: Fields,
  after: Fields,
  lists: readonly [tools: ListDiff, system: ListDiff],
  messages: ListDiff,
): string | null {
  if (before['model'] !== after['model']) return 'model';
  const names = ['tools', 'system'] as const;
  for (const [place, list] of lists.entries()) {
    if (list.breaksAt !== null) return list.breaksAt;
    if (list.hasGrown) return names[place] ?? null;
  }
  const parameter = prefixParameters.find(
    (key) => canonical(before[key]) !== canonical(after[key]),
  );
  return parameter ?? messages.breaksAt;
}

function diffParameters(before: Fields, after: Fields): ListDiff {
  const lists = new Set<string>(['tools', 'system', 'messages']);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !lists.has(key),
  );
  const changes = keys.flatMap((key) => {
    const change = changeOf(key, '', before[key], after[key]);
    return change === null ? [] : [change];
  });
  return { changes, same: keys.length - changes.length, breaksAt: null, hasGrown: false };
}

/** Tools are matched by name, the others by place: a conversation grows at its end. */
function diffList(
  part: RequestPart,
  before: readonly unknown[],
  after: readonly unknown[],
): ListDiff {
  const old = before.map(canonical);
  const now = after.map(canonical);
  const differs = old.findIndex((text, place) => text !== now[place]);
  const path = (place: number): string => `${part}[${String(place)}]`;
  const byName = part === 'tools' && hasNames(before) && hasNames(after);
  const oldPlaces = byName ? placesByName(before) : null;
  const nowPlaces = byName ? placesByName(after) : null;
  const changes: PartChange[] = [];
  let same = 0;
  after.forEach((value, place) => {
    const from = oldPlaces === null ? place : oldPlaces.get(nameOf(value));
    const change =
      from === undefined || from >= before.length
        ? changeOf(path(place), aboutOf(value), undefined, value)
        : changeOf(path(place), aboutOf(value), before[from], value);
    if (change === null) same += 1;
    else changes.push(change);
  });
  before.forEach((value, place) => {
    const isGone = nowPlaces === null ? place >= after.length : !nowPlaces.has(nameOf(value));
    const change = isGone ? changeOf(path(place), aboutOf(value), value, undefined) : null;
    if (change !== null) changes.push(change);
  });
  return {
    changes,
    same,
    breaksAt: differs < 0 ? null : path(differs),
    hasGrown: after.length > before.length,
  };
}

function changeOf(path: string, about: string, before: unknown, after: unknown): PartChange | null {
  const [old, now] = [canonical(before), canonical(after)];
  if (old === now) return null;
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return {
    kind,
    path,
    about,
    before: before === undefined ? null : readable(before),
    after: after === undefined ? null : readable(after),
  };
}

/** Each has one, and no two the same. */
function hasNames(values: readonly unknown[]): boolean {
  const names = new Set(values.map(nameOf));
  return names.size === values.length && !names.has('');
}

function placesByName(tools: readonly unknown[]): ReadonlyMap<string, number> {
  return new Map(tools.map((tool, place) => [nameOf(tool), place]));
}

function nameOf(value: unknown): string {
  const name = fieldsOf(value)?.['name'];
  return typeof name === 'string' ? name : '';
}

function aboutOf(value: unknown): string {
  const fields = fieldsOf(value);
  if (fields === null) return '';
  const { role, content, name, type } = fields;
  if (typeof role === 'string') return [role, ...blockTypes(content)].join(' · ');
  if (typeof name === 'string') return name;
  return typeof type === 'string' ? type : '';
}

function blockTypes(content: unknown): readonly string[] {
  if (!Array.isArray(content)) return ['text'];
  const types = content.map((block) => fieldsOf(block)?.['type']);
  return [...new Set(types.filter((type) => typeof type === 'string'))];
}

/** Equal for values that mean the same to a cache. A plain string is a block of text in the other way of writing. */
function canonical(value: unknown): string {
  if (value === undefined) return '';
  return JSON.stringify(value, (key, member: unknown) => {
    if (key === 'cache_control') return undefined;
    return key === 'content' && typeof member === 'string'
      ? [{ type: 'text', text: member }]
      : member;
  });
}

/** Prose as it is read; anything else as JSON in lines. */
function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const fields = fieldsOf(value);
  if (fields?.['type'] === 'text' && typeof fields['text'] === 'string') return fields['text'];
  return JSON.stringify(value, null, 2).replaceAll(String.raw`\n`, '\n');
}

function listOf(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return [{ type: 'text', text: value }];
  return Array.isArray(value) ? value : [];
}

function parsed(text: string): Fields | null {
  try {
    const fields = fieldsOf(JSON.parse(text));
    return Array.isArray(fields?.['messages']) ? fields : null;
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}
