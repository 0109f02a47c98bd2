import type { TargetSpec } from '../../shared/domain/rule.ts';
import type { Dropped } from '../../shared/wire/dropped.ts';
import { applyEdits, readMembers, type Member } from '../wire/anthropic-messages/json-scan.ts';
import { modelEdits, readTopLevel } from '../wire/anthropic-messages/splice-model.ts';
import { attributionEdits } from '../wire/anthropic-messages/strip-attribution.ts';
import { stripForeignThinking } from '../wire/anthropic-messages/strip-foreign-thinking.ts';
import { FOREIGN_SIGNATURE_PREFIX } from '../wire/foreign-thinking.ts';

export interface BodyEdits {
  readonly model: string;
  /** Anthropic itself reads the client's attribution line, and checks the signatures of thinking. */
  readonly isAnthropic: boolean;
  readonly options: TargetSpec | null;
}

export interface EditedBody {
  readonly body: Uint8Array;
  readonly dropped: readonly Dropped[];
}

/** Below this a thinking budget is refused. @see https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
const MIN_THINKING_TOKENS = 1024;

/** Edits a raw Messages request in place: what is not named in `edits` keeps its bytes. */
export function editMessagesBody(body: Uint8Array, edits: BodyEdits): EditedBody {
  // One look over the body and one copy of it: each of them costs a millisecond per megabyte.
  const members = readMembers(body, 0) ?? [];
  const named = applyEdits(body, [
    ...modelEdits(body, members, edits.model),
    ...(edits.isAnthropic ? [] : attributionEdits(body, members)),
  ]);
  const bare = edits.isAnthropic ? forAnthropic(named) : named;
  const { options } = edits;
  return options === null || !changesBody(options)
    ? { body: bare, dropped: [] }
    : applyOptions(bare, options);
}

/**
 * What Anthropic is sent: the very same bytes, unless a translated upstream wrote thinking earlier in the
 * conversation, whose signature Anthropic would refuse.
 */
export function forAnthropic(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return bytes.includes(`"${FOREIGN_SIGNATURE_PREFIX}`) ? stripForeignThinking(body) : body;
}

/** Each look at a large body costs some 50 µs, and most targets name a model and nothing else. */
function changesBody({ maxOutputTokens, thinking, effort }: TargetSpec): boolean {
  return maxOutputTokens !== undefined || thinking !== undefined || effort !== undefined;
}

function applyOptions(body: Uint8Array, options: TargetSpec): EditedBody {
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
    edited = setMember(edited, 'thinking', thinking);
    dropped.push({ path: 'thinking', why: 'set as the rule wants it for this target' });
  }
  if (options.effort !== undefined) {
    const config = readTopLevel(edited, 'output_config');
    const known = typeof config === 'object' && config !== null ? config : {};
    edited = setMember(edited, 'output_config', { ...known, effort: options.effort });
  }
  return { body: edited, dropped };
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

/** Replaces the value of a top-level key, or adds the key in front. */
function setMember(body: Uint8Array, key: string, value: unknown): Uint8Array {
  const members = readMembers(body, 0) ?? [];
  const text = JSON.stringify(value);
  const found = members.filter((member) => member.key === key);
  if (found.length > 0) {
    const replacement = encode(text);
    return applyEdits(
      body,
      found.map(({ valueStart, valueEnd }) => ({ start: valueStart, end: valueEnd, replacement })),
    );
  }
  const first: Member | undefined = members[0];
  if (first === undefined) return body;
  const replacement = encode(`${JSON.stringify(key)}:${text},`);
  return applyEdits(body, [{ start: first.keyStart, end: first.keyStart, replacement }]);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
