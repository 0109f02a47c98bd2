import type { TargetSpec } from '../../shared/domain/rule.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { removeMember, setMember } from '../wire/anthropic-messages/edit-members.ts';
import { fitRequest, type FitTarget } from '../wire/anthropic-messages/fit-request.ts';
import { withoutClearing } from '../wire/anthropic-messages/fit-thinking.ts';
import { applyEdits, readMembers } from '../wire/anthropic-messages/json-scan.ts';
import { modelEdits, readTopLevel } from '../wire/anthropic-messages/splice-model.ts';
import { formOfThinking } from '../wire/anthropic-messages/thinking-form.ts';
import { attributionEdits } from '../wire/anthropic-messages/strip-attribution.ts';

export interface BodyEdits {
  readonly model: string;
  /** Anthropic itself reads the client's attribution line. */
  readonly isAnthropic: boolean;
  readonly fit: FitTarget;
  readonly options: TargetSpec | null;
}

export interface EditedBody {
  readonly body: Uint8Array;
  readonly dropped: readonly Dropped[];
}

/** Below this a thinking budget is refused. @see https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
const MIN_THINKING_TOKENS = 1024;

/**
 * Edits a raw Messages request in place: what is not named in `edits`, and what the target takes, keeps its bytes.
 * `request` is the same body parsed; null where it could not be.
 */
export function editMessagesBody(
  body: Uint8Array,
  request: MessagesRequest | null,
  edits: BodyEdits,
): EditedBody {
  // One look over the body and one copy of it: each of them costs a millisecond per megabyte.
  const members = readMembers(body, 0) ?? [];
  const named = applyEdits(body, [
    ...modelEdits(body, members, edits.model),
    ...(edits.isAnthropic ? [] : attributionEdits(body, members)),
  ]);
  const fitted = fitBody(named, request, edits.fit);
  const { options } = edits;
  if (options === null || !changesBody(options)) return fitted;
  const asked = applyOptions(fitted.body, options, edits.fit);
  return { body: asked.body, dropped: [...fitted.dropped, ...asked.dropped] };
}

/** The raw request as the target takes it: the very same bytes where there is nothing to change. */
export function fitBody(
  body: Uint8Array,
  request: MessagesRequest | null,
  target: FitTarget,
): EditedBody {
  if (request === null || !isReadable(request)) return { body, dropped: [] };
  const { changes, dropped } = fitRequest(request, target);
  let edited = body;
  for (const [key, value] of changes) {
    edited = value === undefined ? removeMember(edited, key) : setMember(edited, key, value);
  }
  return { body: edited, dropped };
}

/** Odd turns are the upstream's to refuse, in its own words. */
function isReadable({ messages, tools }: MessagesRequest): boolean {
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
  const offered: unknown = tools ?? [];
  if (!Array.isArray(offered) || !offered.every(isObject)) return false;
  return (messages as readonly unknown[]).every((message) => {
    const { content } = (message ?? {}) as { readonly content?: unknown };
    return typeof content === 'string' || (Array.isArray(content) && content.every(isObject));
  });
}

/** Each look at a large body costs some 50 µs, and most targets name a model and nothing else. */
function changesBody({ maxOutputTokens, thinking, effort }: TargetSpec): boolean {
  return maxOutputTokens !== undefined || thinking !== undefined || effort !== undefined;
}

function applyOptions(body: Uint8Array, options: TargetSpec, target: FitTarget): EditedBody {
  const dropped: Dropped[] = [];
  let edited = body;
  const asked = readTopLevel(edited, 'max_tokens');
  const limit = options.maxOutputTokens;
  const isCapped = limit !== undefined && (typeof asked !== 'number' || asked > limit);
  if (isCapped) {
    edited = setMember(edited, 'max_tokens', limit);
    dropped.push({
      path: 'max_tokens',
      why: `lowered to ${limit}, the most that this target takes`,
    });
  }
  const maxTokens = isCapped ? limit : typeof asked === 'number' ? asked : null;
  const thinking = fitThinking(readTopLevel(edited, 'thinking'), options.thinking, maxTokens);
  if (thinking !== undefined) {
    const form = formOfThinking(thinking, target);
    const taken = form === null ? thinking : form.thinking;
    edited =
      taken === undefined ? removeMember(edited, 'thinking') : setMember(edited, 'thinking', taken);
    if (options.thinking === 'off') edited = setClearing(edited);
    dropped.push({ path: 'thinking', why: 'set as the rule wants it for this target' });
  }
  if (options.effort !== undefined) {
    const config = readTopLevel(edited, 'output_config');
    const known = typeof config === 'object' && config !== null ? config : {};
    edited = setMember(edited, 'output_config', { ...known, effort: options.effort });
  }
  return { body: edited, dropped };
}

function setClearing(body: Uint8Array): Uint8Array {
  const kept = withoutClearing(readTopLevel(body, 'context_management'));
  if (kept === undefined) return body;
  return kept === null
    ? removeMember(body, 'context_management')
    : setMember(body, 'context_management', kept);
}

/** What `thinking` has to become; undefined when it may stay. A budget must stay below max_tokens. */
function fitThinking(
  asked: unknown,
  mode: TargetSpec['thinking'],
  maxTokens: number | null,
): object | undefined {
  const current = typeof asked === 'object' && asked !== null ? (asked as Thinking) : null;
  const isOn = current !== null && current.type !== 'disabled';
  if (mode === 'off') return isOn ? { type: 'disabled' } : undefined;
  const budget = Math.max(MIN_THINKING_TOKENS, Math.floor((maxTokens ?? 32_000) / 2));
  if (mode === 'on' && !isOn) return { type: 'enabled', budget_tokens: budget };
  const isTooLarge =
    maxTokens !== null &&
    typeof current?.budget_tokens === 'number' &&
    current.budget_tokens >= maxTokens;
  return isOn && isTooLarge ? { ...current, budget_tokens: budget } : undefined;
}

interface Thinking {
  readonly type?: string;
  readonly budget_tokens?: number;
}
