import type {
  ContentBlock,
  MessageParam,
  MessagesRequest,
  ToolResultBlock,
} from '../../../shared/wire/messages.ts';
import { withoutAttribution } from '../anthropic-messages/strip-attribution.ts';
import { upstreamToolId } from '../tool-id.ts';
import type { ChatMessage, ChatPart, ChatToolCall } from './chat-message.ts';
import { encodePart, joinParts, textOf } from './content.ts';
import type { ChatDialect } from './dialect.ts';
import { completeCalls, MessageList, withAssistantTurns, withPrefix } from './history.ts';
import type { LossReport } from './loss.ts';
import { encodeReplay } from './replay.ts';
import { upstreamToolName } from './tool-names.ts';

type TextPart = Extract<ChatPart, { readonly type: 'text' }>;

interface Context {
  readonly dialect: ChatDialect;
  readonly providerId: string;
  readonly model: string;
  readonly loss: LossReport;
  /** Goes behind the system prompt; '' for none. */
  readonly note: string;
  /** True where every answer of the history has to come with reasoning. */
  readonly needsReasoning: boolean;
}

/** Accepted where reasoning is missing; an empty text is not. @see https://github.com/NousResearch/hermes-agent/pull/18263 */
const BLANK_REASONING = ' ';
/** Accepted on calls that another model made. @see https://ai.google.dev/gemini-api/docs/thought-signatures */
const NO_THOUGHT_SIGNATURE = 'skip_thought_signature_validator';

/**
 * System prompt and turns as chat messages: tool results directly behind their calls, images of results in a user
 * turn behind them, system turns in the middle as `<system-reminder>` user text (the client's own fallback; moving
 * them up would change the cached prefix), neighbours of one role joined.
 */
export function encodeMessages(request: MessagesRequest, context: Context): readonly ChatMessage[] {
  const list = new MessageList();
  const firstTurn = request.messages.findIndex(({ role }) => role !== 'system');
  const leading = request.messages.slice(0, Math.max(0, firstTurn));
  const leadingTexts = leading.map(({ content }) => textOf(content));
  const system = [encodeSystem(request), ...leadingTexts, context.note]
    .filter((text) => text !== '')
    .join('\n\n');
  if (system !== '') list.append({ role: 'system', content: system });
  for (const [index, message] of request.messages.entries()) {
    if (index < leading.length) continue;
    const path = `messages[${index}]`;
    if (message.role === 'assistant') encodeAssistant(message, path, context, list);
    else if (message.role === 'system') list.append(encodeReminder(message));
    else encodeUser(message, path, context, list);
  }
  const whole = completeCalls(list.messages, context.loss);
  const turns = context.dialect.userAfterTool ? whole : withAssistantTurns(whole);
  return context.dialect.assistantPrefix ? withPrefix(turns) : turns;
}

function encodeSystem(request: MessagesRequest): string {
  if (typeof request.system === 'string') return withoutAttribution(request.system);
  const texts = (request.system ?? []).map(({ text }, index) =>
    index === 0 ? withoutAttribution(text) : text,
  );
  return texts.filter((text) => text !== '').join('\n\n');
}

function encodeReminder(message: MessageParam): ChatMessage {
  const text = textOf(message.content);
  return { role: 'user', content: `<system-reminder>\n${text}\n</system-reminder>` };
}

function blocksOf(message: MessageParam): readonly ContentBlock[] {
  return typeof message.content === 'string'
    ? [{ type: 'text', text: message.content }]
    : message.content;
}

function encodeAssistant(
  message: MessageParam,
  path: string,
  { dialect, providerId, model, loss, needsReasoning }: Context,
  list: MessageList,
): void {
  const blocks = blocksOf(message).map((block, i) => ({ block, path: `${path}.content[${i}]` }));
  const isThinking = (type: string): boolean => type === 'thinking' || type === 'redacted_thinking';
  const thinking = blocks.filter(({ block }) => isThinking(block.type));
  const asTags = dialect.returnsThinkTags(model);
  const replay = encodeReplay(thinking, { providerId, asTags }, loss);
  const parts: TextPart[] = [];
  const calls: ChatToolCall[] = [];
  for (const { block, path: blockPath } of blocks) {
    if (block.type === 'tool_use') {
      calls.push(encodeCall(block, dialect, replay.callSignatures, calls.length === 0));
    } else if (!isThinking(block.type)) {
      parts.push(...wordsOnly(encodePart(block, blockPath, dialect, loss), blockPath, loss));
    }
  }
  const isEmpty = parts.length === 0 && replay.prefix === '' && replay.parts.length === 0;
  if (isEmpty && calls.length === 0) return;
  const isBare = needsReasoning && replay.fields.reasoning_content === undefined;
  if (isBare) {
    loss.add(
      'messages',
      'answers without reasoning go with a blank, which this provider insists on',
    );
  }
  list.append({
    role: 'assistant',
    content: isEmpty ? null : assistantContent(parts, replay.prefix, replay.parts),
    ...replay.fields,
    ...(isBare ? { reasoning_content: BLANK_REASONING } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  });
}

/** Images and files are taken of the user only. */
function wordsOnly(
  parts: readonly ChatPart[],
  path: string,
  loss: LossReport,
): readonly TextPart[] {
  const words = parts.filter((part) => part.type === 'text');
  if (words.length < parts.length) loss.add(path, 'an answer of the assistant holds words only');
  return words;
}

function assistantContent(
  parts: readonly TextPart[],
  prefix: string,
  thoughts: readonly string[],
): string | readonly ChatPart[] {
  if (thoughts.length === 0) return prefix + parts.map(({ text }) => text).join('\n\n');
  const thinking = thoughts.map((text): ChatPart => ({
    type: 'thinking',
    thinking: [{ type: 'text', text }],
  }));
  return [...thinking, ...parts];
}

function encodeCall(
  block: ContentBlock,
  dialect: ChatDialect,
  signatures: ReadonlyMap<string, string>,
  isFirst: boolean,
): ChatToolCall {
  const input = block.input ?? {};
  // Of calls in parallel only the first is signed.
  const signature = signatures.get(String(block.id)) ?? (isFirst ? NO_THOUGHT_SIGNATURE : null);
  return {
    id: upstreamToolId(String(block.id), dialect.toolIds),
    type: 'function',
    function: {
      name: upstreamToolName(String(block.name)),
      arguments: typeof input === 'string' ? input : JSON.stringify(input),
    },
    ...(dialect.thoughtSignatures && signature !== null
      ? { extra_content: { google: { thought_signature: signature } } }
      : {}),
  };
}

function encodeUser(
  message: MessageParam,
  path: string,
  context: Context,
  list: MessageList,
): void {
  const parts: ChatPart[] = [];
  for (const [index, block] of blocksOf(message).entries()) {
    const blockPath = `${path}.content[${index}]`;
    if (block.type === 'tool_result') {
      parts.push(...encodeResult(block as ToolResultBlock, blockPath, context, list));
    } else parts.push(...encodePart(block, blockPath, context.dialect, context.loss));
  }
  if (parts.length > 0) list.append({ role: 'user', content: joinParts(parts) });
}

/** Puts the result behind its call and returns what a tool message cannot hold, for the user turn behind it. */
function encodeResult(
  block: ToolResultBlock,
  path: string,
  { dialect, loss }: Context,
  list: MessageList,
): readonly ChatPart[] {
  const id = upstreamToolId(block.tool_use_id, dialect.toolIds);
  const content = typeof block.content === 'string' ? textBlocks(block.content) : block.content;
  const parts = (content ?? []).flatMap((inner, index) =>
    encodePart(inner, `${path}.content[${index}]`, dialect, loss),
  );
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
  const rest = parts.filter((part) => part.type !== 'text');
  const seen = rest.length > 0 && text === '' ? 'See the attachment below.' : text;
  const isMarked = block.is_error !== true || /^\s*(<tool_use_error>|error)/i.test(seen);
  list.insertResult(id, isMarked ? seen : `Error: ${seen}`);
  return rest.length === 0
    ? []
    : [{ type: 'text', text: `Attachment of the tool result ${id}:` }, ...rest];
}

function textBlocks(text: string): readonly ContentBlock[] {
  return [{ type: 'text', text }];
}
