import type { ProbeId } from '../../shared/domain/lab.ts';
import type { ModelAsk, ToolAsk } from './dialect.ts';

/** What Claude Code's own prompt and tools fill before the first word of a person's. */
export const CONTEXT_NEEDED_TOKENS = 25_000;

export interface Probe {
  readonly id: ProbeId;
  /** Without these it says nothing and is not asked. */
  readonly needs: readonly ProbeId[];
}

/** In the order of asking: one token loads the model, so that its real context can be read afterwards. */
export const probes: readonly Probe[] = [
  { id: 'reachable', needs: [] },
  { id: 'version', needs: ['reachable'] },
  { id: 'models', needs: ['reachable'] },
  { id: 'one-token', needs: ['reachable', 'models'] },
  { id: 'context', needs: ['reachable', 'models'] },
  { id: 'streaming', needs: ['one-token'] },
  { id: 'tool-call', needs: ['one-token'] },
  { id: 'think-leak', needs: ['one-token'] },
];

type Question = Omit<ModelAsk, 'model'>;

export const streamingQuestion: Question = {
  prompt: 'Count from 1 to 60, one number per line. Write nothing else.',
  maxTokens: 96,
  stream: true,
};

/** Nested arguments, because parsers that lose braces pass a flat call. */
export const probeTool: ToolAsk = {
  name: 'report_weather',
  description: 'Reports the weather of a place.',
  schema: {
    type: 'object',
    properties: {
      place: {
        type: 'object',
        properties: { city: { type: 'string' }, country: { type: 'string' } },
        required: ['city', 'country'],
      },
      days: { type: 'integer' },
    },
    required: ['place', 'days'],
  },
};

export const toolQuestion: Question = {
  prompt:
    'Use the tool report_weather for the city Paris in the country France, for 3 days. Call the tool now.',
  // Room for a model that thinks before it calls.
  maxTokens: 1024,
  stream: true,
  tool: probeTool,
};

export const thinkingQuestion: Question = {
  prompt: 'Think step by step: what is 17 times 23? Then answer with the number alone.',
  maxTokens: 1024,
  stream: true,
};

/** A long and dull answer that no model ends by itself, begun differently so that no prefix cache helps. */
export function sweepQuestion(nonce: string, outputTokens: number): Question {
  return {
    prompt: `Task ${nonce}. Write every whole number in order, starting at 1, separated by spaces. Go on without end and without any comment.`,
    maxTokens: outputTokens,
    stream: true,
  };
}

/** Marks of thinking in what should be the answer: tags, channel marks, and Gemma's heading once its marks are cut. */
export const thinkingMarks =
  /<\/?(?:think|thinking|thought|reasoning)>|<\|channel\|?>|\[THINK\]|^\s*thought\n/i;

/** Marks of a tool call written as text. */
export const toolCallMarks =
  /<\|?tool_call|<function[=>]|\[TOOL_CALLS\]|<\|python_tag\|>|"name"\s*:\s*"report_weather"|call:report_weather|report_weather\s*\(/;

const parsers: readonly {
  readonly model: RegExp;
  readonly tool: string;
  readonly reasoning: string;
}[] = [
  { model: /gemma-?4/i, tool: 'gemma4', reasoning: 'gemma4' },
  { model: /qwen3-?coder/i, tool: 'qwen3_coder', reasoning: 'qwen3' },
  { model: /qwen3/i, tool: 'hermes', reasoning: 'qwen3' },
  { model: /glm-?4/i, tool: 'glm45', reasoning: 'glm45' },
  { model: /gpt-oss/i, tool: 'openai', reasoning: 'openai_gptoss' },
];

/** vLLM's options for tools and thinking; a model that is not known here gets places to fill. */
export function vllmFlags(model: string): string {
  const known = parsers.find((parser) => parser.model.test(model));
  const { tool, reasoning } = known ?? { tool: 'NAME', reasoning: 'NAME' };
  return `--enable-auto-tool-choice --tool-call-parser ${tool} --reasoning-parser ${reasoning}`;
}
