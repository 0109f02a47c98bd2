import type { MessagesRequest, StopReason } from '../../shared/wire/messages.ts';
import { exampleOf } from './example-of-schema.ts';
import { lastPrompt, type Prompt } from './prompt.ts';
import { nextToolStep } from './tool-loop.ts';

export type PracticeBlock =
  | { readonly type: 'thinking' | 'text'; readonly text: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, string>>;
    };

export interface PracticeAnswer {
  readonly blocks: readonly PracticeBlock[];
  readonly stopReason: StopReason;
}

/** Fewer tokens than this are a probe ("is this model there?") and get one word. */
const PROBE_TOKENS = 16;

const introduction =
  'This is the practice provider of Switchyard. I am not a model: I am a small script inside the app, so that you can see how requests are routed, streamed and counted before you own any key. Nothing has left this machine, and nothing was charged.';

const invitation =
  'Ask me to "practice tools" and I will write a small file in this folder, read it back and run two harmless commands. To work for real, add a provider in Switchyard and put it into a rule.';

/** What the practice provider says to a request: always the same to the same request, and always what it is. */
export function answerRequest(request: MessagesRequest): PracticeAnswer {
  const schema = jsonSchemaOf(request);
  if (schema !== null) return say(JSON.stringify(exampleOf(schema)));
  if ((request.max_tokens ?? PROBE_TOKENS) < PROBE_TOKENS) {
    return { blocks: [{ type: 'text', text: 'Practice' }], stopReason: 'max_tokens' };
  }
  const prompt = lastPrompt(request);
  if (prompt.text.includes('<summary>')) return say(summaryOf(request));
  const thoughts = thinking(request, prompt);
  const step = nextToolStep(request, prompt);
  if (step === null) {
    return { blocks: [...thoughts, text(introduction), text(invitation)], stopReason: 'end_turn' };
  }
  if (step.tools.length === 0) {
    return { blocks: [...thoughts, text(step.words)], stopReason: 'end_turn' };
  }
  return { blocks: [...thoughts, text(step.words), ...step.tools], stopReason: 'tool_use' };
}

function say(words: string): PracticeAnswer {
  return { blocks: [text(words)], stopReason: 'end_turn' };
}

function text(words: string): PracticeBlock {
  return { type: 'text', text: words };
}

function thinking(request: MessagesRequest, prompt: Prompt): readonly PracticeBlock[] {
  const { thinking: asked, messages } = request;
  if (asked === undefined || asked.type === 'disabled') return [];
  const isUnderWay = messages.slice(prompt.index + 1).some(({ role }) => role === 'assistant');
  const words = isUnderWay
    ? 'The tools have answered. On to the next line of my script.'
    : `The prompt has ${String(prompt.text.length)} characters. I am a script, so this thought is a line of it.`;
  return [{ type: 'thinking', text: words }];
}

function jsonSchemaOf({ output_config: config }: MessagesRequest): unknown {
  const format = config?.['format'];
  if (typeof format !== 'object' || format === null) return null;
  return (format as { readonly schema?: unknown }).schema ?? null;
}

/** The client asks again until it gets these tags. */
function summaryOf({ messages }: MessagesRequest): string {
  const turns = String(messages.length);
  return `<analysis>A practice conversation of ${turns} messages.</analysis>\n<summary>The practice provider of Switchyard answered ${turns} messages. It is no model and remembers nothing else.</summary>`;
}
