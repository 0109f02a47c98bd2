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

interface Asked {
  readonly tools?: readonly unknown[];
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

const answer = (file: string, asked: Asked, toolTurns: number): Blocks => {
  const done: Blocks = [{ type: 'text', text: LAST_WORDS }];
  // Side requests (titles, checks) offer no tools.
  return (asked.tools ?? []).length === 0 ? done : (steps(file)[toolTurns] ?? done);
};

export function anthropicLoop(file: string): Script {
  return (response, request, index) => {
    const asked = JSON.parse(request.body.toString()) as Asked;
    const turns = asked.messages.filter(({ content }) =>
      JSON.stringify(content).includes('"tool_result"'),
    ).length;
    const id = `msg_scripted_${String(index)}`;
    return anthropicAnswer(answer(file, asked, turns), id)(response, request, index);
  };
}

export function openaiLoop(file: string): Script {
  return (response, request, index) => {
    const asked = JSON.parse(request.body.toString()) as Asked;
    const turns = asked.messages.filter((message) => 'tool_calls' in message).length;
    return openaiAnswer(answer(file, asked, turns))(response, request, index);
  };
}
