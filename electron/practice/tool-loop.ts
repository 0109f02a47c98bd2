import type { MessagesRequest } from '../../shared/wire/messages.ts';
import type { PracticeBlock } from './practice-answer.ts';
import { workingDirectory, type Prompt } from './prompt.ts';

export interface ToolStep {
  readonly words: string;
  /** Empty: the loop is over. */
  readonly tools: readonly Extract<PracticeBlock, { type: 'tool_use' }>[];
}

const FILE_NAME = 'switchyard-practice.txt';
const FILE_TEXT = 'Written by the practice provider of Switchyard. You can delete this file.\n';

interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, string>>;
}

/**
 * The next step of the harmless loop: write a file, read it, two commands at once, done. Only tools that the request
 * offers; null when the prompt does not ask for it. How far it got is read from the conversation, so nothing is kept.
 */
export function nextToolStep(request: MessagesRequest, prompt: Prompt): ToolStep | null {
  if (!/\btools?\b/i.test(prompt.text)) return null;
  const steps = stepsFor(request);
  if (steps.length === 0) return null;
  const done = request.messages
    .slice(prompt.index + 1)
    .filter(({ role }) => role === 'assistant').length;
  const step = steps[done];
  if (step === undefined) {
    const words = `The practice loop is over: ${String(steps.length)} steps, and every tool answered through Switchyard. No model was asked.`;
    return { words, tools: [] };
  }
  return {
    words: step.words,
    tools: step.calls.map((call, index) => ({
      type: 'tool_use' as const,
      id: `toolu_practice_${String(request.messages.length)}_${String(index)}`,
      ...call,
    })),
  };
}

function stepsFor(
  request: MessagesRequest,
): readonly { readonly words: string; readonly calls: readonly Call[] }[] {
  const offered = new Set((request.tools ?? []).map(({ name }) => name));
  const folder = workingDirectory(request);
  const path = folder === null ? null : joinPath(folder, FILE_NAME);
  const canWrite = path !== null && offered.has('Write');
  const steps = [
    ...(canWrite ? [{ words: 'First I write a small file.', calls: [write(path)] }] : []),
    ...(canWrite && offered.has('Read')
      ? [{ words: 'Now I read it back.', calls: [read(path)] }]
      : []),
    ...(offered.has('Bash')
      ? [{ words: 'Now two harmless commands at once.', calls: commands(canWrite) }]
      : []),
  ];
  return steps;
}

function write(path: string): Call {
  return { name: 'Write', input: { file_path: path, content: FILE_TEXT } };
}

function read(path: string): Call {
  return { name: 'Read', input: { file_path: path } };
}

function commands(hasFile: boolean): readonly Call[] {
  const count = hasFile ? `wc -c ${FILE_NAME}` : 'printf practice | wc -c';
  return [
    { name: 'Bash', input: { command: 'echo practice', description: 'Print one word' } },
    { name: 'Bash', input: { command: count, description: 'Count bytes' } },
  ];
}

function joinPath(folder: string, name: string): string {
  const separator = /^[A-Za-z]:\\|^\\\\/.test(folder) ? '\\' : '/';
  return folder.replace(/[/\\]+$/, '') + separator + name;
}
