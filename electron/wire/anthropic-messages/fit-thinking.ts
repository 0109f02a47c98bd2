import type { Dropped } from '../../../shared/wire/dropped.ts';
import type { ContentBlock, MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';

export interface ThinkingFit {
  readonly messages: readonly MessageParam[];
  /** undefined: stays as it is. */
  readonly thinking: object | undefined;
  /** undefined: stays as it is; null: goes. */
  readonly contextManagement: object | null | undefined;
  readonly dropped: readonly Dropped[];
}

interface ThinkingTarget {
  readonly isClaude: boolean;
  /** True: while thinking is on, a call without the thought before it gives 400 (DeepSeek). */
  readonly needsReasoning: boolean;
  readonly mayReturn: (signature: string) => boolean;
}

/**
 * Takes out thinking that somebody else signed. Where that leaves a history that the vendor refuses while thinking is
 * on, thinking is switched off for this request, and with it the clearing of old thoughts, which would be refused then.
 */
export function fitThinking(request: MessagesRequest, target: ThinkingTarget): ThinkingFit {
  const dropped: Dropped[] = [];
  const messages = withoutForeign(request.messages, target, dropped);
  const isOff = request.thinking?.type === 'disabled';
  const isBroken =
    (target.needsReasoning && !isOff && messages.some(isCallWithoutThought)) ||
    (target.isClaude && request.thinking?.type === 'enabled' && endsInThoughtlessCalls(messages));
  if (!isBroken) {
    return { messages, thinking: undefined, contextManagement: undefined, dropped };
  }
  const why = 'off for this request: the history lacks the thoughts that this provider insists on';
  dropped.push({ path: 'thinking', why });
  const contextManagement = withoutClearing(request['context_management']);
  return { messages, thinking: { type: 'disabled' }, contextManagement, dropped };
}

function withoutForeign(
  messages: readonly MessageParam[],
  { mayReturn }: ThinkingTarget,
  dropped: Dropped[],
): readonly MessageParam[] {
  const result = messages.flatMap((message, index) => {
    const { content } = message;
    if (message.role !== 'assistant' || typeof content === 'string') return [message];
    const kept = content.filter((block, at) => {
      const signature = signatureOf(block);
      if (signature === null || mayReturn(signature)) return true;
      const why = 'thinking of another provider is not sent on';
      dropped.push({ path: `messages[${index}].content[${at}]`, why });
      return false;
    });
    if (kept.length === content.length) return [message];
    return kept.length === 0 ? [] : [{ ...message, content: kept }];
  });
  const isSame =
    result.length === messages.length && result.every((turn, i) => turn === messages[i]);
  return isSame ? messages : result;
}

/** null for what is no thought. */
function signatureOf(block: ContentBlock): string | null {
  if (block.type !== 'thinking' && block.type !== 'redacted_thinking') return null;
  const state = block.type === 'thinking' ? block.signature : block['data'];
  return typeof state === 'string' ? state : '';
}

function isCallWithoutThought(message: MessageParam): boolean {
  return (
    message.role === 'assistant' &&
    hasBlock(message, ['tool_use']) &&
    !hasBlock(message, ['thinking'])
  );
}

/**
 * Claude with a thinking budget refuses results of a turn (all answers since the user last spoke) that began without
 * a thought: another model led it, or its thoughts had to be taken out.
 */
function endsInThoughtlessCalls(messages: readonly MessageParam[]): boolean {
  const turns = messages.filter(({ role }) => role !== 'system');
  const isResult = (message: MessageParam | undefined): boolean =>
    message?.role === 'user' && hasBlock(message, ['tool_result']);
  if (!isResult(turns.at(-1))) return false;
  const spoken = turns.findLastIndex((message) => message.role === 'user' && !isResult(message));
  const first = turns.slice(spoken + 1).find(({ role }) => role === 'assistant');
  return first !== undefined && !hasBlock(first, ['thinking', 'redacted_thinking']);
}

function hasBlock({ content }: MessageParam, types: readonly string[]): boolean {
  return typeof content !== 'string' && content.some(({ type }) => types.includes(type));
}

/** Clearing old thoughts is refused while thinking is off. null: nothing is left of it; undefined: it may stay. */
export function withoutClearing(management: unknown): object | null | undefined {
  const { edits } = (management ?? {}) as { readonly edits?: unknown };
  if (!Array.isArray(edits)) return undefined;
  const kept = edits.filter((edit: unknown) => {
    const type = (edit as { readonly type?: unknown } | null)?.type;
    return !(typeof type === 'string' && type.startsWith('clear_thinking'));
  });
  if (kept.length === edits.length) return undefined;
  return kept.length === 0 ? null : { ...(management as object), edits: kept };
}
