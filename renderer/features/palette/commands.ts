import type { IconName } from '../../ui/icon-paths.tsx';

export interface Command {
  readonly id: string;
  readonly group: 'actions' | 'pages' | 'profiles' | 'folders' | 'providers';
  readonly label: string;
  readonly icon: IconName;
  /** Other words that find it: the English name, an id, a path. */
  readonly also?: string;
  readonly note?: string;
  readonly shortcut?: string;
  readonly run: () => void;
}

export interface Group {
  readonly group: Command['group'];
  readonly commands: readonly Command[];
}

const shownPerGroup = 8;

/** Commands that hold every word of the query, in groups; what begins with the query comes first. */
export function findCommands(commands: readonly Command[], query: string): readonly Group[] {
  const wanted = normal(query).split(/\s+/).filter(Boolean);
  const found = commands
    .filter((command) => {
      const text = normal(`${command.label} ${command.also ?? ''}`);
      return wanted.every((word) => text.includes(word));
    })
    .map((command) => ({ command, at: normal(command.label).indexOf(wanted[0] ?? '') }));
  const groups = new Map<Command['group'], Command[]>();
  for (const { command } of found.toSorted((a, b) => rank(a.at) - rank(b.at))) {
    const members = groups.get(command.group) ?? [];
    if (members.length < shownPerGroup || wanted.length > 0) members.push(command);
    groups.set(command.group, members);
  }
  return (['actions', 'pages', 'profiles', 'folders', 'providers'] as const)
    .map((group) => ({ group, commands: groups.get(group) ?? [] }))
    .filter(({ commands: members }) => members.length > 0);
}

/** Where the query stands in a label, for its underline; null when it was found elsewhere. */
export function markedPart(label: string, query: string): readonly [number, number] | null {
  const word = normal(query).split(/\s+/).find(Boolean);
  if (word === undefined) return null;
  const at = normal(label).indexOf(word);
  return at === -1 ? null : [at, at + word.length];
}

function rank(at: number): number {
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}

/** Case is folded; length stays, so that places in the text stay right. */
function normal(text: string): string {
  return text.toLowerCase();
}
