import { describe, expect, test } from 'vitest';
import { anthropicAnswer, errorAnswer, openaiAnswer } from '../../e2e/upstream/dialects.ts';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { ContentBlock, Message, MessageParam } from '../../shared/wire/messages.ts';
import { accumulate } from '../wire/accumulate.ts';
import { AnthropicObserver } from '../wire/anthropic-messages/observe.ts';
import { SseDecoder } from '../wire/sse.ts';
import { ask, configurationFor, TOKEN } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Turn {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly (Fields & { readonly id: string })[];
  readonly tool_call_id?: string;
  readonly reasoning_content?: string;
}
interface Body extends Fields {
  readonly messages: readonly Turn[];
  readonly thinking?: { readonly type: string };
}

/** A vendor as it judges requests: the words of its 400, or null. */
interface Vendor {
  readonly preset: string;
  readonly wire: 'anthropic-messages' | 'openai-chat';
  /** In everything that it signs. */
  readonly mark: string;
  readonly judge: (body: Body, headers: Fields) => string | null;
  readonly answer: Script;
}

const call = { type: 'tool_use', name: 'Read', input: { file_path: '/x' } } as const;
const thought = (signature: string) => ({ type: 'thinking', thinking: 'hm', signature }) as const;
const marks = {
  claude: 'EqQBCLAUDE'.repeat(20),
  zai: 'zai-5f0c',
  deepseek: '0d5ee95e',
  gemini: 'GEMINISIG',
};

function blocksOf({ content }: Turn): readonly ContentBlock[] {
  return Array.isArray(content) ? (content as readonly ContentBlock[]) : [];
}

function judgeMessages(body: Body, mark: string): string | null {
  for (const [index, turn] of body.messages.entries()) {
    const blocks = blocksOf(turn);
    if (turn.role !== 'user' && turn.role !== 'assistant') return `Unexpected role "${turn.role}"`;
    if (blocks.some(({ type, signature }) => type === 'thinking' && signature !== mark)) {
      return 'Invalid `signature` in `thinking` block';
    }
    if (blocks.some(({ type }) => type === 'redacted_thinking')) return 'Invalid `data`';
    const ids = blocks.flatMap((block) => (block.type === 'tool_use' ? [String(block.id)] : []));
    if (ids.some((id) => !/^[a-zA-Z0-9_-]+$/.test(id))) return 'tool_use.id: should match pattern';
    const next = body.messages[index + 1];
    const results = next ? blocksOf(next).map((block) => block.tool_use_id) : [];
    if (ids.some((id) => !results.includes(id))) return '`tool_use` ids without `tool_result`';
  }
  return null;
}

function judgeForeign(body: Body, headers: Fields): string | null {
  if (headers['anthropic-beta'] !== undefined) return 'invalid beta flag';
  const odd = ['context_management', 'service_tier'].find((field) => field in body);
  if (odd) return `${odd}: Extra inputs are not permitted`;
  return JSON.stringify(body).includes('DeferredToolPlaceholder') ? 'unknown tool' : null;
}

function judgeChat(body: Body): string | null {
  for (const [index, turn] of body.messages.entries()) {
    const ids = (turn.tool_calls ?? []).map(({ id }) => id);
    const behind = body.messages.slice(index + 1, index + 1 + ids.length);
    const results = behind.map(({ tool_call_id: id }) => id);
    if (ids.some((id) => !results.includes(id)))
      return 'tool_calls must be followed by tool messages';
  }
  const known = ['system', 'user', 'assistant', 'tool'];
  if (body.messages.some(({ role }) => !known.includes(role))) return 'unknown role';
  return body['context_management'] === undefined ? null : 'Unrecognized request argument';
}

const vendors: readonly Vendor[] = [
  {
    preset: 'anthropic',
    wire: 'anthropic-messages',
    mark: marks.claude,
    judge: (body) => {
      const turns = body.messages.filter(({ role }) => role !== 'system');
      const first = blocksOf(turns.find(({ role }) => role === 'assistant') ?? { role: '' })[0];
      // All of the conversation is one turn: the user speaks once, then come results.
      if (body.thinking?.type === 'enabled' && first && first.type !== 'thinking') {
        return 'Expected `thinking` or `redacted_thinking`, but found `tool_use`';
      }
      const isOff = body.thinking?.type === 'disabled';
      if (isOff && JSON.stringify(body).includes('clear_thinking')) {
        return '`clear_thinking_20251015` strategy requires `thinking` to be enabled';
      }
      return judgeMessages({ ...body, messages: turns }, marks.claude);
    },
    answer: anthropicAnswer([thought(marks.claude), { ...call, id: 'toolu_01A' }]),
  },
  {
    preset: 'zai',
    wire: 'anthropic-messages',
    mark: marks.zai,
    judge: (body, headers) => judgeMessages(body, marks.zai) ?? judgeForeign(body, headers),
    answer: anthropicAnswer([thought(marks.zai), { ...call, id: 'call_zai' }]),
  },
  {
    preset: 'deepseek',
    wire: 'anthropic-messages',
    mark: marks.deepseek,
    judge: (body, headers) => {
      const isBare = body.messages.some((turn) => {
        const types = blocksOf(turn).map(({ type }) => type);
        return types.includes('tool_use') && !types.includes('thinking');
      });
      return body.thinking?.type !== 'disabled' && isBare
        ? 'The `content[].thinking` in the thinking mode must be passed back to the API.'
        : (judgeMessages(body, marks.deepseek) ?? judgeForeign(body, headers));
    },
    answer: anthropicAnswer([thought(marks.deepseek), { ...call, id: 'call_00_ds' }]),
  },
  {
    preset: 'deepseek',
    wire: 'openai-chat',
    mark: 'no signature',
    judge: (body) => {
      const isBare = body.messages.some(
        ({ role, reasoning_content: text }) => role === 'assistant' && (text ?? '') === '',
      );
      return body.thinking?.type !== 'disabled' && isBare
        ? 'The `reasoning_content` in the thinking mode must be passed back to the API.'
        : judgeChat(body);
    },
    answer: openaiAnswer([thought(''), { ...call, id: 'call_00_chat' }]),
  },
  {
    preset: 'mistral',
    wire: 'openai-chat',
    mark: 'no signature',
    judge: (body) => {
      const ids = body.messages.flatMap((turn) => (turn.tool_calls ?? []).map(({ id }) => id));
      if (ids.some((id) => !/^[a-zA-Z0-9]{9}$/.test(id))) return 'Tool call id has to be defined';
      const isOdd = body.messages.some(
        ({ role }, index) => role === 'user' && body.messages[index - 1]?.role === 'tool',
      );
      if (isOdd) return "Unexpected role 'user' after role 'tool'";
      const isExtra =
        'stream_options' in body || JSON.stringify(body).includes('reasoning_content');
      return isExtra ? 'Extra inputs are not permitted' : judgeChat(body);
    },
    answer: openaiAnswer([{ ...call, id: 'abcDEF123' }]),
  },
  {
    preset: 'google-ai-studio',
    wire: 'openai-chat',
    mark: marks.gemini,
    judge: (body) => {
      const isUnsigned = body.messages.some((turn) => {
        const extra = turn.tool_calls?.[0]?.['extra_content'] as
          { google?: { thought_signature?: string } } | undefined;
        const signature = extra?.google?.thought_signature ?? '';
        return (
          turn.tool_calls && ![marks.gemini, 'skip_thought_signature_validator'].includes(signature)
        );
      });
      if (isUnsigned) return 'Function call is missing a thought_signature in functionCall parts';
      const isUnknown = JSON.stringify(body['tools']).includes('additionalProperties');
      return isUnknown ? 'Unknown name "additionalProperties"' : judgeChat(body);
    },
    answer: (response) => {
      const fn = { name: 'Read', arguments: '{"file_path":"/x"}' };
      const extra_content = { google: { thought_signature: marks.gemini } };
      const tool = { index: 0, id: 'function-call-1', function: fn, extra_content };
      const choice = { index: 0, delta: { tool_calls: [tool] }, finish_reason: 'tool_calls' };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
    },
  },
  {
    preset: 'openai',
    wire: 'openai-chat',
    mark: 'no signature',
    judge: (body) => {
      if ('max_tokens' in body) return "Unsupported parameter: 'max_tokens'";
      const ids = body.messages.flatMap((turn) => (turn.tool_calls ?? []).map(({ id }) => id));
      return ids.some((id) => id.length > 40) ? 'string too long' : judgeChat(body);
    },
    answer: openaiAnswer([{ ...call, id: `call_${'x'.repeat(24)}` }]),
  },
];

const refusals: string[] = [];
const upstreams = Object.values(
  useUpstreams(
    Object.fromEntries(
      vendors.map(({ judge, answer, preset, wire }): [string, Script] => [
        `${preset} ${wire}`,
        (response, request, index) => {
          const body = JSON.parse(request.body.toString()) as Body;
          const refusal = judge(body, request.headers);
          if (refusal === null) return answer(response, request, index);
          refusals.push(`${preset}: ${refusal}`);
          return errorAnswer(400, 'invalid_request_error', refusal)(response, request, index);
        },
      ]),
    ),
  ),
);
const under = useGateway();

function configurationOf(index: number) {
  const { preset, wire } = vendors[index]!;
  // Ids are what tells one provider from the other, so each vendor has its own.
  const provider: Provider = {
    id: `v${index}`,
    preset,
    wire,
    baseUrl: upstreams[index]!.url,
    auth: 'none',
  };
  const model = preset === 'anthropic' ? 'claude-sonnet-4-5' : 'some-model';
  return configurationFor(upstreams[0]!.url, [provider], {
    strategy: 'failover',
    targets: [{ provider: provider.id, model }],
  });
}

async function turn(index: number, messages: readonly MessageParam[], isStream: boolean) {
  under.configure(() => configurationOf(index));
  const answer = await ask(`${under.url}/v1/messages`, {
    headers: { 'x-switchyard-token': TOKEN, 'anthropic-beta': 'context-management-2025-06-27' },
    body: JSON.stringify({
      model: 'claude-sonnet-4-5',
      max_tokens: 8000,
      stream: isStream,
      thinking: { type: 'enabled', budget_tokens: 4000 },
      context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      tools: [
        {
          name: 'Read',
          input_schema: {
            $schema: 'http://json-schema.org/draft-07/schema#',
            type: 'object',
            properties: { file_path: { type: 'string' } },
            additionalProperties: false,
          },
        },
        { name: 'DeferredToolPlaceholder', defer_loading: true, input_schema: { type: 'object' } },
      ],
      messages,
    }),
  });
  expect([answer.status, refusals]).toEqual([200, []]);
  if (!isStream) return (JSON.parse(answer.body.toString()) as Message).content;
  const observer = new AnthropicObserver();
  const events = new SseDecoder().push(answer.body).flatMap((frame) => observer.push(frame));
  return accumulate(events)?.content ?? [];
}

const pairs = vendors.flatMap((_, from) =>
  vendors.flatMap((__, to) => [true, false].map((isStream) => [from, to, isStream] as const)),
);
const nameOf = (index: number) => `${vendors[index]!.preset} (${vendors[index]!.wire})`;

describe('a conversation that moves to another provider and back', () => {
  test.each(pairs.map((pair) => [nameOf(pair[0]), nameOf(pair[1]), ...pair] as const))(
    '%s to %s is never refused, and signatures stay with their makers (%i, %i, stream %s)',
    async (_from, _to, from, to, isStream) => {
      refusals.length = 0;
      await under.start(configurationOf(from));
      const messages: MessageParam[] = [{ role: 'user', content: 'read it' }];
      for (const [step, index] of [from, to, from, to].entries()) {
        const content = await turn(index, messages, isStream);
        const use = content.find(({ type }) => type === 'tool_use');
        expect(use).toBeDefined();
        const result = { type: 'tool_result', tool_use_id: use?.id, content: `step ${step}` };
        messages.push({ role: 'assistant', content }, { role: 'user', content: [result] });
        if (step === 0) messages.push({ role: 'system', content: 'a note' });
        const sent = upstreams[index]!.requests.at(-1)!.body.toString();
        for (const vendor of vendors) {
          const isOwn = vendor.mark === vendors[index]!.mark;
          expect(isOwn || !sent.includes(vendor.mark)).toBe(true);
        }
      }
    },
  );
});
