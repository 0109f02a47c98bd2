import { err, ok, type Result } from '../../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { RequestFacts } from '../../../shared/domain/request-facts.ts';
import type {
  ContentBlock,
  MessagesRequest,
  ToolDefinition,
} from '../../../shared/wire/messages.ts';
import { estimatePrompt } from '../../tokens/estimate-prompt.ts';
import { signatureKey } from '../../wire/anthropic-messages/signature-origins.ts';
import { unsupportedField } from '../../wire/openai-chat/request.ts';
import { classify, type ClassifyContext } from '../classify.ts';
import { signatureOf } from '../signature-in.ts';

/** What the gateway has to know of a Messages request while its body stays where it was read. Plain data. */
export interface RequestOutline {
  /** As far as the prompt's size does not matter: that takes a factor of the model, see `measured`. */
  readonly facts: RequestFacts;
  /** The prompt in our own unit, before the factor of a model. */
  readonly ownTokens: number;
  readonly maxTokens: number | null;
  /** What the arguments of a call are held against. */
  readonly tools: readonly OfferedTool[];
  /** Why nobody but Anthropic can take it; null for almost all. */
  readonly unsupported: GatewayError | null;
}

export interface OfferedTool {
  readonly name: string;
  readonly schema: unknown;
}

function offeredTools({ tools }: MessagesRequest): readonly OfferedTool[] {
  if (!Array.isArray(tools)) return [];
  return (tools as readonly ToolDefinition[]).map((tool) => ({
    name: tool.name,
    schema: tool.input_schema,
  }));
}

export type ReadContext = Omit<ClassifyContext, 'size'>;

/** More than the memory of signatures holds cannot be known. */
const MAX_SIGNATURES = 8192;

export function outlineOf(request: MessagesRequest, context: ReadContext): RequestOutline {
  const { inputTokens: ownTokens, hasImages } = estimatePrompt(request);
  return {
    facts: classify(request, { ...context, size: { inputTokens: 0, hasImages } }),
    ownTokens,
    maxTokens: request.max_tokens ?? null,
    tools: offeredTools(request),
    unsupported: unsupportedField(request),
  };
}

/** Keys of the signatures in it, each once, the newest last. */
export function signaturesIn({ messages }: MessagesRequest): readonly string[] {
  const keys = new Set<string>();
  for (const { role, content } of messages as readonly Partial<MessagesRequest['messages'][0]>[]) {
    if (role !== 'assistant' || !Array.isArray(content)) continue;
    for (const block of content as readonly (ContentBlock | null)[]) {
      const signature = block === null ? null : signatureOf(block);
      if (signature !== null) keys.add(signatureKey(signature));
    }
  }
  return [...keys].slice(-MAX_SIGNATURES);
}

/** Loose: what routing needs must be there, everything else is kept as it is. */
export function parseMessagesRequest(body: Uint8Array): Result<MessagesRequest, GatewayError> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
  } catch (error) {
    const words = error instanceof Error ? error.message : 'unreadable';
    return err(gatewayError('bad-request', `The request body is not JSON: ${words.slice(0, 200)}`));
  }
  if (typeof parsed !== 'object' || parsed === null) {
    return err(gatewayError('bad-request', 'The request body must be a JSON object'));
  }
  const { model, messages } = parsed as Record<string, unknown>;
  if (typeof model !== 'string') {
    return err(gatewayError('bad-request', 'model: a string is required'));
  }
  if (!Array.isArray(messages)) {
    return err(gatewayError('bad-request', 'messages: an array is required'));
  }
  return ok(parsed as MessagesRequest);
}
