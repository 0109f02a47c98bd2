import { anthropicAnswer, openaiAnswer } from '../upstream/dialects.ts';
import type { Script } from '../upstream/scripted-upstream.ts';

type Blocks = Parameters<typeof anthropicAnswer>[0];

/** Write → Read → two commands at once → text; then plain text for every further prompt. */
function steps(file: string): readonly Blocks[] {
  const call = (id: string, name: string, input: object): Blocks[number] => ({
    type: 'tool_use',
    id,
    name,
    input,
  });
  return [
    [
      { type: 'text', text: 'I write the file.' },
      call('call_w', 'Write', { file_path: file, content: 'line "one"\nline two ✓\n' }),
    ],
    [call('call_r', 'Read', { file_path: file })],
    [
      call('call_a', 'Bash', { command: `wc -l < '${file}'`, description: 'Count lines' }),
      call('call_b', 'Bash', { command: 'echo second', description: 'Say second' }),
    ],
  ];
}

/** The end of the loop, as the model says it. */
export const LAST_WORDS = 'The loop is done.';

export interface Asked {
  readonly tools?: readonly unknown[];
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

/** What the model says after so many tool turns. Side requests (titles, checks) get the last words at once. */
export const answer = (file: string, asked: Asked, turns: number): Blocks => {
  const done: Blocks = [{ type: 'text', text: LAST_WORDS }];
  return (asked.tools ?? []).length === 0 ? done : (steps(file)[turns] ?? done);
};

/** Turns of the conversation that called tools, as its dialect shows them. */
export function toolTurns({ messages }: Asked): number {
  return messages.filter(
    (message) => 'tool_calls' in message || JSON.stringify(message.content).includes('"tool_use"'),
  ).length;
}

export function anthropicLoop(file: string): Script {
  return (response, request, index) => {
    const asked = JSON.parse(request.body.toString()) as Asked;
    const turns = toolTurns(asked);
    const id = `msg_scripted_${String(index)}`;
    return anthropicAnswer(answer(file, asked, turns), id)(response, request, index);
  };
}

export function openaiLoop(file: string): Script {
  return (response, request, index) => {
    const asked = JSON.parse(request.body.toString()) as Asked;
    return openaiAnswer(answer(file, asked, toolTurns(asked)))(response, request, index);
  };
}
