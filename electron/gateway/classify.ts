import { estimatePrompt, type PromptSize } from '../tokens/estimate-prompt.ts';
import { sessionOf } from './session-of.ts';
import { findSubagentTag } from './subagent-tag.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import { tierOf } from '../../shared/domain/model-tier.ts';
import type { ClientName, ModelTier, RequestKind } from '../../shared/domain/rule.ts';
import type { ContentBlock, MessagesRequest } from '../../shared/wire/messages.ts';

/** What `classify` is told besides the body. Header names are lower-case, as Node gives them. */
export interface ClassifyContext {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** With or without query. */
  readonly path: string;
  readonly project: string | null;
  /** Local minutes since midnight. */
  readonly now: number;
  /** Measured already, and calibrated; else the plain estimate. */
  readonly size?: PromptSize;
}

/** From here on a request counts as long context; the limit that this field has used from the start. */
export const LONG_CONTEXT_TOKENS = 60_000;

/**
 * Reads one request: kinds (the first is what it is for, others add to it), tier, estimate, tools, session.
 * Best signal first: headers, then structure, then the client's own phrases. Pure and total.
 */
export function classify(request: MessagesRequest, context: ClassifyContext): RequestFacts {
  const header = (name: string): string => one(context.headers[name]);
  const size = context.size ?? estimatePrompt(request);
  const tier = tierOf(request.model);
  const thinking = request.thinking !== undefined && request.thinking.type !== 'disabled';
  const kinds: RequestKind[] = [...purposes(request, context.path, header, tier)];
  if (thinking) kinds.push('thinking');
  if (isPlanning(request)) kinds.push('plan');
  if (size.hasImages) kinds.push('image');
  if (size.inputTokens >= LONG_CONTEXT_TOKENS || header('anthropic-beta').includes('context-1m')) {
    kinds.push('long-context');
  }
  return {
    kinds,
    model: request.model,
    tier,
    inputTokens: size.inputTokens,
    thinking,
    effort: request.output_config?.effort ?? null,
    toolNames: (request.tools ?? []).map(({ name }) => name),
    images: size.hasImages,
    stream: request.stream === true,
    project: context.project,
    client: clientOf(header('user-agent'), header('originator')),
    sessionId: sessionOf(request, header),
    tag: findSubagentTag(request),
    minuteOfDay: context.now,
  };
}

/** The same facts of a prompt that was measured since. */
export function measured(facts: RequestFacts, inputTokens: number): RequestFacts {
  const isLong = inputTokens >= LONG_CONTEXT_TOKENS && !facts.kinds.includes('long-context');
  const kinds: readonly RequestKind[] = isLong ? [...facts.kinds, 'long-context'] : facts.kinds;
  return { ...facts, kinds, inputTokens };
}

type Header = (name: string) => string;

/** What the request is for: at least one kind, `main` when nothing says otherwise. */
function purposes(
  request: MessagesRequest,
  path: string,
  header: Header,
  tier: ModelTier,
): readonly RequestKind[] {
  if (path.split('?', 1)[0]?.endsWith('/count_tokens') === true) return ['count-tokens'];
  const kinds: RequestKind[] = [];
  const requestClass = header('x-claude-code-request-class');
  if (isSubagent(request, header, requestClass)) kinds.push('subagent');
  if (isCompaction(request, header, requestClass)) kinds.push('compaction');
  if (isWebSearch(request)) kinds.push('web-search');
  if (isTitle(request)) kinds.push('title');
  if (kinds.includes('title') || (kinds.length === 0 && isBackground(request, requestClass, tier)))
    kinds.push('background');
  return kinds.length === 0 ? ['main'] : kinds;
}

function isSubagent(request: MessagesRequest, header: Header, requestClass: string): boolean {
  if (header('x-claude-code-agent-id') !== '' || requestClass === 'subagent') return true;
  const [billing] = systemTexts(request);
  return (
    billing?.startsWith('x-anthropic-billing-header:') === true &&
    billing.includes('cc_is_subagent=true')
  );
}

function isCompaction(request: MessagesRequest, header: Header, requestClass: string): boolean {
  if (header('x-claude-code-compaction') !== '' || requestClass === 'compaction') return true;
  if (requestClass !== '') return false;
  const last = request.messages.at(-1);
  if (last?.role !== 'user') return false;
  const text = texts(last.content).at(-1) ?? '';
  return (
    text.startsWith('CRITICAL: Respond with TEXT ONLY. Do NOT call any tools.') ||
    (text.includes('REMINDER: Do NOT call any tools') && text.includes('<summary>'))
  );
}

/** The side request of the WebSearch tool: Anthropic's server tool and nothing else. */
function isWebSearch({ tools }: MessagesRequest): boolean {
  return (
    tools !== undefined &&
    tools.length > 0 &&
    tools.every(({ type }) => type?.startsWith('web_search') === true)
  );
}

function isTitle(request: MessagesRequest): boolean {
  if ((request.tools ?? []).length > 0) return false;
  const format = request.output_config?.['format'];
  const namesOnlyATitle =
    JSON.stringify(schemaProperties(format)) === '["title"]' && request.thinking === undefined;
  return namesOnlyATitle || (systemTexts(request)[2] ?? '').startsWith('You are naming a coding');
}

/** Model checks (one token), helpers the client itself calls auxiliary, and older clients' small haiku calls. */
function isBackground(request: MessagesRequest, requestClass: string, tier: ModelTier): boolean {
  if (request.max_tokens === 1) return true;
  if (requestClass !== '') return requestClass === 'auxiliary' || requestClass === 'side_reply';
  return tier === 'haiku' && (request.tools ?? []).length === 0;
}

const planEntered =
  /Plan mode (?:is active\. The user indicated|still active \(see full instructions)/;
const planLeft = /(?:You have exited|Exited) [Pp]lan [Mm]ode/;

/** Plan mode is told by reminders in the conversation; the newest word counts. */
function isPlanning({ messages }: MessagesRequest): boolean {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.role === 'assistant') continue;
    for (const text of texts(message.content).reverse()) {
      if (!namesPlanMode(text)) continue;
      if (planLeft.test(text)) return false;
      if (planEntered.test(text)) return true;
    }
  }
  return false;
}

/** The expressions go over every character; this search goes over megabytes in no time and mostly finds nothing. */
function namesPlanMode(text: string): boolean {
  return text.includes('lan mode') || text.includes('lan Mode');
}

function clientOf(userAgent: string, originator: string): ClientName {
  if (/^claude-(?:cli|code)\//.test(userAgent)) return 'claude-code';
  return /^codex/i.test(userAgent) || /^codex/i.test(originator) ? 'codex' : 'other';
}

function systemTexts({ system }: MessagesRequest): readonly string[] {
  return system === undefined ? [] : texts(system);
}

function texts(content: string | readonly ContentBlock[]): string[] {
  if (typeof content === 'string') return [content];
  return content.flatMap((block) =>
    block.type === 'text' && typeof block.text === 'string' ? [block.text] : [],
  );
}

function schemaProperties(format: unknown): readonly string[] {
  const schema = (format as { schema?: { properties?: object } | null } | null | undefined)?.schema;
  return Object.keys(schema?.properties ?? {});
}

function one(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}
