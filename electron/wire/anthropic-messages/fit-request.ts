import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { Dropped } from '../../../shared/wire/dropped.ts';
import type { MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';
import { fitContent } from './fit-content.ts';
import { foldSystemTurns } from './fold-system-turns.ts';
import { fitThinking, type ThinkingFit } from './fit-thinking.ts';
import { formOfThinking } from './thinking-form.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an endpoint of the same dialect is like, as far as a request must fit it. */
export interface FitTarget {
  readonly quirks: readonly Quirk[];
  /** As this vendor names it. */
  readonly model: string;
  readonly isClaude: boolean;
  readonly mayReturn: (signature: string) => boolean;
}

/** Top-level keys to write anew; undefined: to take out. What is not named keeps its bytes. */
export interface FittedRequest {
  readonly changes: ReadonlyMap<string, unknown>;
  readonly dropped: readonly Dropped[];
}

/** Fields of Anthropic's own platform. */
const anthropicOnly = ['context_management', 'service_tier', 'container', 'mcp_servers', 'speed'];

/** The least that a vendor takes which refuses 0. */
const LEAST_TEMPERATURE = 0.01;

/**
 * What has to change in a Messages request for an endpoint that speaks Messages too but is not the one it was
 * written for: thinking that others signed, turns and fields that this vendor refuses. Nothing for Anthropic, as long
 * as the conversation was led with Claude alone. Every loss is reported.
 */
export function fitRequest(request: MessagesRequest, target: FitTarget): FittedRequest {
  const changes = new Map<string, unknown>();
  const dropped: Dropped[] = [];
  const has = (quirk: Quirk): boolean => target.quirks.includes(quirk);
  const needsReasoning = has('reasoning-content-required');
  const fitted: ThinkingFit = fitThinking(request, { ...target, needsReasoning });
  dropped.push(...fitted.dropped);
  let messages: readonly MessageParam[] = fitted.messages;
  if (has('no-anthropic-extras')) messages = foldSystemTurns(messages);
  messages = fitContent(messages, has, dropped);
  if (messages !== request.messages) changes.set('messages', messages);
  if (fitted.thinking !== undefined) changes.set('thinking', fitted.thinking);
  const form = formOfThinking(fitted.thinking ?? request.thinking, target);
  if (form !== null) {
    changes.set('thinking', form.thinking);
    dropped.push({ path: 'thinking', why: form.why });
  }
  if (fitted.contextManagement !== undefined) {
    changes.set('context_management', fitted.contextManagement ?? undefined);
  }
  if (has('no-anthropic-extras')) {
    for (const field of anthropicOnly) {
      if (request[field] === undefined) continue;
      changes.set(field, undefined);
      dropped.push({ path: field, why: 'this provider has no such field' });
    }
    fitTools(request, changes, dropped);
  }
  fitChoice(request, has, changes, dropped);
  if (has('temperature-above-zero') && (request.temperature ?? 1) < LEAST_TEMPERATURE) {
    changes.set('temperature', LEAST_TEMPERATURE);
    dropped.push({ path: 'temperature', why: `raised to ${LEAST_TEMPERATURE}: 0 is refused` });
  }
  return { changes, dropped };
}

/** Tools that run at Anthropic go, and tools that wait for the tool search are sent whole. */
function fitTools(
  { tools }: MessagesRequest,
  changes: Map<string, unknown>,
  dropped: Dropped[],
): void {
  if (tools === undefined) return;
  const kept = tools.flatMap((tool, index) => {
    const isServerTool = tool.type !== undefined && tool.type !== 'custom';
    const isPlaceholder = tool['defer_loading'] === true && tool.name === 'DeferredToolPlaceholder';
    if (isServerTool || isPlaceholder) {
      const why = isServerTool
        ? `the server tool ${tool.type ?? ''} runs at Anthropic only`
        : 'a placeholder of the client that is never called';
      dropped.push({ path: `tools[${index}]`, why });
      return [];
    }
    if (tool['defer_loading'] === undefined) return [tool];
    const { defer_loading: _deferred, ...whole } = tool;
    return [whole];
  });
  if (kept.some((tool, index) => tool !== tools[index]) || kept.length !== tools.length) {
    changes.set('tools', kept.length === 0 ? undefined : kept);
    if (kept.length === 0) changes.set('tool_choice', undefined);
  }
}

function fitChoice(
  { tool_choice: choice }: MessagesRequest,
  has: (quirk: Quirk) => boolean,
  changes: Map<string, unknown>,
  dropped: Dropped[],
): void {
  if (!choice || changes.has('tool_choice')) return;
  if (has('no-tool-choice')) {
    changes.set('tool_choice', undefined);
    if (choice.type !== 'auto') {
      dropped.push({ path: 'tool_choice', why: 'this provider knows no tool choice' });
    }
  } else if (has('tool-choice-auto-only') && (choice.type === 'any' || choice.type === 'tool')) {
    const { name: _name, ...rest } = choice as Fields;
    changes.set('tool_choice', { ...rest, type: 'auto' });
    dropped.push({ path: 'tool_choice', why: `no forced choice here: auto, not ${choice.type}` });
  }
}
