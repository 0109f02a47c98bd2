import type { IncomingMessage } from 'node:http';

type Fields = Readonly<Record<string, unknown>>;

/** A request as a vendor's own checks see it. */
export interface AskedOfVendor {
  readonly headers: IncomingMessage['headers'];
  readonly body: Fields;
}

/** null, or the status and the words with which this vendor refuses. */
export type VendorRule = (
  asked: AskedOfVendor,
) => { readonly status: number; readonly words: string } | null;

interface Turn extends Fields {
  readonly role: string;
  readonly content: unknown;
  readonly tool_calls?: readonly Call[];
  readonly tool_call_id?: string;
}
interface Call {
  readonly id: string;
  readonly extra_content?: { readonly google?: { readonly thought_signature?: string } };
}

const turnsOf = ({ body }: AskedOfVendor): readonly Turn[] => body['messages'] as readonly Turn[];
const blocksOf = ({ content }: Turn): readonly Fields[] =>
  Array.isArray(content) ? (content as readonly Fields[]) : [];

/** A rule from what it wants and the words of its refusal. */
const want =
  (words: string, isKept: (asked: AskedOfVendor) => boolean, status = 400): VendorRule =>
  (asked) =>
    isKept(asked) ? null : { status, words };

export const bearerKey = (key: string): VendorRule =>
  want('invalid api key', ({ headers }) => headers.authorization === `Bearer ${key}`, 401);
export const headerKey = (name: 'x-api-key' | 'api-key', key: string): VendorRule =>
  want(
    'invalid api key',
    ({ headers }) => headers[name] === key && headers.authorization === undefined,
    401,
  );

/** Its hash changes with every request, and with it every prefix that a vendor cached. */
export const noAttribution: VendorRule = want(
  'the attribution line reached a vendor that is not Anthropic',
  ({ body }) =>
    !JSON.stringify([body['system'], body['messages']]).includes('x-anthropic-billing-header'),
);

export const without = (...fields: readonly string[]): VendorRule =>
  want(`Extra inputs are not permitted: one of ${fields.join(', ')}`, ({ body }) =>
    fields.every((field) => body[field] === undefined),
  );

export const atMost = (field: string, most: number): VendorRule =>
  want(`${field} must be at most ${most}`, ({ body }) => Number(body[field]) <= most);

/** Every call has its results directly behind it, as all chat endpoints want it. */
export const answeredCalls: VendorRule = want(
  'An assistant message with tool_calls must be followed by tool messages',
  (asked) => {
    const turns = turnsOf(asked);
    return turns.every(({ tool_calls: calls = [] }, at) =>
      calls.every(({ id }) =>
        turns.slice(at + 1, at + 1 + calls.length).some((turn) => turn.tool_call_id === id),
      ),
    );
  },
);

/** Mistral, code 3280. */
export const nineAlphanumerics: VendorRule = want(
  'Tool call id has to be a-z, A-Z, 0-9, with a length of 9.',
  (asked) =>
    turnsOf(asked).every((turn) =>
      [...(turn.tool_calls ?? []).map(({ id }) => id), turn.tool_call_id ?? 'aaaaaaaaa'].every(
        (id) => /^[A-Za-z0-9]{9}$/.test(id),
      ),
    ),
);

export const noUserAfterTool: VendorRule = want(
  "Unexpected role 'user' after role 'tool'",
  (asked) =>
    turnsOf(asked).every(({ role }, at, all) => role !== 'user' || all[at - 1]?.role !== 'tool'),
);

/** Where a vendor insists on the thought behind each answer. */
export const reasoningOnAnswers = (field: string): VendorRule =>
  want(`The \`${field}\` in the thinking mode must be passed back to the API.`, (asked) =>
    turnsOf(asked).every(
      (turn) =>
        turn.role !== 'assistant' || (typeof turn[field] === 'string' && turn[field] !== ''),
    ),
  );

export const thinkTagsOnAnswers: VendorRule = want(
  'reasoning is read from <think> in the content',
  (asked) =>
    turnsOf(asked).every(
      ({ role, content, reasoning }) =>
        role !== 'assistant' || (String(content).startsWith('<think>') && reasoning === undefined),
    ),
);

export const noForcedChoice: VendorRule = want(
  'tool_choice is incompatible with thinking enabled',
  ({ body }) => {
    const choice = body['tool_choice'];
    const type = typeof choice === 'object' ? (choice as Fields)['type'] : choice;
    return [undefined, 'auto', 'none'].includes(type as string | undefined);
  },
);

/** Gemini signs the first call of a turn. */
export const signedCalls: VendorRule = want(
  'Function call is missing a thought_signature',
  (asked) =>
    turnsOf(asked).every(({ tool_calls: calls = [] }) =>
      calls
        .slice(0, 1)
        .every(({ extra_content: extra }) =>
          /^sig-\d+$/.test(extra?.google?.thought_signature ?? ''),
        ),
    ),
);

export const openCodeSession: VendorRule = want(
  'Request is missing x-opencode-session and cannot be routed efficiently.',
  ({ headers }) => /^[0-9a-f-]{36}$/.test(String(headers['x-opencode-session'])),
);

/** `access_terminated_error`. */
export const codingAgentsOnly: VendorRule = want(
  'Kimi For Coding is currently only available for Coding Agents',
  ({ headers }) => (headers['user-agent'] ?? '').startsWith('claude-cli/'),
  403,
);

export const noBetas: VendorRule = want(
  'invalid beta flag',
  ({ headers }) => headers['anthropic-beta'] === undefined,
);

export const noSystemTurns: VendorRule = want(
  "messages.1.role: Input should be 'user' or 'assistant'",
  (asked) => turnsOf(asked).every(({ role }) => role !== 'system'),
);

export const noDeferredTools: VendorRule = want(
  'tools.0.defer_loading: Extra inputs are not permitted',
  ({ body }) =>
    ((body['tools'] ?? []) as readonly Fields[]).every(
      (tool) => tool['defer_loading'] === undefined && tool['name'] !== 'DeferredToolPlaceholder',
    ),
);

/** What other endpoints of the same dialect know nothing of. */
export const noExtras: readonly VendorRule[] = [
  noBetas,
  noSystemTurns,
  noDeferredTools,
  without('context_management', 'service_tier', 'container', 'mcp_servers', 'speed', 'safeguards'),
];

/** The thought before a call has to come back, and nobody else's with it. */
export const thoughtBeforeCalls: VendorRule = want(
  'The content[].thinking in the thinking mode must be passed back to the API.',
  (asked) =>
    turnsOf(asked).every((turn) => {
      const types = blocksOf(turn).map(({ type }) => type);
      return turn.role !== 'assistant' || !types.includes('tool_use') || types[0] === 'thinking';
    }),
);

export const adaptiveOrOff: VendorRule = want(
  'thinking.type must be one of adaptive, disabled',
  ({ body }) => {
    const { type, budget_tokens: budget } = (body['thinking'] ?? {}) as Fields;
    return [undefined, 'adaptive', 'disabled'].includes(type as string) && budget === undefined;
  },
);

export const displayIn = (...known: readonly (string | undefined)[]): VendorRule =>
  want('thinking.display: unexpected value', ({ body }) =>
    known.includes(((body['thinking'] ?? {}) as { readonly display?: string }).display),
  );
